#include "random.hpp"
#include "sql_scanner.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace confiture {
namespace {

using Kind = SqlTokenKind;
using Tokens = std::vector<std::pair<Kind, std::string>>;

Tokens tokens_of(std::string_view text) {
  Tokens tokens;
  SqlScanner scanner(text);
  for (SqlToken token{}; scanner.next(token);) {
    tokens.emplace_back(token.kind, text.substr(token.begin, token.end - token.begin));
  }
  return tokens;
}

/// The only token of a text, which it has to be.
Kind kind_of(std::string_view text) {
  const Tokens tokens = tokens_of(text);
  REQUIRE(tokens.size() == 1);
  CHECK(tokens.front().second == text);
  return tokens.front().first;
}

bool ends_open(std::string_view text) {
  SqlScanner scanner(text);
  SqlToken token{};
  while (scanner.next(token)) {
  }
  return token.is_open;
}

} // namespace

TEST_CASE("words, numbers, parameters and operators of SQL") {
  CHECK(kind_of("sélect_1$") == Kind::Word);
  CHECK(kind_of("\"a \"\" b\"") == Kind::QuotedIdentifier);
  CHECK(kind_of("U&\"d\\0061t\"") == Kind::QuotedIdentifier);
  CHECK(kind_of("$12") == Kind::Parameter);
  CHECK(kind_of("<@>") == Kind::Operator);
  for (const char* number : {"1", "1.5e-3", ".5", "1.", "1e10", "0xFF", "1_000", "1E+5"}) {
    CHECK(kind_of(number) == Kind::Number);
  }
  CHECK(tokens_of("1..10") ==
        Tokens{{Kind::Number, "1"}, {Kind::Symbol, "."}, {Kind::Number, ".10"}});
  CHECK(tokens_of("a::b;") == Tokens{{Kind::Word, "a"},
                                     {Kind::Symbol, ":"},
                                     {Kind::Symbol, ":"},
                                     {Kind::Word, "b"},
                                     {Kind::Symbol, ";"}});
}

TEST_CASE("strings of SQL in all their spellings") {
  for (const char* string : {"'a''b'",
                             "'a\\'",
                             "E'a\\'b'",
                             "e'\\\\'",
                             "B'01'",
                             "x'1F'",
                             "U&'\\0061'",
                             "N'a'",
                             "'a'\n'b'",
                             "'a' -- c\n -- d\n 'b'",
                             "''"}) {
    CAPTURE(string);
    CHECK(kind_of(string) == Kind::String);
  }
  CHECK(tokens_of("'a' 'b'").size() == 2);
  CHECK(tokens_of("'a' /* c */ \n 'b'").size() == 3);
  for (const char* string : {"$$a$b$$", "$é$ $$ $é$", "$$$$", "$a$ $A$ $a$"}) {
    CHECK(kind_of(string) == Kind::DollarString);
  }
  CHECK(tokens_of("a$$b$$") == Tokens{{Kind::Word, "a$$b$$"}});
  CHECK(tokens_of("$a") == Tokens{{Kind::Symbol, "$"}, {Kind::Word, "a"}});
}

TEST_CASE("comments of SQL nest, and end operators") {
  CHECK(kind_of("/* a /* b */ c */") == Kind::BlockComment);
  CHECK(kind_of("/*/ */") == Kind::BlockComment);
  CHECK(kind_of("/***/") == Kind::BlockComment);
  CHECK(tokens_of("--a\rb") == Tokens{{Kind::LineComment, "--a"}, {Kind::Word, "b"}});
  CHECK(tokens_of("1+-- a") ==
        Tokens{{Kind::Number, "1"}, {Kind::Operator, "+"}, {Kind::LineComment, "-- a"}});
  CHECK(tokens_of("@/* a */") == Tokens{{Kind::Operator, "@"}, {Kind::BlockComment, "/* a */"}});
  CHECK(tokens_of("'/*'") == Tokens{{Kind::String, "'/*'"}});
}

TEST_CASE("what a text of SQL leaves open is told") {
  for (const char* text :
       {"'a", "'a'\n'b", "E'\\'", "\"a", "$$a$", "/* /* */", "$a$ $A$", "'a''"}) {
    CAPTURE(text);
    CHECK(ends_open(text));
  }
  for (const char* text : {"'a'", "-- '", "$$'$$", "\"'\"", "/* ' */", ""}) {
    CHECK_FALSE(ends_open(text));
  }
}

TEST_CASE("tokens of random SQL are in order, and only blanks are between them") {
  testing::Random random(1);
  const std::vector<std::string> pieces = {"'", "\"", "$",    "$a$", "a",  "e",  "1",  ".",
                                           "-", "*",  "/",    "\\",  "\n", " ",  "\r", ";",
                                           "(", "é",  "\xFF", "u&",  "+",  "--", "/*", "*/"};
  for (int round = 0; round < 20'000; ++round) {
    const std::string text = random.text(pieces, 12);
    CAPTURE(text);
    SqlScanner scanner(text);
    std::size_t end = 0;
    bool is_open = false;
    for (SqlToken token{}; scanner.next(token);) {
      REQUIRE(token.begin >= end);
      REQUIRE(token.end > token.begin);
      REQUIRE(token.end <= text.size());
      REQUIRE_FALSE(is_open);
      REQUIRE(text.substr(end, token.begin - end).find_first_not_of(" \t\n\v\f\r") ==
              std::string::npos);
      end = token.end;
      is_open = token.is_open;
    }
    REQUIRE(text.find_first_not_of(" \t\n\v\f\r", end) == std::string::npos);
  }
}

} // namespace confiture
