// The program where threads, stack or memory are scarce.

#include "failure.hpp"
#include "project.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace confiture {
namespace {

using testing::contains;
using testing::ProcessResult;
using testing::Project;
using Words = std::vector<std::string>;

constexpr std::uintmax_t mebibyte = std::uintmax_t{1024} * 1024;

/// Enough for several batches, so that threads are wanted.
void write_large_files(const Project& project, int count, std::uintmax_t size) {
  for (int i = 0; i < count; ++i) {
    project.write_zeros("db/schema/large" + std::to_string(i) + ".sql", size);
  }
}

const std::vector<Words> numbers_of_jobs = {{}, {"--jobs", "1"}, {"--jobs", "8"}};

Words with_jobs(Words arguments, const Words& jobs) {
  arguments.insert(arguments.end(), jobs.begin(), jobs.end());
  return arguments;
}

TEST_CASE("where no thread can be created the program works with the one it has") {
  if (testing::is_sanitized) {
    MESSAGE("skipped: the leak sanitizer needs a thread of its own");
    return;
  }
  const Project project;
  write_large_files(project, 8, mebibyte);
  const ProcessResult usual = project.run({"hash"});
  REQUIRE(usual.status == 0);
  for (const std::string limit : {"1", "2", "4"}) {
    for (const Words& jobs : numbers_of_jobs) {
      const Words words = {"prlimit", "--nproc=" + limit};
      const ProcessResult result = project.run_unprivileged(with_jobs({"hash"}, jobs), words);
      CAPTURE(result.err);
      CHECK(result.status == 0);
      CHECK(result.out == usual.out);
      CHECK(project.run_unprivileged(with_jobs({"-o", "/dev/null"}, jobs), words).status == 0);
    }
  }
}

TEST_CASE("a stack of 256 KiB is enough for any number of threads") {
  const Project project;
  write_large_files(project, 8, mebibyte);
  for (int i = 0; i < 300; ++i) {
    project.write("db/schema/" + std::to_string(i) + "/small.sql", "select 1;\n");
  }
  const ProcessResult usual = project.run({"hash"});
  for (const Words& jobs : numbers_of_jobs) {
    const ProcessResult result =
        project.run(with_jobs({"--show-hash"}, jobs), {"prlimit", "--stack=262144"});
    CAPTURE(result.err);
    CHECK(result.status == 0);
    CHECK(contains(result.out, usual.out.substr(0, 64)));
  }
}

TEST_CASE("a memory limit of 128 MiB is enough for 700 MB of input") {
  if (testing::is_sanitized) {
    MESSAGE("skipped: the address sanitizer reserves more than any limit");
    return;
  }
  Project project;
  project.timeout = std::chrono::seconds{120};
  write_large_files(project, 7, 100'000'000);
  for (const std::string limit : {"--as=", "--data="}) {
    const ProcessResult result = project.run({"-o", "/dev/null", "--jobs", "8", "--format", "json"},
                                             {"prlimit", limit + std::to_string(128 * mebibyte)});
    CAPTURE(result.err);
    CHECK(result.status == 0);
    CHECK(contains(result.out, "\"files_processed\": 8,"));
  }
}

TEST_CASE("whatever the memory limit the program builds") {
  if (testing::is_sanitized) {
    MESSAGE("skipped: the address sanitizer reserves more than any limit");
    return;
  }
  const Project project;
  write_large_files(project, 8, 2 * mebibyte);
  for (const std::string limit : {"--as=", "--data="}) {
    for (const std::uintmax_t size : {32U, 64U, 128U, 200U, 256U, 300U, 400U, 600U, 1000U}) {
      const ProcessResult result = project.run(
          {"-o", "/dev/null", "--jobs", "8"}, {"prlimit", limit + std::to_string(size * mebibyte)});
      CAPTURE(size);
      CAPTURE(result.err);
      CHECK(result.status == 0);
    }
  }
}

} // namespace
} // namespace confiture
