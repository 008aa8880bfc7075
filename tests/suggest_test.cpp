#include "random.hpp"
#include "suggest.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace confiture {
namespace {

/// By the definition, without a table: the slow way to the same number.
std::size_t slow_distance(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) {
    return a.size() + b.size();
  }
  const std::size_t same = a.back() == b.back() ? 0 : 1;
  const std::string_view rest_a = a.substr(0, a.size() - 1);
  const std::string_view rest_b = b.substr(0, b.size() - 1);
  std::size_t least = std::min({slow_distance(rest_a, b) + 1,
                                slow_distance(a, rest_b) + 1,
                                slow_distance(rest_a, rest_b) + same});
  const bool swapped =
      a.size() > 1 && b.size() > 1 && a.back() == b[b.size() - 2] && a[a.size() - 2] == b.back();
  if (swapped) {
    least =
        std::min(least, slow_distance(a.substr(0, a.size() - 2), b.substr(0, b.size() - 2)) + 1);
  }
  return least;
}

TEST_CASE("the distance of two words is the least number of mistakes between them") {
  testing::Random random(5);
  for (int i = 0; i < 2000; ++i) {
    const std::string a = random.text({"a", "b", "c"}, 6);
    const std::string b = random.text({"a", "b", "c"}, 6);
    CAPTURE(a);
    CAPTURE(b);
    REQUIRE(edit_distance(a, b) == slow_distance(a, b));
  }
}

TEST_CASE("a misspelling is recognised, another word is not") {
  const std::vector<std::string> keys = {"include_dirs", "exclude_dirs", "build", "seed"};
  CHECK(suggestion("include_dir", keys) == "include_dirs");
  CHECK(suggestion("inlcude_dirs", keys) == "include_dirs");
  CHECK(suggestion("exclud_dirs", keys) == "exclude_dirs");
  CHECK(suggestion("biuld", keys) == "build");
  CHECK_FALSE(suggestion("build", keys).has_value());
  CHECK_FALSE(suggestion("notes", keys).has_value());
  CHECK_FALSE(suggestion("x", keys).has_value());
  CHECK_FALSE(suggestion("", keys).has_value());
}

TEST_CASE("of two candidates the nearer is suggested, of equally near ones the first") {
  CHECK(suggestion("abcdef", {"abcdxx", "abcdex"}) == "abcdex");
  CHECK(suggestion("abcdef", {"abcdeg", "abcdeh"}) == "abcdeg");
}

} // namespace
} // namespace confiture
