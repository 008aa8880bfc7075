#include "random.hpp"
#include <confiture/integer.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <limits>

namespace confiture {
namespace {

TEST_CASE("an integer prints in decimal whatever base it was read in") {
  struct Example {
    std::string digits;
    unsigned base;
    bool negative;
    std::string text;
  };
  const std::array<Example, 10> examples = {{
      {"0", 10, false, "0"},
      {"", 10, false, "0"},
      {"000", 10, true, "0"}, // there is no negative zero
      {"007", 10, true, "-7"},
      {"fF", 16, false, "255"},
      {"1010", 2, true, "-10"},
      {"777", 8, false, "511"},
      {"18446744073709551616", 10, false, "18446744073709551616"},
      {"ffffffffffffffffffff", 16, false, "1208925819614629174706175"},
      {"0100000000000000000000000000000000", 16, false, "340282366920938463463374607431768211456"},
  }};
  for (const Example& example : examples) {
    CAPTURE(example.digits);
    CHECK(Integer::parse(example.digits, example.base, example.negative).text() == example.text);
  }
  CHECK(Integer(std::numeric_limits<std::int64_t>::min()).text() == "-9223372036854775808");
  CHECK(Integer(std::numeric_limits<std::int64_t>::max()).text() == "9223372036854775807");
}

TEST_CASE("integers compare by value") {
  const std::array<Integer, 8> ascending = {
      Integer::parse("100000000000000000000", 10, true),
      Integer(std::numeric_limits<std::int64_t>::min()),
      Integer(-10),
      Integer(-9),
      Integer(0),
      Integer(9),
      Integer(10),
      Integer::parse("ffffffffffffffffff", 16),
  };
  for (std::size_t i = 0; i < ascending.size(); ++i) {
    for (std::size_t j = 0; j < ascending.size(); ++j) {
      CAPTURE(ascending[i].text());
      CAPTURE(ascending[j].text());
      CHECK((ascending[i] <=> ascending[j]) == (i <=> j));
      CHECK((ascending[i] == ascending[j]) == (i == j));
    }
  }
}

TEST_CASE("small integers behave like those of the machine") {
  constexpr std::uint32_t seed = 2;
  testing::Random random(seed);
  const auto number = [&] { return static_cast<std::int64_t>(random.below(2001)) - 1000; };
  for (int round = 0; round < 2000; ++round) {
    const std::int64_t a = number();
    const std::int64_t b = number();
    CAPTURE(seed);
    CAPTURE(a);
    CAPTURE(b);
    REQUIRE((Integer(a) <=> Integer(b)) == (a <=> b));
    const std::string digits = std::to_string(a < 0 ? -a : a);
    REQUIRE(Integer::parse("00" + digits, 10, a < 0) == Integer(a));
    REQUIRE(Integer(a).text() == std::to_string(a));
  }
}

} // namespace
} // namespace confiture
