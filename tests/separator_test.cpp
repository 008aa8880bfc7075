#include "failure.hpp"
#include "separator.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <vector>

namespace confiture {
namespace {

using testing::contains;
using testing::failure_of;

std::string separator(const std::string& style, std::string_view path) {
  Buffer out;
  Separator(style, std::nullopt).append(out, path);
  return std::string(out.view());
}

std::string formatted(std::string_view text, std::string_view path) {
  Buffer out;
  SeparatorTemplate(text).append(out, path);
  return std::string(out.view());
}

const std::string rule(42, '=');

// Reference, section 5, with the newlines that the body puts around a separator.
TEST_CASE("each style frames the path in its own comments") {
  CHECK(separator("block_comment", "x/a.sql") ==
        "\n/* " + rule + "\n * File: x/a.sql\n * " + rule + " */\n\n");
  CHECK(separator("line_comment", "x/a.sql") ==
        "\n-- " + rule + "\n-- File: x/a.sql\n-- " + rule + "\n\n");
  CHECK(separator("mysql", "x/a.sql") == "\n# " + rule + "\n# File: x/a.sql\n# " + rule + "\n\n");
}

TEST_CASE("a custom separator is the template and nothing else") {
  Buffer out;
  Separator("custom", "-- {file_path}").append(out, "x/a.sql");
  CHECK(out.view() == "\n-- x/a.sql\n");
}

TEST_CASE("a style that does not exist or lacks its template is refused") {
  const Error unknown = failure_of([] { Separator("foo\n", std::nullopt); });
  CHECK(unknown.code() == ErrorCode::Schema001);
  CHECK(std::string(unknown.what()) == "Invalid separator style: foo\\n");
  for (const std::optional<std::string>& missing : {std::optional<std::string>(), {""}}) {
    const Error error = failure_of([&] { Separator("custom", missing); });
    CHECK(error.code() == ErrorCode::Schema001);
    CHECK(std::string(error.what()) == "Custom separator style requires custom_template");
  }
  CHECK(is_separator_style("mysql"));
  CHECK_FALSE(is_separator_style("MySQL"));
  CHECK_FALSE(is_separator_style(""));
}

TEST_CASE("a path that would break out of the separator is refused") {
  const Separator block("block_comment", std::nullopt);
  const Separator line("line_comment", std::nullopt);
  const Separator custom("custom", "/* {file_path} */");
  for (const std::string& path : std::vector<std::string>{"n\nl.sql",
                                                          "r\rl.sql",
                                                          "\x1b[2J",
                                                          "\x7f",
                                                          std::string("\0", 1),
                                                          "tab\t.sql",
                                                          "bad\xFF"}) {
    for (const Separator* separator : {&block, &line, &custom}) {
      const Error error = failure_of([&] { separator->require_safe(path); });
      CHECK(error.code() == ErrorCode::Schema001);
      CHECK(contains(error.what(), printable(path)));
    }
  }
  CHECK_THROWS_AS(block.require_safe("x*/y.sql"), Error);
  CHECK_NOTHROW(line.require_safe("x*/y.sql"));
  CHECK_NOTHROW(block.require_safe("a b/é'\"\\ü.sql"));
}

// Recorded from Python: template.format(file_path=PurePosixPath(path)).
TEST_CASE("a template is filled in as Python fills it in") {
  struct Example {
    std::string text;
    std::string path;
    std::string result;
  };
  const std::array<Example, 33> examples = {{
      {"-- {file_path}", "x/a.sql", "-- x/a.sql"},
      {"", "a", ""},
      {"no field", "a", "no field"},
      {"{{}}", "a", "{}"},
      {"{{{file_path}}}", "a", "{a}"},
      {"{file_path!s}", "x/a", "x/a"},
      {"{file_path!s:>6}", "x/a", "   x/a"},
      {"{file_path!s:}", "x/a", "x/a"},
      {"{file_path:}", "x/a", "x/a"},
      {"{file_path.name}", "x/a.tar.gz", "a.tar.gz"},
      {"{file_path.stem}", "x/a.tar.gz", "a.tar"},
      {"{file_path.suffix}", "x/a.tar.gz", ".gz"},
      {"{file_path.parent}", "x/y/a", "x/y"},
      {"{file_path.parent}", "a", "."},
      {"{file_path.stem}|{file_path.suffix}", ".hidden", ".hidden|"},
      {"{file_path.stem}|{file_path.suffix}", "a.", "a.|"},
      {"{file_path.stem}|{file_path.suffix}", "a..sql", "a.|.sql"},
      {"{file_path.stem}|{file_path.suffix}", "none", "none|"},
      {"{file_path.name:^7}", "ab", "  ab   "},
      {"{file_path.name:>3}", "abcd", "abcd"},
      {"{file_path.name:5}|", "ab", "ab   |"},
      {"{file_path.name:é<4}", "ab", "abéé"},
      {"{file_path.name:*^7.3}", "abcdef", "**abc**"},
      {"{file_path.name:.2}", "日本語", "日本"},
      {"{file_path.name:4}|", "日本", "日本  |"},
      {"{file_path.name:05}", "ab", "ab000"},
      {"{file_path.name:<05}", "ab", "ab000"},
      {"{file_path.name:>05}", "ab", "000ab"},
      {"{file_path.name:x<05}", "ab", "abxxx"},
      {"{file_path.name:.0}", "ab", ""},
      {"{file_path.name:3s}|", "ab", "ab |"},
      {"{file_path.parent!s:>4}", "x/a", "   x"},
      {"{file_path.name:<<4}", "ab", "ab<<"},
  }};
  for (const Example& example : examples) {
    CAPTURE(example.text);
    CAPTURE(example.path);
    CHECK(formatted(example.text, example.path) == example.result);
  }
}

// Python refuses the first rows as well; the others are left out on purpose.
TEST_CASE("a template with anything else is refused") {
  const std::vector<std::string> refused = {
      "{",
      "}",
      "{file_path",
      "a } b",
      "{}",
      "{0}",
      "{other}",
      "{ file_path}",
      "{file_path }",
      "{file_path:>40}",
      "{file_path.parent:>4}",
      "{file_path.absent}",
      "{file_path.name:=5}",
      "{file_path.name:d}",
      "{file_path.name:+5}",
      "{file_path.name:,}",
      "{file_path.name:.}",
      "{file_path.name:z5}",
      "{file_path!x}",
      "{file_path!}",
      "{file_path!s }",
      "{file_path.name:{<4}}",
      "{file_path.name:{<4}",
      "{file_path.name:{width}}",
      "{file_path.name:99999999999999999999}",
      "{file_path!r}",
      "{file_path!a}",
      "{file_path.parent.name}",
      "{file_path.parts[0]}",
      "{file_path.name:1000000000}",
  };
  for (const std::string& text : refused) {
    CAPTURE(text);
    const Error error = failure_of([&] { SeparatorTemplate{text}; });
    CHECK(error.code() == ErrorCode::Config001);
  }
}

} // namespace
} // namespace confiture
