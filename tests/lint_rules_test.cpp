#include <confiture/lint.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

namespace confiture {
namespace {

TEST_CASE("rules are in the order of their ids, which are words in lower case") {
  const std::vector<Rule>& rules = lint_rules();
  CHECK(std::is_sorted(
      rules.begin(), rules.end(), [](const Rule& a, const Rule& b) { return a.id < b.id; }));
  for (const Rule& rule : rules) {
    CAPTURE(rule.id);
    CHECK(rule.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz-") == std::string::npos);
    CHECK(rule.summary.ends_with('.'));
    CHECK(rule.help.ends_with('.'));
  }
}

} // namespace
} // namespace confiture
