#include "failure.hpp"
#include "path.hpp"
#include "random.hpp"
#include "support.hpp"

#include <doctest/doctest.h>

#include <array>
#include <filesystem>

namespace confiture {
namespace {

using testing::make_symlink;
using testing::TemporaryDirectory;
using testing::write_file;

// Recorded from Python: str(PurePosixPath(path)).
TEST_CASE("a plain path is spelled as pathlib spells it") {
  struct Example {
    std::string path;
    std::string plain;
  };
  const std::array<Example, 13> examples = {{
      {"", "."},
      {".", "."},
      {"./", "."},
      {"/", "/"},
      {"///", "/"},
      {"a//b", "a/b"},
      {"a/./b/", "a/b"},
      {"./a", "a"},
      {"a/..", "a/.."},
      {"../a", "../a"},
      {"/../a", "/../a"},
      {"///a", "/a"},
      {"//a", "//a"}, // exactly two slashes stay, as POSIX has it
  }};
  for (const Example& example : examples) {
    CAPTURE(example.path);
    CHECK(path::plain(example.path) == example.plain);
  }
}

// Recorded from Python: str(PurePosixPath(head) / tail).
TEST_CASE("an absolute tail replaces the head of a join") {
  struct Example {
    std::string head;
    std::string tail;
    std::string joined;
  };
  const std::array<Example, 8> examples = {{
      {"a", "b", "a/b"},
      {"a/", "./b/", "a/b"},
      {".", "b", "b"},
      {"", "b", "b"},
      {"a", "", "a"},
      {"a", "/b", "/b"},
      {"/", "b", "/b"},
      {"a", "../b", "a/../b"},
  }};
  for (const Example& example : examples) {
    CAPTURE(example.joined);
    CHECK(path::join(example.head, example.tail) == example.joined);
  }
}

TEST_CASE("a label is seen from the directory if the file lies there") {
  CHECK(path::label("/p/link.sql", "/p/db/a.sql", "/p") == "db/a.sql");
  CHECK(path::label("/p/link.sql", "/shared/a.sql", "/p") == "/p/link.sql");
  CHECK(path::label("/q", "/p", "/p") == ".");
}

TEST_CASE("an absolute path keeps what only the file system can tell") {
  const std::string here = std::filesystem::current_path();
  CHECK(path::absolute("a/../b") == here + "/a/../b");
  CHECK(path::absolute(".") == here);
  CHECK(path::absolute("/x/./y/..") == "/x/y/..");
}

TEST_CASE("resolving follows links before it goes up") {
  const TemporaryDirectory directory;
  const std::string root = directory.path();
  write_file(root + "/real/deep/file", "");
  make_symlink("real/deep", root + "/link");
  make_symlink(root + "/link", root + "/absolute");
  make_symlink("file", root + "/real/deep/alias");
  make_symlink("nowhere/at/all", root + "/dangling");

  CHECK(path::resolve(root + "/link/file") == root + "/real/deep/file");
  CHECK(path::resolve(root + "/link/..") == root + "/real");
  CHECK(path::resolve(root + "/absolute/alias") == root + "/real/deep/file");
  CHECK(path::resolve(root + "/dangling") == root + "/nowhere/at/all");
  CHECK(path::resolve(root + "/absent/../real") == root + "/real");
  CHECK(path::resolve(root + "/absent/x") == root + "/absent/x");
  CHECK(path::resolve("/../..") == "/");
}

TEST_CASE("a loop of links is refused by name") {
  const TemporaryDirectory directory;
  const std::string root = directory.path();
  make_symlink("b", root + "/a");
  make_symlink("a", root + "/b");
  const Error error = testing::failure_of([&] { path::resolve(root + "/a/file"); });
  CHECK(error.code() == ErrorCode::Schema001);
  CHECK(testing::contains(error.what(), root + "/a/file"));
}

TEST_CASE("a chain of forty links is no loop") {
  const TemporaryDirectory directory;
  const std::string root = directory.path();
  write_file(root + "/0", "");
  for (int i = 1; i <= 40; ++i) {
    make_symlink(std::to_string(i - 1), root + "/" + std::to_string(i));
  }
  CHECK(path::resolve(root + "/40") == root + "/0");
}

TEST_CASE("a directory holds itself and what is below it but not its namesakes") {
  CHECK(path::is_within("/a/b", "/a"));
  CHECK(path::is_within("/a", "/a"));
  CHECK(path::is_within("/a", "/"));
  CHECK_FALSE(path::is_within("/ab", "/a"));
  CHECK_FALSE(path::is_within("/", "/a"));
  CHECK(path::relative("/a/b/c", "/a") == "b/c");
  CHECK(path::relative("/a/b", "/") == "a/b");
  CHECK(path::relative("/a", "/a").empty());
}

TEST_CASE("a path splits into parent and name and components") {
  CHECK(path::file_name("/a/b.sql") == "b.sql");
  CHECK(path::file_name("b.sql") == "b.sql");
  CHECK(path::parent("/a/b") == "/a");
  CHECK(path::parent("/a") == "/");
  CHECK(path::parent("a") == ".");
  CHECK(path::components("/a/b/c") == std::vector<std::string_view>{"a", "b", "c"});
  CHECK(path::components("/").empty());
}

TEST_CASE("the common directory is the deepest that holds all") {
  CHECK(path::common_directory({"/a/b/c", "/a/b/d"}) == "/a/b");
  CHECK(path::common_directory({"/a/b", "/a/bc"}) == "/a"); // components, not characters
  CHECK(path::common_directory({"/a/b", "/a"}) == "/a");
  CHECK(path::common_directory({"/a", "/b"}) == "/");
  CHECK(path::common_directory({"/a/b"}) == "/a/b");
}

TEST_CASE("a random path and its plain spelling name the same components") {
  constexpr std::uint32_t seed = 3;
  testing::Random random(seed);
  for (int round = 0; round < 2000; ++round) {
    const std::string written = random.text({"a", "/", ".", "..", "b c"}, 8);
    const std::string plain = path::plain(written);
    CAPTURE(seed);
    CAPTURE(written);
    REQUIRE(path::plain(plain) == plain);
    REQUIRE(path::components(plain) == path::components(written));
    REQUIRE(plain.starts_with('/') == written.starts_with('/'));
    REQUIRE_FALSE(plain.empty());
  }
}

TEST_CASE("only what is there exists and a link to a directory is one") {
  const TemporaryDirectory directory;
  const std::string root = directory.path();
  write_file(root + "/file", "");
  make_symlink(".", root + "/link");
  make_symlink("nowhere", root + "/dangling");
  CHECK(path::exists(root + "/file"));
  CHECK_FALSE(path::is_directory(root + "/file"));
  CHECK(path::is_directory(root + "/link"));
  CHECK_FALSE(path::exists(root + "/dangling"));
}

} // namespace
} // namespace confiture
