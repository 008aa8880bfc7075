#include "failure.hpp"
#include "glob.hpp"
#include "glob_class.hpp"
#include "naive_glob.hpp"
#include "random.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <vector>

namespace confiture {
namespace {

using testing::NaiveGlob;
using testing::Random;

struct Example {
  std::string pattern;
  std::string path;
  bool matches;
};

void check_matches(const std::vector<Example>& examples) {
  for (const Example& example : examples) {
    CAPTURE(example.pattern);
    CAPTURE(example.path);
    CHECK(Glob(example.pattern).matches(example.path) == example.matches);
  }
}

// Reference, section 3. Every row recorded from confiture.core.path_globs.matches.
TEST_CASE("a pattern without a slash takes a name at any depth") {
  check_matches({
      {"*.sql", "a.sql", true},
      {"*.sql", "x/y/a.sql", true},
      {"*.sql", "a.sql.bak", false},
      {"*.sql", "A.SQL", false},
      {"tables", "tables", true},
      {"tables", "tables/a.sql", false}, // unlike gitignore
      {"*", ".hidden", true},
      {"?", "é", true},
      {"??", "é", false},
      {"{a,b}", "a", false},
      {"{a,b}", "{a,b}", true},
      {"a\\*", "a\\b", true}, // no escapes: a backslash is a backslash
      {"a.b", "axb", false},
  });
}

TEST_CASE("a pattern with a slash is anchored at the directory") {
  check_matches({
      {"x/*.sql", "x/a.sql", true},
      {"x/*.sql", "y/x/a.sql", false},
      {"x/*.sql", "x/y/a.sql", false},
      {"/a.sql", "a.sql", true},
      {"/a.sql", "x/a.sql", true}, // the slash goes first, and then none is left
      {"/x/a.sql", "x/a.sql", true},
      {"//x/a.sql", "x/a.sql", false},
      {"x/", "x/a.sql", true},
      {"x/", "x/y/a.sql", true},
      {"x/", "x", false},
      {"x/", "y/x/a.sql", false},
      {"x//a", "x/a", false},
      {"x//a", "x//a", true},
      {"./a", "a", false},
  });
}

TEST_CASE("two stars are any number of components") {
  check_matches({
      {"**/*.sql", "a.sql", true},
      {"**/*.sql", "x/y/a.sql", true},
      {"x/**/a", "x/a", true},
      {"x/**/a", "x/y/z/a", true},
      {"x/**/a", "x/ya", false},
      {"x/**/**/a", "x/a", true},
      {"x/**", "x/a/b", true},
      {"x/**", "x/", true},
      {"x/**", "x", false},
      {"**/x/**", "a/x/b", true},
      {"**/x/**", "x/b", true},
      {"**/x/**", "a/x", false},
      {"**", "a/b", true},
      {"a**b", "axyb", true}, // within a component two stars are one
      {"a**b", "ax/yb", false},
      {"***", "a", true},
      {"***/a", "x/y/a", false},
  });
}

TEST_CASE("a newline in a path is anything but the rest of a directory") {
  check_matches({
      {"x/", "x/n\nl.sql", false},
      {"x/**", "x/n\nl.sql", false},
      {"x/*", "x/n\nl.sql", true},
      {"**/*.sql", "n\nl/a.sql", true},
      {"*", "a\n", true},
      {"a", "a\n", false},
  });
}

TEST_CASE("white space around a pattern is not part of it") {
  check_matches({
      {"  *.sql\t\n", "a.sql", true},
      {"\xC2\xA0*.sql\xE3\x80\x80", "a.sql", true},
      {"a b", "a b", true},
      {"x /a", "x /a", true},
      {"", "a", false},
      {"", "", false},
      {"   ", "a", false},
      {"/", "a", false},
      {" / ", "a", false},
  });
}

TEST_CASE("a class is that of a regular expression in Python") {
  check_matches({
      {"[abc].sql", "b.sql", true},
      {"[abc].sql", "d.sql", false},
      {"[a-c]", "b", true},
      {"[!a]", "b", true},
      {"[!a]", "a", false},
      {"[^a]", "b", true},
      {"[]a]", "]", true},
      {"[!]a]", "]", false},
      {"[!]a]", "b", true},
      {"[a-]", "-", true},
      {"[-a]", "-", true},
      {"[a", "[a", true}, // never closed: a bracket
      {"[!a", "[!a", true},
      {"[]", "[]", true},
      {"[[:alpha:]]", "a]", true}, // no POSIX classes
      {"[[:alpha:]]", "b]", false},
      {"[\\d]", "7", true},
      {"[\\d]", "d", false},
      {"[\\D]", "d", true},
      {"[\\w-]", "-", true},
      {"[é-ü]", "ö", true},
      {"[\\x41-C]", "B", true},
      {"[\\u00e9]", "é", true},
      {"[\\101]", "A", true},
      {"[*?]", "x", false},
      {"[*?]", "*", true},
      {"x[!q]a.sql", "x/a.sql", true}, // a negated class takes the slash
      {"x[+-9]a.sql", "x/a.sql", true},
      {"[!a]", "\n", true},
  });
}

TEST_CASE("a class that Python refuses is an error") {
  for (const std::string pattern :
       {"[z-a]", "[\\d-a]", "[a-\\d]", "[\\q]", "[\\x4]", "[\\8]", "[\\400]", "[\\]"}) {
    CAPTURE(pattern);
    const Error error = testing::failure_of([&] { static_cast<void>(Glob(pattern).matches("a")); });
    CHECK(error.code() == ErrorCode::Config001);
    CHECK(testing::contains(error.what(), pattern));
  }
}

TEST_CASE("a pattern that climbs is an error when it is first tried") {
  for (const std::string pattern : {"../x", "a/../b", "..", "a/.."}) {
    CAPTURE(pattern);
    const Glob glob(pattern); // no error yet
    const Error error = testing::failure_of([&] { static_cast<void>(glob.matches("a")); });
    CHECK(error.code() == ErrorCode::Config001);
    CHECK(std::string(error.what()) ==
          "Include/exclude pattern '" + std::string(pattern) + "' contains '..'");
    CHECK_FALSE(error.hint().empty());
  }
  CHECK_FALSE(Glob("..a/b..").matches("a"));
}

TEST_CASE("a pattern remembers how it was written") {
  CHECK(Glob("  x/ ").pattern() == "  x/ ");
}

TEST_CASE("a byte that is not UTF-8 is one character") {
  CHECK(Glob("?").matches("\xFF"));
  CHECK_FALSE(Glob("?").matches("\xFF\xFE"));
  CHECK(Glob("a\xFF*").matches("a\xFF\xC3"));
  CHECK_FALSE(Glob("\xFE").matches("\xFF"));
  CHECK(Glob("[!a]").matches("\xFF"));
}

TEST_CASE("matching agrees with trying everything") {
  constexpr std::uint32_t seed = 7;
  Random random(seed);
  const std::vector<std::string> pattern_pieces = {
      "a", "b", "*", "?", "/", "**", "**/", "/**", "[ab]", "[!a]", "[]b]", "[--/]", " ", "."};
  const std::vector<std::string> path_pieces = {"a", "b", "c", "/", ".", "-", "]", " ", "\n"};
  int matched = 0;
  for (int round = 0; round < 60'000; ++round) {
    const std::string pattern = random.text(pattern_pieces, 6);
    const std::string path = random.text(path_pieces, 7);
    CAPTURE(seed);
    CAPTURE(pattern);
    CAPTURE(path);
    try {
      const bool expected = NaiveGlob(pattern).matches(path);
      REQUIRE(Glob(pattern).matches(path) == expected);
      matched += expected ? 1 : 0;
    } catch (const NaiveGlob::Refused&) {
      REQUIRE_THROWS_AS(static_cast<void>(Glob(pattern).matches(path)), Error);
    }
  }
  CHECK(matched > 3'000); // else the inputs say little
}

// Reference, section 12. A matcher that tries everything would not come back.
TEST_CASE("many stars over a long path need no more than a pass") {
  std::string path;
  for (int i = 0; i < 2'000; ++i) {
    path += "a/";
  }
  CHECK_FALSE(Glob("**/**/a/**/a/**/a/**/a/**/a/**/a/**/b").matches(path + "a"));
  CHECK(Glob("**/a/**/a/**/a/**/a/**/a/**/a/**/b").matches(path + "b"));
  const std::string name(5'000, 'a');
  CHECK_FALSE(Glob("*a*a*a*a*a*a*a*a*a*a*b").matches(name));
}

TEST_CASE("a pattern longer than a word of bits matches as a short one does") {
  for (const std::size_t length : {62U, 63U, 64U, 65U, 127U, 128U, 129U, 200U}) {
    const std::string name(length, 'x');
    CAPTURE(length);
    CHECK(Glob("d/" + name).matches("d/" + name));
    CHECK_FALSE(Glob("d/" + name).matches("d/" + name + "x"));
    CHECK(Glob(name + "/**/*" + name).matches(name + "/a/b/" + name + name));
    CHECK(Glob("**/" + name + "/**/y*").matches("a/" + name + "/y"));
    CHECK_FALSE(Glob("**/" + name + "/**/y*").matches("a/" + name + "y"));
  }
}

// Recorded from Python: re.fullmatch('[' + content + ']', character).
TEST_CASE("a class holds its ranges and sets and escapes") {
  struct Member {
    std::string content;
    std::string inside;
    std::string outside;
  };
  const std::array<Member, 10> members = {{
      {"a-c", "abc", "d-"},
      {"^a-c", "d-", "abc"},
      {"a^", "a^", "b"},
      {"a-c-e", "abc-e", "d"},
      {"\\]-a", "]^_`a", "\\b"},
      {"\\s", " \t\n\f\x1f", "a_"},
      {"\\W", "- ", "a_0"},
      {"\\a\\b\\f\\v", "\a\b\f\v", "ab"},
      {"\\-\\.\\/", "-./", "\\"},
      {"\\0", "", "0\\"},
  }};
  for (const Member& member : members) {
    CAPTURE(member.content);
    const CharacterClass parsed = CharacterClass::parse(member.content);
    for (const char c : std::string_view(member.inside)) {
      CHECK(parsed.contains(static_cast<unsigned char>(c)));
    }
    for (const char c : std::string_view(member.outside)) {
      CHECK_FALSE(parsed.contains(static_cast<unsigned char>(c)));
    }
  }
  CHECK(CharacterClass::parse("\\0").contains(0));
  CHECK_THROWS_AS(CharacterClass::parse("a\\"), BadCharacterClass);
}

} // namespace
} // namespace confiture
