#include "config_value.hpp"
#include "failure.hpp"

#include <doctest/doctest.h>

#include <string>

namespace confiture {
namespace {

using testing::contains;

TEST_CASE("a value is described in words") {
  const auto described = [](const std::string& text) {
    const yaml::Document document = yaml::Document::parse(text, "f");
    return describe(document.root());
  };
  CHECK(described("~") == "nothing (null)");
  CHECK(described("yes") == "the boolean yes");
  CHECK(described("0x1F") == "the number 0x1F");
  CHECK(described("'x\n\n  y'") == "the string 'x\\ny'");
  CHECK(described("2001-01-01") == "the date 2001-01-01");
  CHECK(described("[a]") == "a list");
  CHECK(described("{a: b}") == "a mapping");
  CHECK(described(std::string(100, 'x')) == "the string '" + std::string(60, 'x') + "…'");
  const std::string accents = std::string(59, 'x') + "éé"; // the cut must not halve a character
  CHECK_FALSE(contains(described(accents), "\\x"));
}

} // namespace
} // namespace confiture
