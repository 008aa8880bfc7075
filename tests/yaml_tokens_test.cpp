#include "yaml.hpp"
#include "yaml_tokens.hpp"
#include <confiture/error.hpp>

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

namespace confiture {
namespace {

void check_allowed(const std::vector<std::string_view>& texts) {
  for (const std::string_view text : texts) {
    CAPTURE(text);
    CHECK_NOTHROW(yaml::Document::parse(text, "f"));
  }
}

void check_refused(const std::vector<std::string_view>& texts) {
  for (const std::string_view text : texts) {
    CAPTURE(text);
    CHECK_THROWS_AS(yaml::Document::parse(text, "f"), Error);
  }
}

TEST_CASE("a tab may stand in quotes and comments and block scalars only") {
  check_allowed({"a: \"x\ty\"", "a: 'x\ty'", "a: 1 # x\ty", "a: |\n  x\ty\n"});
  check_refused({"a:\tb",
                 "a: x\ty",
                 "a: b\t",
                 "\ta: b",
                 "a:\n\t- b",
                 "a: [b,\tc]",
                 "a: b\t# c",
                 "a: |\n\tx",
                 "a: |\t\n  x",
                 "a:\t\n  - b"});
}

TEST_CASE("in the column of keys stands nothing but a key") {
  check_allowed({"a:\n  'b'", "a:\n- b", "a:\n [b,\n c]", "'a':\n  1\n\"b\": 2", "a:\n\n  b\n"});
  check_refused({"a:\n'b'",
                 "a:\n\n\"b\"\nc: 1",
                 "a:\nb",
                 "a:\n[b]",
                 "a:\n&x b",
                 "a:\n!!str b",
                 "a: 1\nforgotten colon\nb: 2",
                 "a: 1\nforgotten colon",
                 "'a\n b': 1"});
}

TEST_CASE("a ':' in brackets has a key before it, and a '?' has no place there") {
  check_allowed({"{a: b}", "{a: }", "[a: b, c]", "{'a':b}", "{\"a\":b}", "[a:b]", "{a: b:c}"});
  check_refused(
      {"{:a}", "[:a]", "{: a}", "{a: :b}", "[a, :b]", "{?a: b}", "{? a : b}", "[a?b]", "[?.sql]"});
}

TEST_CASE("a comma in brackets has something before it") {
  check_allowed({"[a,]", "{a: 1,}", "{a: , b}", "[]"});
  check_refused({"[,]", "[a,,b]", "{,}", "[,a]", "a: ,b"});
}

TEST_CASE("a tag is one that means something here, and a blank stands behind it") {
  check_allowed({"a: !!str", "[!!str , a]", "a: !!str # c\n  b", "a: !<tag:yaml.org,2002:int> 3"});
  check_refused({"a: ! b",
                 "a: !",
                 "a: !x b",
                 "a: !!x b",
                 "a: !!binary aGk=",
                 "a: !!set {b}",
                 "a: !!omap [b: c]",
                 "a: !!%73tr b",
                 "[!!str, a]",
                 "[!!str]",
                 "{!}",
                 "a: !!str\"b\"",
                 "a: !<x>",
                 "a: !<tag:yaml.org,2002:int 3"});
}

TEST_CASE("the name of an anchor is a word, and a blank stands behind it") {
  check_allowed({"a: &x 1\nb: *x\n*x : c", "a: [&x , *x]", "a: &x-_9\n  b: 1"});
  check_refused(
      {"a: &x.y 1", "a: &é 1", "a: &", "a: * b", "a: *.sql", "a: &x 1\n*x: b", "a: &x? 1"});
}

TEST_CASE("the only directive is the version, above the document") {
  check_allowed(
      {"%YAML 1.1\n---\na: 1", "%YAML 1.1 # c\n# d\n---\na: 1", "--- # c\na: 1", "a: 1\n..."});
  check_refused({"%YAML",
                 "%YAML 2.0\n---",
                 "%YAML 1.1\na: 1",
                 "%YAML 1.1\n%YAML 1.1\n---",
                 "%TAG ! x:\n---\na: 1",
                 "%OTHER\n---\na: 1",
                 "a: 1\n%YAML 1.1",
                 "a: 1\n%FOO",
                 "[a,\n---\nb]",
                 "...",
                 "...\na: 1"});
}

TEST_CASE("a '-' or '?' stands where a block may begin") {
  check_allowed({"- a", "- - a", "a:\n- b", "? a\n: b", "- ? a\n  : b", "-", "[-a, -]"});
  check_refused({"a: - b", "a: ? b", "[- a]", "&x - a", "?", "a: 1\n?"});
}

TEST_CASE("the header of a block scalar is a digit and a sign") {
  check_allowed({"a: |\n b", "a: |-\n b", "a: |2+\n   b", "a: >-1\n  b", "a: | # c\n b", "a: |"});
  check_refused({"a: |#\n b", "a: |0\n b", "a: |10\n b", "a: |+-\n b", "a: | b", "a: |x"});
}

TEST_CASE("a block scalar ends where the text is not indented deeply enough") {
  check_allowed(
      {"a: |\n    b\n     c\n\n    d\ne: 1", "- - |\n   b\n  - c", "a: |\n # no comment\n"});
  check_refused({"a: |\n    b\n  c\nd: 1", "- |\n  b\n c"});
}

TEST_CASE("a blank stands between a plain key and a bracket") {
  check_allowed({"{a: [b]}", "{'a':[b]}", "{\"a\":{b: c}}", "{a: [b], c: {}}", "{a:}"});
  check_refused({"{a:[b]}", "{a:{b: c}}", "[a:[b]]"});
}

TEST_CASE("what yaml-cpp reads differently is refused") {
  check_allowed({"a: &x b\n  c",
                 "a: &x\n    b\n  c",
                 "a: &x |\n  b",
                 "- &x b c\n- d",
                 "- &x 'b\n  c'",
                 "a: 'b\n\n  c'",
                 "a: 'b\n  '",
                 "a: \"\\n\\n\"",
                 "a: >\n  b\n\n\nc: 1\n"});
  check_refused({"- &x b\n  - c", // measures the indentation from the anchor
                 "- !!str |\n  b",
                 "a: '\n\n'", // loses empty lines at the end
                 "a: \"b\n\n\n  \"",
                 "a: >+\n  b\n\n", // loses newlines
                 "a: >\n  b\n  ",  // takes the last blanks for text
                 "a: \"\\N\"",     // makes bytes that are not UTF-8
                 "a: \"\\_\"",
                 "a: \"\\'\""}); // takes it for a quote, PyYAML for an error
}

TEST_CASE("a walk takes time in proportion to the text") {
  std::string text(1000000, '[');
  CHECK_NOTHROW(yaml::check_tokens(text));
  CHECK_THROWS_AS(yaml::Document::parse(text, "f"), Error);
}

} // namespace
} // namespace confiture
