// What the running program does with the files that a build system reads.

#include "command_project.hpp"
#include "failure.hpp"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

namespace confiture {
namespace {

using testing::contains;
using testing::default_output;
using testing::ProcessResult;
using testing::read_file;
using Project = testing::CommandProject;
using Words = Project::Words;

TEST_CASE("a depfile names the output as it was typed, and what it depends on") {
  const Project project;
  CHECK(project.run({"-o", "./out//s.sql", "--depfile", "deps/s.d"}).status == 0);
  CHECK(read_file(project.path("deps/s.d"))
            .starts_with("./out//s.sql: \\\n  db/environments/local.yaml \\\n  db/schema/a.sql"));
  CHECK(project.run({"--depfile", "deps/s.d"}).status == 0);
  CHECK(read_file(project.path("deps/s.d")).starts_with(default_output + ": \\\n"));
  CHECK(project.run({"db/schema", "-o", "s.sql", "--depfile", "deps/s.d"}).status == 0);
  CHECK(read_file(project.path("deps/s.d")).starts_with("s.sql: \\\n  db/schema/a.sql"));
}

TEST_CASE("a build that fails leaves the old depfile, and none where there was none") {
  const Project project;
  project.write("db/schema/open.sql", "/*");
  const Words before = project.everything();
  CHECK(project.run({"--depfile", "deps/s.d"}).status == 4);
  CHECK(project.everything() == before);
  project.write("deps/s.d", "old");
  CHECK(project.run({"--depfile", "deps/s.d"}).status == 4);
  CHECK(read_file(project.path("deps/s.d")) == "old");
}

TEST_CASE("a list of files writes no depfile") {
  const Project project;
  CHECK(project.run({"--list-files", "--depfile", "s.d"}).status == 0);
  CHECK_FALSE(project.has("s.d"));
}

TEST_CASE("with a depfile nothing is written where the build looks for files") {
  const Project project;
  project.write("db/schema/x/it's.sql", "");
  project.write("db/environments/more.yaml",
                "database_url: postgresql://h/d\n"
                "include_dirs: [db/schema, {path: db/seeds}]\nexclude_dirs: [db/schema/x]\n");
  const std::vector<std::pair<Words, std::string>> refused = {
      {{"-e", "more", "--depfile", "db/schema/s.d"}, "cannot be written to"},
      {{"-e", "more", "--depfile", "s.d", "-o", "db/s"}, "cannot be written to"},
      {{"-e", "more", "--depfile", "s.d", "--manifest"}, "cannot be written to"},
      {{"-e", "more", "--depfile", "db/schema/a.sql"}, "depends on it"},
      {{"-e", "more", "--depfile", "db/environments/more.yaml"}, "depends on it"},
      {{"-e", "more", "--depfile", "s", "-o", "./s"}, "both"},
      {{"--depfile", "s.d"}, "it's.sql"}};
  const Words before = project.everything();
  for (const auto& [arguments, message] : refused) {
    const ProcessResult result = project.run(arguments);
    CAPTURE(result.err);
    CHECK(result.status == 4);
    CHECK(contains(result.err, message));
  }
  CHECK(project.everything() == before);
  CHECK(project.run({"-e", "more", "--depfile", "db/schema/x/s.d"}).status == 0);
}

} // namespace
} // namespace confiture
