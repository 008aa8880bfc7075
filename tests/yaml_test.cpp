#include "failure.hpp"
#include "yaml.hpp"
#include "yaml_scalar.hpp"
#include "yaml_text.hpp"
#include "yaml_value.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace confiture {
namespace {

using testing::contains;
using testing::failure_of;
using yaml::Document;
using yaml::Kind;
using yaml::Node;

/// A value in one line, much as Python would print it.
std::string shown(const Node& node) {
  std::string out;
  switch (node.kind) {
  case Kind::Null:
    return "None";
  case Kind::Boolean:
    return node.boolean ? "True" : "False";
  case Kind::Integer:
    return node.integer.text();
  case Kind::Real:
    return "real " + node.text;
  case Kind::Text:
    return "'" + node.text + "'";
  case Kind::Date:
    return "date " + node.text;
  case Kind::Sequence:
    for (const Node* item : node.items) {
      out += (out.empty() ? "" : ", ") + shown(*item);
    }
    return "[" + out + "]";
  case Kind::Mapping:
    for (const yaml::Member& member : node.members) {
      out += (out.empty() ? "" : ", ") + shown(*member.key) + ": " + shown(*member.value);
    }
    return "{" + out + "}";
  }
  return "?";
}

std::string loaded(std::string_view text) {
  return shown(Document::parse(text, "f.yaml").root());
}

/// The value, or `error`: for tables in which some texts are refused.
std::string loaded_or_error(std::string_view text) {
  try {
    return loaded(text);
  } catch (const Error&) {
    return "error";
  }
}

std::string plain(std::string_view text) {
  return shown(yaml::construct(yaml::resolve_plain(text), text).value());
}

struct Example {
  std::string_view text;
  std::string_view value;
};

void check_documents(const std::vector<Example>& examples) {
  for (const Example& example : examples) {
    CAPTURE(example.text);
    CHECK(loaded_or_error(example.text) == example.value);
  }
}

// Recorded from PyYAML 6.0.3: the safe loader's resolver and constructors (reference, section 2).
TEST_CASE("a plain scalar means what the tables of YAML 1.1 say") {
  const std::vector<std::pair<std::string, std::vector<Example>>> tables = {
      {"null and booleans",
       {{"~", "None"},      {"null", "None"},   {"Null", "None"},      {"NULL", "None"},
        {"", "None"},       {"nUll", "'nUll'"}, {"yes", "True"},       {"Yes", "True"},
        {"YES", "True"},    {"no", "False"},    {"No", "False"},       {"NO", "False"},
        {"true", "True"},   {"True", "True"},   {"TRUE", "True"},      {"false", "False"},
        {"False", "False"}, {"FALSE", "False"}, {"on", "True"},        {"On", "True"},
        {"ON", "True"},     {"off", "False"},   {"Off", "False"},      {"OFF", "False"},
        {"y", "'y'"},       {"n", "'n'"},       {"Y", "'Y'"},          {"N", "'N'"},
        {"nO", "'nO'"},     {"tRue", "'tRue'"}, {"yes no", "'yes no'"}}},
      {"integers",
       {{"0", "0"},
        {"00", "0"},
        {"010", "8"},
        {"08", "'08'"},
        {"0o10", "'0o10'"},
        {"0x1F", "31"},
        {"0X1F", "'0X1F'"},
        {"0b11", "3"},
        {"0b2", "'0b2'"},
        {"0x", "'0x'"},
        {"0xg", "'0xg'"},
        {"1_000", "1000"},
        {"_1", "'_1'"},
        {"1__0", "10"},
        {"+5", "5"},
        {"-0", "0"},
        {"-12", "-12"},
        {"+-1", "'+-1'"},
        {"1,000", "'1,000'"},
        {"1:30", "90"},
        {"-1:30", "-90"},
        {"1:60", "'1:60'"},
        {"1:5:5", "3905"},
        {"0:30", "'0:30'"},
        {"190:20:30", "685230"},
        {"9223372036854775808", "9223372036854775808"},
        {"-99999999999999999999", "-99999999999999999999"}}},
      {"reals",
       {{"1.", "real 1."},
        {".5", "real .5"},
        {"-.5", "'-.5'"},
        {"+.5", "'+.5'"},
        {"1e3", "'1e3'"},
        {"1e+3", "'1e+3'"},
        {"1.0e3", "'1.0e3'"},
        {"1.0e+3", "real 1.0e+3"},
        {"-2E+05", "'-2E+05'"},
        {"-.INF", "real -.INF"},
        {".iNf", "'.iNf'"},
        {".NaN", "real .NaN"},
        {"+.nan", "'+.nan'"},
        {"1:30.5", "real 1:30.5"},
        {"1_0.5", "real 1_0.5"},
        {".", "'.'"},
        {"1.2.3", "'1.2.3'"}}},
      {"dates",
       {{"2001-01-01", "date 2001-01-01"},
        {"2001-1-1", "'2001-1-1'"},
        {"2001-01-1", "'2001-01-1'"},
        {"1-1-2001", "'1-1-2001'"},
        {"2001-12-14 21:59", "'2001-12-14 21:59'"},
        {"2001-12-14t21:59:43.10-05:00", "date 2001-12-14t21:59:43.10-05:00"},
        {"2001-12-14 21:59:43.10 -5", "date 2001-12-14 21:59:43.10 -5"},
        {"2001-1-4 1:59:43", "date 2001-1-4 1:59:43"},
        {"2001-12-14T21:59:43Z", "date 2001-12-14T21:59:43Z"},
        {"2001-12-14T21:59:43z", "'2001-12-14T21:59:43z'"}}},
  };
  for (const auto& table : tables) {
    CAPTURE(table.first);
    for (const Example& example : table.second) {
      CAPTURE(example.text);
      CHECK(plain(example.text) == example.value);
    }
  }
}

// Recorded from PyYAML 6.0.3.
TEST_CASE("a document has the structure that PyYAML gives it") {
  check_documents({
      {"", "None"},
      {"# nothing\n", "None"},
      {"a: 1\nb: [x, 'y', \"z\"]\n", "{'a': 1, 'b': ['x', 'y', 'z']}"},
      {"a:\n  - b: 1\n    c: 2\n  - d", "{'a': [{'b': 1, 'c': 2}, 'd']}"},
      {"a:\n- b\n- c\n", "{'a': ['b', 'c']}"},
      {"- - x\n  - y\n", "[['x', 'y']]"},
      {"a: {b: c, d}", "{'a': {'b': 'c', 'd': None}}"},
      {"a: |\n  x\n   y\n\nb: >-\n  p\n  q\n", "{'a': 'x\n y\n', 'b': 'p q'}"},
      {"a: b\n  c\n", "{'a': 'b c'}"},
      {"? a\n: b\n", "{'a': 'b'}"},
      {"?\n:k: b\n", "{None: None, ':k': 'b'}"},
      {"---\na: 1\n...\n", "{'a': 1}"},
      {"a: 'it''s'\nb: \"\\x41\\u00e9\\t\"", "{'a': 'it's', 'b': 'Aé\t'}"},
      {"a#b: c #d", "{'a#b': 'c'}"},
      {"a:", "{'a': None}"},
      {"a: # c", "{'a': None}"},
      {"a: 1\nb:", "{'a': 1, 'b': None}"},
      {"a: 1\nb:\n", "{'a': 1, 'b': None}"},
      {"a:\n  b:\n  c:", "{'a': {'b': None, 'c': None}}"},
      {"- a:\n- b:", "[{'a': None}, {'b': None}]"},
      {"'a b':\n\"c\": 1\nd :", "{'a b': None, 'c': 1, 'd': None}"},
      {"http://x:\n? y\n", "{'http://x': None, 'y': None}"},
      {"\xEF\xBB\xBF"
       "a: 1",
       "{'a': 1}"},
      {"a: 1\r\nb: 2\rc: 3", "{'a': 1, 'b': 2, 'c': 3}"},
      {"a: 1\xC2\x85" // U+0085 ends a line
       "b: \"x\xC2\x85y\"",
       "{'a': 1, 'b': 'x y'}"},
  });
}

// The reference's rules; each line recorded from PyYAML 6.0.3.
TEST_CASE("quotes and tags decide over the look of a scalar") {
  check_documents({
      {"a: 'true'\nb: \"1\"\nc: yes", "{'a': 'true', 'b': '1', 'c': True}"},
      {"a: !!str 3", "{'a': '3'}"},
      {"a: !!int \"3\"", "{'a': 3}"},
      {"a: !!bool 'no'", "{'a': False}"},
      {"a: !!null x", "{'a': None}"},
      {"a: !!float 010\nb: !!int 010", "{'a': real 010, 'b': 8}"},
      {"a: !<tag:yaml.org,2002:str> 3", "{'a': '3'}"},
      {"a: !!seq [b]\nc: !!map {d: e}", "{'a': ['b'], 'c': {'d': 'e'}}"},
      {"a: !!int x", "error"},
      {"a: !!bool maybe", "error"},
      {"a: !!timestamp x", "error"},
      {"a: !!seq {b: c}", "error"},
      {"a: !!map [b]", "error"},
      {"a: !!str [b]", "error"},
      {"a: !!int {b: c}", "error"},
      {"a: !foo 1", "error"},
      {"a: !foo\nb: 1", "error"},
      {"a: !!python/none x", "error"},
  });
}

TEST_CASE("of equal keys the last value stands at the first place") {
  check_documents({
      {"a: 1\nb: 2\na: 3", "{'a': 3, 'b': 2}"},
      {"a: 1\n'a': 2", "{'a': 2}"},
      {"1: a\n'1': b", "{1: 'a', '1': 'b'}"},
      {"1: a\n0x1: b", "{1: 'b'}"},
      {"yes: a\ntrue: b", "{True: 'b'}"},
      {"1: a\ntrue: b\n1.0: c", "{1: 'c'}"}, // the first of equal keys stays
  });
}

TEST_CASE("merged keys give way to explicit ones and to earlier merges") {
  check_documents({
      {"x: &x {a: 1, b: 2}\ny:\n  b: 3\n  <<: *x",
       "{'x': {'a': 1, 'b': 2}, 'y': {'a': 1, 'b': 3}}"},
      {"<<: [{a: 1}, {a: 2, b: 3}]", "{'a': 1, 'b': 3}"},
      {"<<: {a: {<<: {b: 1}}}", "{'a': {'b': 1}}"},
      {"'<<': {a: 1}", "{'<<': {'a': 1}}"}, // quoted, it is a key like any other
      {"<<: 3", "error"},
      {"<<: [{a: 1}, 2]", "error"},
      {"k: <<", "error"},
  });
}

TEST_CASE("an alias is the node it names") {
  const Document document = Document::parse("a: &x [1]\nb: *x\n", "f.yaml");
  CHECK(shown(document.root()) == "{'a': [1], 'b': [1]}");
  CHECK(document.root().find("a") == document.root().find("b"));
  check_documents({{"a: *x", "error"},
                   {"a: &x 1\nb: &x 2", "error"},
                   {"a: &x [*x]", "error"},
                   {"a: &x {<<: *x}", "error"}});
}

TEST_CASE("a billion laughs cost no more than their text") {
  std::string text = "a0: &a0 [x]\n";
  for (int i = 1; i < 40; ++i) {
    const std::string below = "*a" + std::to_string(i - 1);
    text +=
        "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + below + ", " + below + "]\n";
  }
  const Document document = Document::parse(text, "f.yaml");
  CHECK(document.root().members.size() == 40);
  CHECK(document.root().find("a39")->items.size() == 2);
}

// Each recorded from PyYAML 6.0.3 as an error; most of them yaml-cpp alone would let pass.
TEST_CASE("what PyYAML refuses is refused") {
  const std::vector<std::string_view> refused = {
      "a: 1\n---\nb: 2",
      "a: 1\n...\nb: 2",
      "...",
      "- a\nb: c",
      "a: b\n- c",
      "a: 1\n b: 2",
      "a: 1\nforgotten colon\nb: 2",
      "a: 1\nforgotten colon",
      "a: 1\nexclude_dirs [x]\n",
      ": x",
      "a: &x.y 1",
      "a: &é 1",
      "a: 'never closed",
      "a: 'never closed\n",
      "a: \"never closed\n",
      "a: [x, y",
      "a: [x]]",
      "a: [,]",
      "a: [x,,y]",
      "a: {,}",
      "[a]: b",
      "{a: b}: c",
      "a: @x",
      "a: `x`",
      "a: %x",
      "a: x: y",
      "a: \"\\z\"",
      "a: \"x\"y",
      "a: =",
      "a: !!int",
      "a: 2020-02-30",
      "a: 0x_",
  };
  for (const std::string_view text : refused) {
    CAPTURE(text);
    CHECK(loaded_or_error(text) == "error");
  }
}

TEST_CASE("bytes that YAML does not allow are refused") {
  const std::vector<std::string> refused = {"a: \xFF",
                                            "a: \xC3",
                                            "a: '\x01'",
                                            std::string("a: '\0'", 6),
                                            "a: '\x7F'",
                                            "a: '\xC2\x9F'",
                                            "a: '\xEF\xBF\xBE'",
                                            "a: '\xE2\x80\xA8'", // U+2028, a line end to PyYAML
                                            "# \xE2\x80\xA9",
                                            "\xEF\xBB\xBF\xEF\xBB\xBF"
                                            "a: 1",
                                            "# \xFF"};
  for (const std::string& text : refused) {
    CAPTURE(printable(text));
    CHECK(loaded_or_error(text) == "error");
  }
  CHECK(loaded("a: 'é\xC2\xA0😀'") == "{'a': 'é\xC2\xA0😀'}");
}

TEST_CASE("an error names file and line and column") {
  const Error error = failure_of([] { Document::parse("a: 1\nb:  \tx\n", "dir/f.yaml"); });
  CHECK(error.code() == ErrorCode::Config001);
  CHECK(contains(error.what(), "Invalid YAML in dir/f.yaml: line 2, column 5: "));
  const Error second = failure_of([] { Document::parse("a: 1\n\nb: é\xFF", "f"); });
  CHECK(contains(second.what(), "line 3, column 6: byte 0xff"));
  const Error third = failure_of([] { Document::parse("a: 2020-02-30", "f"); });
  CHECK(contains(third.what(), "'2020-02-30' looks like a date or number and is none"));
  const Error fourth = failure_of([] { Document::parse("a: !!int x", "f"); });
  CHECK(contains(fourth.what(), "'x' is no value for the tag 'tag:yaml.org,2002:int'"));
}

TEST_CASE("a node knows where it stands") {
  const Document document = Document::parse("\n\na:\n  b: x\n", "f");
  const Node* inner = document.root().find("a")->find("b");
  CHECK(inner->position.line == 4);
  CHECK(inner->position.column == 6);
}

TEST_CASE("looking up a key finds text only") {
  const Document document = Document::parse("1: a\n'2': b\n", "f");
  CHECK(document.root().find("1") == nullptr);
  CHECK(document.root().find("2")->text == "b");
  CHECK(document.root().find("absent") == nullptr);
}

TEST_CASE("types are called what Python calls them") {
  CHECK(yaml::type_name(Kind::Null) == "NoneType");
  CHECK(yaml::type_name(Kind::Sequence) == "list");
  CHECK(yaml::type_name(Kind::Text) == "str");
  CHECK(yaml::type_name(Kind::Integer) == "int");
  CHECK(yaml::type_name(Kind::Mapping) == "dict");
}

TEST_CASE("prepared text has newlines for every line end and no mark") {
  CHECK(yaml::prepare("\xEF\xBB\xBF"
                      "a: 1\r\nb: 2\rc: 3\n") == "a: 1\nb: 2\nc: 3\n");
  CHECK(yaml::prepare("a\xC2\x85"
                      "b") == "a\nb");
}

} // namespace
} // namespace confiture
