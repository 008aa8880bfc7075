#include "random.hpp"
#include <confiture/integer.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

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

// Recorded from Python 3.11.
TEST_CASE("text is an integer where Python's int() takes it") {
  const std::vector<std::pair<std::string, std::string>> accepted = {
      {"3", "3"},
      {" 3 ", "3"},
      {"\t3\n", "3"},
      {"\v3\f", "3"},
      {"\u00a03", "3"},
      {"\u20073\u3000", "3"},
      {"\u00853", "3"},
      {"+5", "5"},
      {"-5", "-5"},
      {"007", "7"},
      {"-007", "-7"},
      {"0_1", "1"},
      {"1_000", "1000"},
      {"-0", "0"},
      {"99999999999999999999", "99999999999999999999"},
      {std::string(4300, '9'), std::string(4300, '9')},
  };
  for (const auto& example : accepted) {
    CAPTURE(example.first);
    const std::optional<Integer> value = python_int(example.first);
    REQUIRE(value);
    CHECK(value->text() == example.second);
  }
  for (const std::string text : {"",
                                 " ",
                                 "-",
                                 "+",
                                 "_",
                                 "_1",
                                 "1_",
                                 "1__0",
                                 "-_1",
                                 "--1",
                                 "+-1",
                                 "+ 1",
                                 "1 0",
                                 "0x10",
                                 "0b1",
                                 "0o7",
                                 "1e3",
                                 "3.0",
                                 "0-2",
                                 "inf",
                                 "\u200b3",
                                 "\u00b2",
                                 "x",
                                 "\x1c"
                                 "3"}) {
    CAPTURE(text);
    CHECK_FALSE(python_int(text));
  }
  CHECK_FALSE(python_int(std::string(4301, '9')));
  CHECK_FALSE(python_int(std::string("3\0", 2)));
}

} // namespace
} // namespace confiture
