#include "environment_file.hpp"
#include "failure.hpp"
#include "support.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <sys/stat.h>

namespace confiture {
namespace {

using testing::contains;
using testing::failure_of;
using testing::TemporaryDirectory;
using testing::write_file;

Error failure_to_read(const TemporaryDirectory& project, const std::string& environment) {
  return failure_of([&] { static_cast<void>(read_environment_file(project.path(), environment)); });
}

std::string file_of(const TemporaryDirectory& project, const std::string& environment) {
  return project.path() / "db/environments" / (environment + ".yaml");
}

TEST_CASE("an environment's file is read as it is") {
  const TemporaryDirectory project;
  const std::string bytes = std::string("a\r\n\xFF\0", 5) + std::string(100'000, 'x');
  write_file(file_of(project, "local"), bytes);
  const EnvironmentFile file = read_environment_file(project.path(), "local");
  CHECK(file.path == file_of(project, "local"));
  CHECK(file.text == bytes);
}

TEST_CASE("a missing environment is told with those that are there and the one that was meant") {
  const TemporaryDirectory project;
  CHECK(contains(failure_to_read(project, "local").hint(), "--project-dir"));
  write_file(file_of(project, "production"), "");
  write_file(file_of(project, "local"), "");
  const Error error = failure_to_read(project, "prodution");
  CHECK(error.code() == ErrorCode::Config001);
  CHECK(std::string(error.what()) ==
        "Environment config not found: " + file_of(project, "prodution") +
            "\nExpected: db/environments/prodution.yaml");
  CHECK(error.hint() == "Did you mean 'production'? There are: local, production");
  CHECK(failure_to_read(project, "qa").hint() == "There are: local, production");
}

TEST_CASE("an environment is named by a plain file name") {
  const TemporaryDirectory project;
  write_file(file_of(project, "local"), "");
  for (const std::string name :
       {"", ".", "..", "../environments/local", "a/b", "/local", "a\nb", "\xFF"}) {
    CAPTURE(printable(name));
    const Error error = failure_to_read(project, name);
    CHECK(error.code() == ErrorCode::Config001);
    CHECK(contains(error.what(), "is not the name of an environment"));
  }
}

TEST_CASE("a configuration that is no regular file is refused at once") {
  const TemporaryDirectory project;
  const std::string file = file_of(project, "local");
  std::filesystem::create_directories(file);
  CHECK(contains(failure_to_read(project, "local").what(), "a directory, not a regular file"));
  std::filesystem::remove(file);
  REQUIRE(::mkfifo(file.c_str(), 0600) == 0);
  CHECK(contains(failure_to_read(project, "local").what(), "a named pipe, not a regular file"));
}

} // namespace
} // namespace confiture
