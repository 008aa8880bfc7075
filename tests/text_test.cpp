#include "naive_text.hpp"
#include "random.hpp"
#include "text.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace confiture {
namespace {

using testing::Random;
using Pieces = std::vector<std::string>;

std::string check_utf8(const Pieces& pieces) {
  text::Utf8Check check;
  std::optional<text::Utf8Fault> fault;
  for (const std::string& piece : pieces) {
    fault = check.take(piece);
    if (fault) {
      break;
    }
  }
  if (!fault) {
    fault = check.finish();
  }
  return fault ? std::to_string(fault->offset) + " " + std::to_string(fault->byte) + " " +
                     std::string(fault->cause)
               : "ok";
}

// Recorded from Python: bytes.decode() and UnicodeDecodeError's start, byte and reason.
TEST_CASE("bytes that are not UTF-8 are reported as Python reports them") {
  struct Example {
    std::string bytes;
    std::string answer;
  };
  const std::array<Example, 18> examples = {{
      {"", "ok"},
      {"abc é 日 😀", "ok"},
      {"\xEF\xBB\xBF", "ok"},
      {"\xF4\x8F\xBF\xBF", "ok"},
      {"a\xFF", "1 255 invalid start byte"},
      {"\x80", "0 128 invalid start byte"},
      {"\xC0\x80", "0 192 invalid start byte"},
      {"\xC1\xBF", "0 193 invalid start byte"},
      {"\xF5\x80\x80\x80", "0 245 invalid start byte"},
      {"\xC3x", "0 195 invalid continuation byte"},
      {"\xE0\x9F\x80", "0 224 invalid continuation byte"},
      {"\xED\xA0\x80", "0 237 invalid continuation byte"},
      {"\xF0\x8F\xBF\xBF", "0 240 invalid continuation byte"},
      {"\xF4\x90\x80\x80", "0 244 invalid continuation byte"},
      {"ab\xE2\x82x", "2 226 invalid continuation byte"},
      {"ab\xE2\x82", "2 226 unexpected end of data"},
      {"\xC3", "0 195 unexpected end of data"},
      {std::string(130, 'a') + "\xC3(", "130 195 invalid continuation byte"},
  }};
  for (const Example& example : examples) {
    CAPTURE(example.answer);
    CHECK(check_utf8({example.bytes}) == example.answer);
  }
}

TEST_CASE("the UTF-8 check agrees with the grammar however the file is cut") {
  constexpr std::uint32_t seed = 4;
  Random random(seed);
  const Pieces alphabet = {"a",
                           "\x7F",
                           "\x80",
                           "\x8F",
                           "\x90",
                           "\x9F",
                           "\xA0",
                           "\xBF",
                           "\xC1",
                           "\xC2",
                           "\xDF",
                           "\xE0",
                           "\xE1",
                           "\xED",
                           "\xEF",
                           "\xF0",
                           "\xF1",
                           "\xF4",
                           "\xF5",
                           "\xFF",
                           "é",
                           "日",
                           "😀",
                           std::string(63, 'x'),
                           std::string(64, 'y')};
  for (int round = 0; round < 20'000; ++round) {
    const std::string bytes = random.text(alphabet, 7);
    const std::string expected = testing::naive_utf8(bytes);
    CAPTURE(seed);
    CAPTURE(round);
    REQUIRE(check_utf8({bytes}) == expected);
    REQUIRE(check_utf8(random.cut(bytes)) == expected);
  }
}

std::string translate(const Pieces& pieces) {
  text::NewlineTranslation translation;
  std::string out;
  for (std::string piece : pieces) {
    const bool concerned = translation.concerns(piece);
    const std::string before = piece;
    piece.resize(translation.translate(piece.data(), piece.size()));
    REQUIRE((concerned || piece == before));
    out += piece;
  }
  return out;
}

// Reference, section 5.
TEST_CASE("only carriage returns are translated") {
  CHECK(translate({"a\r\nb\rc\nd"}) == "a\nb\nc\nd");
  CHECK(translate({"\r\r\n\r"}) == "\n\n\n");
  CHECK(translate({"a\r", "\nb"}) == "a\nb");
  CHECK(translate({"a\r", "b"}) == "a\nb");
  CHECK(translate({"a\r", "\r\n"}) == "a\n\n");
  const std::string kept("nul\0 \v\f\xC2\x85\xE2\x80\xA8", 11);
  CHECK(translate({kept}) == kept);
}

TEST_CASE("newline translation agrees with the rule however the file is cut") {
  constexpr std::uint32_t seed = 5;
  Random random(seed);
  for (int round = 0; round < 20'000; ++round) {
    const std::string text = random.text({"\r", "\n", "\r\n", "a", "bc"}, 10);
    const std::string expected = testing::naive_newlines(text);
    CAPTURE(seed);
    CAPTURE(round);
    REQUIRE(translate({text}) == expected);
    REQUIRE(translate(random.cut(text)) == expected);
  }
}

using Line = std::optional<std::uint64_t>;

Line open_comment(const Pieces& pieces) {
  text::CommentScan scan;
  for (const std::string& piece : pieces) {
    scan.take(piece);
  }
  return scan.open_line();
}

// Reference, section 6.
TEST_CASE("a block comment is open until it is closed") {
  struct Example {
    std::string text;
    Line line;
  };
  const std::array<Example, 16> examples = {{
      {"", {}},
      {"SELECT 1;\n", {}},
      {"/* a */", {}},
      {"\n/*", 2},
      {"/* a\n/* b\n", 2}, // opens again: the line moves
      {"/* /* */", {}},    // nothing nests
      {"/*/", 1},          // the star is used up
      {"/*/ */", {}},
      {"/**/", {}},
      {"/* */ */ /*", 1},
      {"*/ /*", 1},
      {"*/*", 1},     // outside a comment nothing closes, so the slash may open
      {"/* */*", {}}, // inside it is used up
      {"-- /*\n", 1},
      {"'/*'", 1},
      {"/\n*", {}},
  }};
  for (const Example& example : examples) {
    CAPTURE(example.text);
    CHECK(open_comment({example.text}) == example.line);
  }
}

TEST_CASE("the comment scan agrees with the reference however the file is cut") {
  constexpr std::uint32_t seed = 6;
  Random random(seed);
  for (int round = 0; round < 40'000; ++round) {
    const std::string text = random.text({"/", "*", "\n", "a", "/*", "*/"}, 10);
    const Line expected = testing::naive_open_comment(text);
    CAPTURE(seed);
    CAPTURE(text);
    REQUIRE(open_comment({text}) == expected);
    REQUIRE(open_comment(random.cut(text)) == expected);
  }
}

TEST_CASE("the comment scan counts the newlines of all pieces") {
  text::CommentScan scan;
  scan.take("a\n/*\n");
  scan.take("");
  scan.take("\n*/");
  CHECK(scan.newlines() == 3);
}

} // namespace
} // namespace confiture
