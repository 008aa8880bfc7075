#include "bundle_file.hpp"
#include "digest.hpp"
#include "failure.hpp"
#include "header.hpp"
#include "support.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <sys/stat.h>

namespace confiture {
namespace {

namespace fs = std::filesystem;
using testing::contains;
using testing::failure_of;
using testing::write_file;

const std::string time_of_test = "2026-01-02T03:04:05.678901";

std::string bundle(std::string_view body, std::size_t file_count = 3) {
  return header("local", time_of_test, sha256(body), file_count) + std::string(body);
}

TEST_CASE("what is read of a header is what was written") {
  for (const std::string environment : {"local", "a b", "é", "-- Generated: x", "--", "0"}) {
    for (const std::size_t file_count : {std::size_t{0}, std::size_t{1}, std::size_t{1'234'567}}) {
      CAPTURE(environment);
      const std::string text = header(environment, time_of_test, sha256("x"), file_count);
      for (const std::string body : {"", "\n/* =", "-- Environment: other\n"}) {
        const auto parsed = parse_header(text + body);
        REQUIRE(parsed);
        CHECK(parsed->environment == environment);
        CHECK(parsed->time == time_of_test);
        CHECK(parsed->body_digest == sha256("x"));
        CHECK(parsed->files == file_count);
        CHECK(parsed->size == text.size());
      }
    }
  }
}

TEST_CASE("a header that was touched is none, or one of another environment or time") {
  const std::string text = header("local", time_of_test, sha256("x"), 3);
  for (std::size_t at = 0; at < text.size(); ++at) {
    CAPTURE(at);
    CHECK_FALSE(parse_header(text.substr(0, at)));
    for (const std::string other : {"", "\n", "x", " "}) {
      const std::string touched = text.substr(0, at) + other + text.substr(at + 1);
      const auto parsed = parse_header(touched);
      const bool is_other =
          parsed && (parsed->environment != "local" || parsed->time != time_of_test ||
                     touched == text || parsed->body_digest != sha256("x"));
      CHECK(parsed.has_value() == is_other);
    }
  }
  CHECK_FALSE(parse_header("\xEF\xBB\xBF" + text));
  std::string with_returns;
  for (const char c : text) {
    with_returns += c == '\n' ? "\r\n" : std::string(1, c);
  }
  CHECK_FALSE(parse_header(with_returns));
}

TEST_CASE("a count of files that no program writes is no header") {
  const std::string text = header("local", time_of_test, sha256("x"), 3);
  const std::size_t at = text.find("Included: 3") + 10;
  for (const std::string count : {"", "03", "-3", "+3", "3 ", "x", "99999999999999999999999"}) {
    CAPTURE(count);
    CHECK_FALSE(parse_header(text.substr(0, at) + count + text.substr(at + 1)));
  }
}

TEST_CASE("a bundle is as built if its body is the one that its header names") {
  const testing::TemporaryDirectory directory;
  const std::string path = directory.path() / "b.sql";
  for (const std::size_t size : {0U, 1U, 1'048'000U, 1'048'576U, 3'000'000U}) {
    CAPTURE(size);
    const std::string body(size, 'x');
    const std::string whole = bundle(body);
    write_file(path, whole);
    std::string taken;
    const auto read = read_bundle_file(path, [&](std::string_view piece) { taken += piece; });
    REQUIRE(read);
    CHECK(read->is_as_built());
    CHECK(read->size == whole.size());
    CHECK(read->body_digest == sha256(body));
    CHECK(taken == body);
    write_file(path, whole + " ");
    CHECK_FALSE(read_bundle_file(path)->is_as_built());
    if (size > 0) {
      write_file(path, whole.substr(0, whole.size() - 1));
      CHECK_FALSE(read_bundle_file(path)->is_as_built());
    }
  }
}

TEST_CASE("a file without a header is a body that is not as built") {
  const testing::TemporaryDirectory directory;
  const std::string path = directory.path() / "b.sql";
  for (const std::string text : {"", "select 1;\n", " "}) {
    CAPTURE(text);
    write_file(path, text);
    const auto read = read_bundle_file(path);
    REQUIRE(read);
    CHECK_FALSE(read->header);
    CHECK_FALSE(read->is_as_built());
    CHECK(read->body_digest == sha256(text));
    CHECK(read->size == text.size());
  }
}

TEST_CASE("a bundle that is not there is none, one that cannot be read is an error") {
  const testing::TemporaryDirectory directory;
  const std::string path = directory.path() / "b\n.sql";
  CHECK_FALSE(read_bundle_file(path));
  CHECK_FALSE(read_bundle_file(path + "/below"));
  testing::make_symlink("nowhere", path);
  CHECK_FALSE(read_bundle_file(path));
  fs::remove(path);
  const auto failure = [&] {
    return std::string(failure_of([&] { read_bundle_file(path); }).what());
  };
  REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  CHECK(contains(failure(), "b\\n.sql: it is a named pipe"));
  fs::remove(path);
  fs::create_directory(path);
  CHECK(contains(failure(), "it is a directory"));
  fs::remove(path);
  testing::make_symlink("b\n.sql", path);
  CHECK(contains(failure(), "Too many levels of symbolic links"));
}

} // namespace
} // namespace confiture
