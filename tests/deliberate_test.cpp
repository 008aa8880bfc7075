// Where the program differs from the reference on purpose.

#include "command_project.hpp"
#include "failure.hpp"

#include <doctest/doctest.h>

#include <string>
#include <sys/stat.h>
#include <utility>
#include <vector>

namespace confiture {
namespace {

using testing::contains;
using testing::default_output;
using testing::ProcessResult;
using testing::read_file;
using Project = testing::CommandProject;

TEST_CASE("a pipe among the sources or as the configuration is refused at once") {
  const Project project;
  REQUIRE(::mkfifo(project.path("db/schema/p.sql").c_str(), 0600) == 0);
  REQUIRE(::mkfifo(project.path("db/environments/pipe.yaml").c_str(), 0600) == 0);
  const ProcessResult source = project.run({});
  CHECK(source.status == 4);
  CHECK(contains(source.err, "p.sql: it is a named pipe"));
  CHECK(project.run({"hash"}).status == 4);
  const ProcessResult configuration = project.run({"-e", "pipe"});
  CHECK(configuration.status == 5);
  CHECK(contains(configuration.err, "pipe.yaml: it is a named pipe"));
}

TEST_CASE("a name that would leave its comment is refused and printed harmlessly") {
  const std::vector<std::pair<std::string, std::string>> names = {
      {"n\nl.sql", "n\\nl.sql"}, {"\x1b[2J.sql", "\\x1b[2J.sql"}, {"star*/x.sql", "star*/x.sql"}};
  for (const auto& name : names) {
    const std::string& shown = name.second;
    const Project project;
    project.write("db/schema/" + name.first, "");
    const ProcessResult result = project.run({});
    CAPTURE(shown);
    CHECK(result.status == 4);
    CHECK(contains(result.err, shown));
    CHECK_FALSE(contains(result.err, "\x1b"));
    CHECK_FALSE(project.has("db/generated"));
  }
  const Project project;
  project.write("db/schema/star*/x.sql", "");
  CHECK(project.run({"--separator-style", "line_comment"}).status == 0);
}

TEST_CASE("an output that the build would read is refused") {
  const Project project;
  for (const std::string output : {"db/schema/a.sql", "db/schema/new.sql"}) {
    const ProcessResult result = project.run({"-o", output});
    CAPTURE(output);
    CHECK(result.status == 4);
    CHECK(contains(result.err, output));
  }
  CHECK(read_file(project.path("db/schema/a.sql")) == "create table a ();\n");
  CHECK_FALSE(project.has("db/schema/new.sql"));
}

TEST_CASE("an environment that is no plain name is refused") {
  const Project project;
  for (const std::string name : {"../environments/local", "sub/local", "", "."}) {
    const ProcessResult result = project.run({"--env", name});
    CAPTURE(name);
    CHECK(result.status == 5);
    CHECK(contains(result.err, "is not the name of an environment"));
  }
}

TEST_CASE("an epoch that is no number is a designed error") {
  const Project project;
  testing::ProcessOptions options{.cwd = project.path()};
  options.env["SOURCE_DATE_EPOCH"] = "soon";
  const ProcessResult result = testing::run({CONFITURE_BUILD_PROGRAM}, options);
  CHECK(result.status == 5);
  CHECK(contains(result.err, "SOURCE_DATE_EPOCH is 'soon'"));
}

TEST_CASE("the bundle can go to standard output through its device") {
  const Project project;
  CHECK(project.run({}).status == 0);
  const ProcessResult result = project.run({"-o", "/dev/stdout", "-f", "json", "--report", "r"});
  CHECK(result.status == 0);
  CHECK(result.out == read_file(project.path(default_output)) + "Output written to r\n");
}

} // namespace
} // namespace confiture
