#include "cli/json.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>

namespace confiture {
namespace {

using nlohmann::ordered_json;

// Recorded from Python: json.dumps(text.decode(errors='surrogateescape')).
TEST_CASE("a string is written in ASCII") {
  struct Example {
    std::string text;
    std::string json;
  };
  const std::array<Example, 8> examples = {{
      {"plain / 'text'", R"("plain / 'text'")"},
      {"\"\\\b\f\n\r\t", R"("\"\\\b\f\n\r\t")"},
      {std::string("\0\x1f\x7f", 3), R"("\u0000\u001f\u007f")"},
      {"é日", R"("\u00e9\u65e5")"},
      {"😀", R"("\ud83d\ude00")"},
      {"\xF4\x8F\xBF\xBF", R"("\udbff\udfff")"},
      {"a\xFF\xC3", R"("a\udcff\udcc3")"},
      {"", R"("")"},
  }};
  for (const Example& example : examples) {
    CAPTURE(example.json);
    CHECK(cli::python_json(example.text) == example.json);
  }
}

// Recorded from Python: json.dumps(value, indent=2).
TEST_CASE("a document is indented by two and keeps the order of its keys") {
  const ordered_json document = {{"z", 1},
                                 {"a", {{"list", {1, nullptr, true}}, {"é", "x"}}},
                                 {"none", ordered_json::array()},
                                 {"empty", ordered_json::object()}};
  CHECK(cli::python_json(document) == R"({
  "z": 1,
  "a": {
    "list": [
      1,
      null,
      true
    ],
    "\u00e9": "x"
  },
  "none": [],
  "empty": {}
})");
}

TEST_CASE("a number of any size is written in full") {
  CHECK(cli::python_json(cli::number(Integer(-12))) == "-12");
  CHECK(cli::python_json({{"order", cli::number(Integer::parse("99999999999999999999", 10))}}) ==
        "{\n  \"order\": 99999999999999999999\n}");
}

} // namespace
} // namespace confiture
