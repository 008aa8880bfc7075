#include "failure.hpp"
#include "project.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <string>

namespace confiture {
namespace {

using nlohmann::json;
using testing::contains;
using testing::ProcessResult;
using testing::Project;

const std::string schema = "db/generated/schema_local.sql";

/// A project in two passes, whose bundle has separators of its own and a map.
class MappedProject : public Project {
public:
  MappedProject() {
    write("db/schema/a.sql",
          "create table é (\n  x int constraint k references b, y int -- z\n);\nselect 1;\n");
    write("db/schema/b.sql", "create table b ();\n");
    build();
  }

  void build() const {
    REQUIRE(run({"--two-pass",
                 "--separator-style",
                 "custom",
                 "--separator-template",
                 "-- {file_path}",
                 "--source-map",
                 "m.json"})
                .status == 0);
  }

  /// Where a text begins in the bundle: LINE:COLUMN, in bytes.
  [[nodiscard]] std::string place_of(const std::string& text) const {
    const std::string bundle = testing::read_file(path(schema));
    const std::string before = bundle.substr(0, bundle.find(text));
    return schema + ":" + std::to_string(std::count(before.begin(), before.end(), '\n') + 1) + ":" +
           std::to_string(before.size() - before.rfind('\n'));
  }

  [[nodiscard]] ProcessResult locate(const std::string& text) const {
    return run({"locate", "--map", "m.json", place_of(text)});
  }
};

TEST_CASE("with a map sources are found whatever the separators, and behind keys that moved") {
  const MappedProject project;
  CHECK(project.locate("x int").out == "db/schema/a.sql:2:3\n"
                                       "  2 |   x int, y int -- z\n"
                                       "    |   ^\n");
  const ProcessResult behind = project.locate(", y int");
  CHECK(behind.out.starts_with("db/schema/a.sql:2:34\n"));
  CHECK(behind.err.empty());
  CHECK(project.locate("select 1").out.starts_with("db/schema/a.sql:4:1\n"));
  CHECK(project.locate("create table b").out.starts_with("db/schema/b.sql:1:1\n"));
  CHECK(contains(project.locate("-- a.sql").out, ": the separator before db/schema/a.sql\n"));
  CHECK(contains(project.locate("-- Pass 2").out, ": foreign keys that two passes moved"));
}

TEST_CASE("with a map a key that moved is led to where it was") {
  const MappedProject project;
  const std::string place = project.place_of("ADD CONSTRAINT");
  const std::string line = place.substr(schema.size() + 1, place.rfind(':') - schema.size() - 1);
  const ProcessResult result = project.run({"locate", "--map", "m.json", schema + ":" + line});
  CHECK(result.status == 0);
  CHECK(result.err.empty());
  CHECK(result.out == "db/schema/a.sql:2:9: a foreign key that two passes moved behind all tables, "
                      "to " +
                          schema + ":" + line + "\n  " + line +
                          " |     ADD CONSTRAINT k FOREIGN KEY (x) REFERENCES b;\n");
  const json document =
      json::parse(project.run({"locate", "--map", "m.json", "-f", "json", place}).out);
  const json& told = document["places"][0];
  CHECK(told["kind"] == "moved_key");
  CHECK(told["file"] == "a.sql");
  CHECK(told["path"] == "db/schema/a.sql");
  CHECK(told["line"] == 2);
  CHECK(told["column"] == 9);
  CHECK(told["source_line"] == "    ADD CONSTRAINT k FOREIGN KEY (x) REFERENCES b;");
}

TEST_CASE("the README shows what locate tells of a key that moved") {
  const std::filesystem::path readme = CONFITURE_README;
  const testing::TemporaryDirectory directory;
  std::filesystem::create_directory(directory.path() / "fixtures");
  std::filesystem::copy(readme.parent_path() / "fixtures/shop",
                        directory.path() / "fixtures/shop",
                        std::filesystem::copy_options::recursive);
  const std::string build = "--project-dir fixtures/shop --two-pass --quiet -o build/shop.sql "
                            "--source-map build/shop.map";
  const std::string locate =
      "locate build/shop.sql:837 --map build/shop.map --project-dir fixtures/shop";
  std::string shown;
  for (const std::string& command : {build, locate}) {
    const ProcessResult result = testing::run(
        {"sh", "-c", "exec \"$0\" " + command, CONFITURE_BUILD_PROGRAM}, {.cwd = directory.path()});
    REQUIRE(result.status == 0);
    shown += "    $ confiture-build " + command + "\n" + testing::indented(result.out);
  }
  CHECK(contains(testing::read_file(readme), shown + "\n"));
}

TEST_CASE("what has changed since is seen on both sides of a cut") {
  const MappedProject project;
  project.write(
      "db/schema/a.sql",
      "create table é (\n  x int constraint k references b, y int -- new\n);\nselect 1;\n");
  CHECK(project.locate("x int").err.empty());
  CHECK(contains(project.locate(", y int").err, "db/schema/a.sql has changed since"));
  CHECK(project.locate("select 1").err.empty());
  project.write("db/schema/a.sql", "");
  CHECK(contains(project.locate("select 1").err, "has changed since"));
}

TEST_CASE("what psql prints is led back by a map, to keys that moved too") {
  const MappedProject project;
  const auto rewritten = [&](const std::string& text, const std::string& rest) {
    const std::string place = project.place_of(text);
    return testing::run(
               {CONFITURE_BUILD_PROGRAM, "locate", "--map", "m.json"},
               {.cwd = project.path(),
                .input = "psql:" + place.substr(0, place.rfind(':')) + ": ERROR:  " + rest})
        .out;
  };
  CHECK(rewritten("select 1", "e\n") == "psql:db/schema/a.sql:4: ERROR:  e\n");
  CHECK(rewritten("ADD CONSTRAINT", "e\n") == "psql:db/schema/a.sql:2: ERROR:  e\n");
  const std::string shown = "e\nLINE 2:     ADD CONSTRAINT k FOREIGN KEY (x) REFERENCES b;\n"
                            "                           ^\n";
  CHECK(rewritten("ADD CONSTRAINT", shown) == "psql:db/schema/a.sql:2: ERROR:  " + shown);
}

TEST_CASE("the map of another build is warned about, and no message is changed by it") {
  const MappedProject project;
  project.write("db/schema/b.sql", "create table b (x int);\n");
  REQUIRE(project.run({"--source-map", "new.json"}).status == 0);
  const ProcessResult result = project.locate("create table b");
  CHECK(result.status == 0);
  CHECK(contains(result.err, "m.json is not the source map of " + schema));
  CHECK(contains(result.err, "build --source-map FILE"));
  const std::string message = "psql:" + schema + ":20: ERROR:  e\n";
  const auto rewrite = [&](const std::string& map) {
    return testing::run({CONFITURE_BUILD_PROGRAM, "locate", "--map", map},
                        {.cwd = project.path(), .input = message});
  };
  CHECK(rewrite("m.json").out == message);
  CHECK(contains(rewrite("m.json").err, "is not the source map"));
  CHECK(rewrite("new.json").out == "psql:db/schema/a.sql:1: ERROR:  e\n");

  // A body that was edited still is the one that its header names.
  project.write(schema, testing::read_file(project.path(schema)) + "-- edited\n");
  const ProcessResult edited = project.run({"locate", "--map", "new.json", schema + ":20"});
  CHECK(contains(edited.err, "is not as it was built"));
  CHECK_FALSE(contains(edited.err, "is not the source map"));
}

TEST_CASE("a map that cannot be read is an error") {
  const MappedProject project;
  const ProcessResult missing = project.run({"locate", "--map", "none.json", schema + ":20"});
  CHECK(missing.status == 4);
  CHECK(contains(missing.err, "Cannot read the source map none.json"));
  project.write("m.json", "{}");
  const ProcessResult damaged = project.locate("select 1");
  CHECK(damaged.status == 4);
  CHECK(contains(damaged.err, "m.json:1: not a source map"));
}

TEST_CASE("without a map it is told what one would do") {
  const MappedProject project;
  const ProcessResult custom = project.run({"locate", schema + ":20"});
  CHECK(custom.status == 4);
  CHECK(contains(custom.err, "--source-map FILE"));
  REQUIRE(project.run({"--two-pass"}).status == 0);
  const ProcessResult moved = project.run({"locate", schema + ":20"});
  CHECK(contains(moved.err, "was built in two passes"));
  CHECK(contains(moved.err, "--map"));
}

} // namespace
} // namespace confiture
