#include "digest.hpp"
#include "failure.hpp"
#include "file.hpp"
#include "support.hpp"
#include <confiture/build.hpp>
#include <confiture/error.hpp>

#include <doctest/doctest.h>

#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <iterator>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace confiture {
namespace {

namespace fs = std::filesystem;
using testing::contains;
using testing::failure_of;
using testing::read_file;
using testing::TemporaryDirectory;
using testing::write_file;

/// One directory of sources, and a place for the output outside of it.
class Project {
public:
  Project() {
    ::setenv("SOURCE_DATE_EPOCH", "0", 1); // every test of this program that needs another sets it
    config.environment = "test";
    config.include_dirs.emplace_back().path = source("");
    config.include_dirs.front().path.pop_back();
    fs::create_directory(config.include_dirs.front().path);
  }

  void add(const std::string& name, std::string_view bytes) const {
    write_file(source(name), bytes);
  }

  [[nodiscard]] std::string source(const std::string& name) const {
    return directory_.path() / "sources" / name;
  }
  [[nodiscard]] std::string output() const { return directory_.path() / "out/schema.sql"; }
  [[nodiscard]] const fs::path& root() const { return directory_.path(); }

  [[nodiscard]] BuildResult build_to(const std::string& output, unsigned jobs = 1) const {
    return build(config,
                 select(config, Scope::Everything),
                 {.output = output, .with_fingerprint = true, .jobs = jobs});
  }
  [[nodiscard]] BuildResult build_it() const { return build_to(output()); }
  [[nodiscard]] Error failure() const {
    return failure_of([&] { static_cast<void>(build_it()); });
  }

  Config config;

private:
  TemporaryDirectory directory_;
};

std::string digest_of(std::string_view bytes) {
  Digest digest;
  digest.update(bytes);
  return digest.finish();
}

// Reference, section 5.
TEST_CASE("the bundle is a header and a body whose digest it names") {
  Project project;
  project.config.separator_style = "line_comment";
  project.add("a.sql", "create table a ();\r\n");
  project.add("x/b.sql", "create table b ();");
  const BuildResult result = project.build_it();
  const std::string bundle = read_file(project.output());
  const std::string rule(42, '=');
  const std::string body =
      "\n-- " + rule + "\n-- File: a.sql\n-- " + rule + "\n\n" + "create table a ();\n" + //
      "\n-- " + rule + "\n-- File: x/b.sql\n-- " + rule + "\n\n" + "create table b ();\n";
  REQUIRE(bundle.ends_with(body));
  const std::string header = bundle.substr(0, bundle.size() - body.size());
  CHECK(contains(header, "-- Environment: test\n"));
  CHECK(contains(header, "-- Generated: 1970-01-01T00:00:00+00:00\n"));
  CHECK(contains(header, "-- Files Included: 2\n"));
  CHECK(contains(header, "-- Body SHA-256: " + digest_of(body) + "\n"));
  CHECK(result.files == 2);
  CHECK(result.size == bundle.size());
}

TEST_CASE("a receiver gets what a file would") {
  const Project project;
  project.add("a.sql", std::string(200'000, 'x'));
  project.add("b.sql", "select 2;\n");
  const BuildResult built = project.build_it();
  std::string received;
  std::size_t pieces = 0;
  const BuildResult result = build(project.config,
                                   select(project.config, Scope::Everything),
                                   {.output = {}, .receiver = [&](std::string_view piece) {
                                      received += piece;
                                      ++pieces;
                                    }});
  CHECK(received == read_file(project.output()));
  CHECK(pieces > 1);
  CHECK(result.size == built.size);
  CHECK(result.files == 2);
}

TEST_CASE("a receiver gets nothing if a source is at fault") {
  const Project project;
  project.add("a.sql", "select 1;\n");
  project.add("b.sql", "/* open\n");
  const BuildOptions options = {.output = {}, .receiver = [](std::string_view) { FAIL("called"); }};
  const Selection selection = select(project.config, Scope::Everything);
  CHECK_THROWS_AS(build(project.config, selection, options), Error);
}

TEST_CASE("what a receiver throws ends the build") {
  const Project project;
  project.add("a.sql", std::string(200'000, 'x'));
  int calls = 0;
  const BuildOptions options = {.output = {}, .receiver = [&](std::string_view) {
                                  ++calls;
                                  throw std::string("enough");
                                }};
  const Selection selection = select(project.config, Scope::Everything);
  CHECK_THROWS_AS(build(project.config, selection, options), std::string);
  CHECK(calls == 1);
}

TEST_CASE("the fingerprint is taken of paths and bytes as they are") {
  Project project;
  project.add("a.sql", "x\r\n");
  project.add("b/c.sql", "");
  using namespace std::string_literals;
  const std::string expected = digest_of("a.sql\0x\r\n\0b/c.sql\0\0"s);
  CHECK(project.build_it().fingerprint == expected);
  CHECK(fingerprint(select(project.config, Scope::Everything)) == expected);
  const BuildResult without = build(project.config,
                                    select(project.config, Scope::Everything),
                                    {.output = project.output(), .jobs = 1});
  CHECK_FALSE(without.fingerprint);
}

TEST_CASE("the fingerprint does not look at the text") {
  Project project;
  project.add("a.sql", "/* \xFF");
  CHECK(fingerprint(select(project.config, Scope::Everything)).size() == hex_digest_length);
}

TEST_CASE("the number of threads makes no difference") {
  Project project;
  for (int i = 0; i < 1'200; ++i) {
    project.add(std::to_string(i) + ".sql", "select " + std::to_string(i) + ";\r\n");
  }
  project.add("5-large.sql", std::string(1'500'000, 'x'));
  const BuildResult first = project.build_to(project.output(), 1);
  const std::string bundle = read_file(project.output());
  for (const unsigned jobs : {0U, 2U, 5U}) {
    CAPTURE(jobs);
    const BuildResult result = project.build_to(project.output(), jobs);
    CHECK(result.fingerprint == first.fingerprint);
    CHECK(result.size == first.size);
    const bool same = read_file(project.output()) == bundle;
    CHECK(same);
  }
}

/// Takes the files of a directory out of the page cache, as far as the system is willing; returns
/// how many left.
int evict(const fs::path& directory) {
  int evicted = 0;
  REQUIRE(::syncfs(open_for_reading(directory).number()) == 0);
  for (const auto& entry : fs::directory_iterator(directory)) {
    const FileDescriptor file = open_for_reading(entry.path());
    REQUIRE(::posix_fadvise(file.number(), 0, 0, POSIX_FADV_DONTNEED) == 0);
    evicted += is_cached(file) ? 0 : 1;
  }
  return evicted;
}

TEST_CASE("sources that have to be fetched from the disk give the same bundle") {
  Project project;
  for (int i = 0; i < 300; ++i) {
    project.add(std::to_string(i) + ".sql", "select " + std::to_string(i) + ";");
  }
  for (const bool with_large_file : {false, true}) {
    if (with_large_file) {
      project.add("150-large.sql", std::string(1'500'000, 'x'));
    }
    const BuildResult first = project.build_to(project.output(), 1);
    const std::string bundle = read_file(project.output());
    if (evict(project.root() / "sources") == 0) {
      MESSAGE("all files stay in memory here, so this test says nothing");
    }
    CAPTURE(with_large_file);
    CHECK(project.build_to(project.output(), 0).fingerprint == first.fingerprint);
    const bool same = read_file(project.output()) == bundle;
    CHECK(same);
  }
}

TEST_CASE("every file has its separator also after large ones") {
  for (const unsigned jobs : {1U, 2U, 8U}) {
    Project project;
    project.config.separator_style = "custom";
    project.config.separator_template = "-- here is {file_path}";
    constexpr int pairs = 20;
    for (int i = 0; i < pairs; ++i) {
      const auto pieces = static_cast<std::size_t>(2 + i % 3); // so that no rhythm hides it
      project.add(std::to_string(100 + i) + "-large.sql", std::string(pieces * 500'000, 'x'));
      project.add(std::to_string(100 + i) + "-small.sql", "y");
    }
    static_cast<void>(project.build_to(project.output(), jobs));
    const std::string bundle = read_file(project.output());
    int separators = 0;
    for (std::size_t at = bundle.find("-- here is "); at != std::string::npos;
         at = bundle.find("-- here is ", at + 1)) {
      ++separators;
    }
    CAPTURE(jobs);
    CHECK(separators == 2 * pairs);
  }
}

// Reference, section 6.
TEST_CASE("files that end in a comment are listed and nothing is written") {
  Project project;
  project.add("a.sql", "\n/*");
  project.add("b.sql", "fine");
  project.add("c.sql", "/* x");
  const Error error = project.failure();
  CHECK(error.code() == ErrorCode::Schema001);
  CHECK(std::string(error.what()) ==
        "Comment validation failed:\n  " + project.source("a.sql") +
            ":2 - Unclosed block comment starting at line 2. File ends while still inside "
            "comment.\n  " +
            project.source("c.sql") +
            ":1 - Unclosed block comment starting at line 1. File ends while still inside "
            "comment.");
  CHECK_FALSE(fs::exists(project.output()));
  CHECK_FALSE(fs::exists(project.root() / "out"));
}

TEST_CASE("only spillover decides whether an open comment is an error") {
  for (const bool validate : {false, true}) {
    for (const bool spillover : {false, true}) {
      for (const bool unclosed : {false, true}) {
        Project project;
        project.add("a.sql", "/*");
        project.config.validate_comments = validate;
        project.config.fail_on_spillover = spillover;
        project.config.fail_on_unclosed = unclosed;
        CAPTURE(validate);
        CAPTURE(spillover);
        CAPTURE(unclosed);
        if (validate && spillover) {
          CHECK_THROWS_AS(static_cast<void>(project.build_it()), Error);
        } else {
          CHECK(project.build_it().files == 1);
        }
      }
    }
  }
}

TEST_CASE("after an error the old output is as it was and nothing lies beside it") {
  Project project;
  project.add("a.sql", "fine");
  static_cast<void>(project.build_it());
  const std::string old = read_file(project.output());
  project.add("b.sql", "\xFF");
  CHECK(contains(project.failure().what(), "b.sql:1: byte 0xff"));
  CHECK(read_file(project.output()) == old);
  CHECK(std::distance(fs::directory_iterator(project.root() / "out"), {}) == 1);
}

TEST_CASE("of several bad files the first in build order is told") {
  for (const unsigned jobs : {1U, 4U}) {
    Project project;
    for (int i = 0; i < 400; ++i) {
      project.add(std::to_string(1000 + i) + ".sql", i < 300 ? "fine" : "\xFF");
    }
    CAPTURE(jobs);
    const Error error =
        failure_of([&] { static_cast<void>(project.build_to(project.output(), jobs)); });
    CHECK(contains(error.what(), project.source("1300.sql")));
  }
}

TEST_CASE("bad sources are told before a bad separator or output") {
  Project project;
  project.add("a.sql", "\xFF");
  project.config.separator_style = "none";
  CHECK(contains(project.failure().what(), "Error reading"));
  project.config.validate_comments = false; // now nothing is read for comments first
  CHECK(contains(project.failure().what(), "Invalid separator style: none"));
  project.config.validate_comments = true;
  project.add("a.sql", "fine");
  CHECK(contains(project.failure().what(), "Invalid separator style: none"));
  project.config.separator_style = "mysql";
  project.add("a.sql", "\xFF");
  const Error error =
      failure_of([&] { static_cast<void>(project.build_to(project.root().string())); });
  CHECK(contains(error.what(), "Error reading"));
}

TEST_CASE("an output that is a source or would become one is refused") {
  Project project;
  project.add("a.sql", "fine");
  write_file(project.root() / "elsewhere.sql", "");
  fs::create_hard_link(project.source("a.sql"), project.root() / "alias.sql");
  testing::make_symlink("sources/a.sql", project.root() / "link.sql");
  for (const std::string& output : {project.source("a.sql"),
                                    project.source("new.sql"),
                                    project.source("deep/er/new.sql"),
                                    project.source("../sources/new.sql"),
                                    (project.root() / "alias.sql").string(),
                                    (project.root() / "link.sql").string()}) {
    CAPTURE(output);
    const Error error = failure_of([&] { static_cast<void>(project.build_to(output)); });
    CHECK(error.code() == ErrorCode::Schema001);
    CHECK(contains(error.what(), output));
  }
  CHECK(read_file(project.source("a.sql")) == "fine");
  CHECK_FALSE(fs::exists(project.source("deep")));
  CHECK_NOTHROW(static_cast<void>(project.build_to(project.source("not-selected.txt"))));
}

TEST_CASE("a named pipe among the sources is refused at once") {
  Project project;
  REQUIRE(::mkfifo(project.source("a.sql").c_str(), 0600) == 0);
  CHECK(contains(project.failure().what(), "it is a named pipe, not a regular file"));
  const Error error = failure_of(
      [&] { static_cast<void>(fingerprint(select(project.config, Scope::Everything))); });
  CHECK(contains(error.what(), "it is a named pipe, not a regular file"));
}

TEST_CASE("a name that is not UTF-8 has no place in bundle or fingerprint") {
  Project project;
  project.add("a\xFF.sql", "");
  CHECK(contains(project.failure().what(), "a\\xff.sql"));
  const Error error = failure_of(
      [&] { static_cast<void>(fingerprint(select(project.config, Scope::Everything))); });
  CHECK(error.code() == ErrorCode::Schema001);
  CHECK(contains(error.what(), "a\\xff.sql"));
}

} // namespace
} // namespace confiture
