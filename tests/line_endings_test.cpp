#include "digest.hpp"
#include "line_endings.hpp"
#include "random.hpp"
#include "support.hpp"

#include <doctest/doctest.h>

#include <string>
#include <sys/stat.h>
#include <vector>

namespace confiture {
namespace {

using testing::Random;
using testing::write_file;

std::string ending_in(const std::string& end, const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) {
    text += line + end;
  }
  return text;
}

TEST_CASE("line endings alone are told in every direction, nothing else is") {
  const testing::TemporaryDirectory directory;
  const std::string path = directory.path() / "a.sql";
  Random random(1);
  const std::vector<std::string> ends = {"\n", "\r\n", "\r"};
  for (int round = 0; round < 100; ++round) {
    CAPTURE(round);
    std::vector<std::string> lines;
    for (std::size_t i = 1 + random.below(5); i > 0; --i) {
      lines.push_back(random.text({"a", " ", "\xFF", "é"}, 5));
    }
    for (const std::string& before : ends) {
      for (const std::string& after : ends) {
        write_file(path, ending_in(after, lines));
        CHECK(differs_in_line_endings(path, sha256(ending_in(before, lines))));
        CHECK_FALSE(differs_in_line_endings(path, sha256(ending_in(before, lines) + "x")));
        CHECK_FALSE(differs_in_line_endings(path, sha256(ending_in(before, lines) + before)));
      }
    }
  }
}

TEST_CASE("endings that become one kind are told, those that were mixed are not") {
  const testing::TemporaryDirectory directory;
  const std::string path = directory.path() / "a.sql";
  write_file(path, "a\r\nb\nc\rd");
  CHECK(differs_in_line_endings(path, sha256("a\nb\nc\nd")));
  CHECK(differs_in_line_endings(path, sha256("a\r\nb\r\nc\r\nd")));
  CHECK_FALSE(differs_in_line_endings(path, sha256("a\nb\r\nc\rd")));
}

TEST_CASE("line endings are told of large files, wherever a piece ends") {
  const testing::TemporaryDirectory directory;
  const std::string path = directory.path() / "a.sql";
  for (const std::size_t size : {1'048'575U, 1'048'576U}) {
    CAPTURE(size);
    const std::vector<std::string> lines = {std::string(size, 'x'), std::string(size, 'y'), "z"};
    write_file(path, ending_in("\r\n", lines));
    CHECK(differs_in_line_endings(path, sha256(ending_in("\n", lines))));
    CHECK(differs_in_line_endings(path, sha256(ending_in("\r", lines))));
    write_file(path, ending_in("\r", lines));
    CHECK(differs_in_line_endings(path, sha256(ending_in("\r\n", lines))));
  }
}

TEST_CASE("what cannot be read does not differ in line endings") {
  const testing::TemporaryDirectory directory;
  const std::string path = directory.path() / "a.sql";
  CHECK_FALSE(differs_in_line_endings(path, sha256("")));
  REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  CHECK_FALSE(differs_in_line_endings(path, sha256("")));
  CHECK_FALSE(differs_in_line_endings(directory.path(), sha256("")));
}

} // namespace
} // namespace confiture
