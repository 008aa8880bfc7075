#include "yaml_scalar.hpp"
#include "yaml_value.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace confiture {
namespace {

using yaml::construct;
using yaml::Kind;

// All of this is recorded from the constructors of PyYAML 6.0.3.

TEST_CASE("an integer has its value in every base") {
  const std::vector<std::pair<std::string, std::string>> values = {
      {"0", "0"},        {"-0", "0"},       {"010", "8"},    {"0_1_0", "8"}, {"0x1F", "31"},
      {"-0x1f", "-31"},  {"0b11", "3"},     {"+1_0", "10"},  {"1:30", "90"}, {"-1:30", "-90"},
      {"1:5:5", "3905"}, {"1_0:00", "600"}, {"0o7", "7"},    {"' 5 '", ""},  {" 5 ", "5"},
      {"5_", "5"},       {"08", ""},        {"0x", ""},      {"0x_", ""},    {"0b12", ""},
      {"", ""},          {"+", ""},         {"1:", ""},      {":1", ""},     {"1:x", ""},
      {"x", ""},         {"3.0", ""},       {"1:99", "159"}, {"0xg", ""},    {"0o", ""},
  };
  for (const auto& [written, value] : values) {
    const std::string text(written);
    CAPTURE(text);
    const auto node = construct(Kind::Integer, text);
    CHECK((node ? node->integer.text() : "") == value);
  }
  CHECK(construct(Kind::Integer, std::string(4300, '9')));
  CHECK_FALSE(construct(Kind::Integer, std::string(4301, '9')));
}

TEST_CASE("a real has its value in every notation") {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const std::vector<std::pair<std::string, double>> values = {
      {"3.0", 3.0},
      {"1_0.5", 10.5},
      {"1.5E-1", 0.15},
      {".5", 0.5},
      {"1.", 1.0},
      {"1:30.0", 90.0},
      {"1:30.5", 90.5},
      {"-1:30.", -90.0},
      {"190:20:30.", 685230.0},
      {"010", 10.0},
      {"1e3", 1000.0},
      {" 2 ", 2.0},
      {".inf", infinity},
      {"-.INF", -infinity},
      {"inf", infinity},
      {"-Infinity", -infinity},
      {"1.0e+400", infinity},
  };
  for (const auto& [written, value] : values) {
    const std::string text(written);
    CAPTURE(text);
    const auto node = construct(Kind::Real, text);
    REQUIRE(node);
    CHECK(node->real == value);
  }
  for (const std::string text : {".nan", ".NaN", "nan"}) {
    CAPTURE(text);
    CHECK(std::isnan(construct(Kind::Real, text).value().real));
  }
  for (const std::string text : {"", "x", "0x10", "1e", "1.2.3", "nan(1)", "1:", "1 2", "+"}) {
    CAPTURE(text);
    CHECK_FALSE(construct(Kind::Real, text));
  }
}

TEST_CASE("a boolean is one of six words in any case") {
  for (const std::string text : {"yes", "tRuE", "ON"}) {
    CHECK(construct(Kind::Boolean, text).value().boolean);
  }
  for (const std::string text : {"nO", "FALSE", "off"}) {
    CHECK_FALSE(construct(Kind::Boolean, text).value().boolean);
  }
  for (const std::string text : {"y", "1", "", "yes "}) {
    CHECK_FALSE(construct(Kind::Boolean, text));
  }
}

TEST_CASE("a date is on the calendar") {
  const std::vector<std::string> dates = {
      "2020-01-31",
      "2020-02-29",
      "2000-02-29",
      "0001-01-01",
      "9999-12-31",
      "2020-1-1",
      "2020-01-01T23:59:59Z",
      "2001-12-14t21:59:43.10-05:00",
      "2001-12-14 21:59:43.10 -5",
      "2001-12-14 21:59:43 +23:59",
  };
  for (const std::string& text : dates) {
    CAPTURE(text);
    CHECK(construct(Kind::Date, text));
  }
  const std::vector<std::string> impossible = {
      "2020-02-30",
      "2021-02-29",
      "1900-02-29",
      "2020-13-01",
      "2020-00-01",
      "2020-01-00",
      "2020-01-32",
      "0000-01-01",
      "2020-01-01 24:00:00",
      "2020-01-01 10:60:00",
      "2020-01-01 10:00:60",
      "2020-01-01 10:00:00 +24:00",
      "2020-01-01 10:00:00 -25",
  };
  for (const std::string& text : impossible) {
    CAPTURE(text);
    CHECK(yaml::resolve_plain(text) == Kind::Date);
    CHECK_FALSE(construct(Kind::Date, text));
  }
  for (const std::string text : {"", "x", "2020-01", "2020-01-01 10:00", "2020-01-01x"}) {
    CAPTURE(text);
    CHECK_FALSE(construct(Kind::Date, text));
  }
}

} // namespace
} // namespace confiture
