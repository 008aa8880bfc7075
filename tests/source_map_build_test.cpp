#include "failure.hpp"
#include "project.hpp"
#include "script_build.hpp"
#include "source_map_file.hpp"
#include <confiture/build.hpp>
#include <confiture/parser.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace confiture {
namespace {

namespace fs = std::filesystem;
using testing::contains;
using testing::ProcessResult;
using testing::Project;
using testing::read_file;

constexpr const char* schema = "db/generated/schema_local.sql";

class MapProject : public Project {
public:
  [[nodiscard]] std::string read(const std::string& name) const { return read_file(path(name)); }
  [[nodiscard]] SourceMap map(const std::string& name) const { return read_source_map(path(name)); }
};

TEST_CASE("a build writes the map of its bundle, and the same bundle") {
  const MapProject project;
  project.write("db/schema/b/c.sql", "select 1;\r\nselect 2;");
  REQUIRE(project.run({}).status == 0);
  const std::string plain = project.read(schema);
  REQUIRE(project.run({"--source-map", "./out//m.json"}).status == 0);
  CHECK(project.read(schema) == plain);
  const SourceMap map = project.map("out/m.json");
  CHECK(map.files == std::vector<std::string>{"a.sql", "b/c.sql"});
  CHECK(map.lines == 27);
  CHECK(contains(plain, "-- Body SHA-256: " + map.body_digest + "\n"));
  CHECK(map.origin_of(27)->line == 2);
}

TEST_CASE("the README shows the map of two files") {
  const MapProject project;
  project.write("db/schema/b/c.sql", "select 1;\n");
  REQUIRE(project.run({"--source-map", "m.json"}).status == 0);
  std::string text = project.read("m.json");
  const std::string digest = project.map("m.json").body_digest;
  text.replace(text.find(digest), digest.size(), digest.substr(0, 4) + "…");
  CHECK(contains(read_file(CONFITURE_README), testing::indented(text)));
}

TEST_CASE("the map of a build is that of the same script in memory") {
  const MapProject project;
  project.write("db/schema/b.sql", "create table b (x int references a, y int);\n");
  Config config = load_config(project.path(), "local");
  for (const bool is_two_pass : {false, true}) {
    config.two_pass = is_two_pass && grammar_version();
    const Selection selection = select(config, Scope::Everything);
    build(
        config, selection, {.output = project.path("s.sql"), .source_map = project.path("s.json")});
    const BuiltScript script = build_script(config, selection, 0, nullptr);
    CHECK(project.read("s.json") == source_map_text(script.map));
  }
}

TEST_CASE("a map stays out of the way of sources and of other outputs") {
  const MapProject project;
  struct Refused {
    Project::Words arguments;
    std::string told;
  };
  const std::vector<Refused> examples = {
      {{"--source-map", "db/schema/a.sql"}, "db/schema/a.sql is one of the sources"},
      {{"--source-map", "db/schema/new.sql"}, "lies where the next build would take it"},
      {{"-o", "m", "--source-map", "x/../m"}, "x/../m is both the schema and the source map"},
      {{"--manifest", "--source-map", "db/confiture_local.sum"},
       "is both the manifest and the source map"},
      {{"--depfile", "m", "--source-map", "./m"}, "m is both the source map and the depfile"},
      {{"--depfile", "d", "-o", "s", "--source-map", "db/schema/m"}, "cannot be written to"}};
  for (const Refused& refused : examples) {
    CAPTURE(refused.told);
    const ProcessResult result = project.run(refused.arguments);
    CHECK(result.status == 4);
    CHECK(contains(result.err, refused.told));
    CHECK(project.read("db/schema/a.sql") == "create table a ();\n");
    CHECK_FALSE(fs::exists(project.path("m")));
    CHECK_FALSE(fs::exists(project.path("db/schema/new.sql")));
    CHECK_FALSE(fs::exists(project.path("db/confiture_local.sum")));
  }
}

TEST_CASE("a build that fails replaces neither bundle nor map") {
  const MapProject project;
  REQUIRE(project.run({"--source-map", "m.json"}).status == 0);
  const std::string map = project.read("m.json");
  const std::string bundle = project.read(schema);
  project.write("db/schema/b.sql", "/* open\n");
  CHECK(project.run({"--source-map", "m.json"}).status == 4);
  CHECK(project.read("m.json") == map);
  project.write("db/schema/b.sql", "select 1;\n");
  const ProcessResult result = project.run({"--source-map", "/proc/m.json"});
  CHECK(result.status == 4);
  CHECK(contains(result.err, "/proc/m.json"));
  CHECK(project.read(schema) == bundle);
}

TEST_CASE("a map that would be the same is left alone if that is wanted") {
  const MapProject project;
  REQUIRE(project.run({"--source-map", "m.json"}).status == 0);
  const auto time = fs::file_time_type() + std::chrono::hours(1);
  fs::last_write_time(project.path("m.json"), time);
  REQUIRE(project.run({"build", "--if-changed", "--source-map", "m.json"}).status == 0);
  CHECK(fs::last_write_time(project.path("m.json")) == time);
  REQUIRE(project.run({"build", "--source-map", "m.json"}).status == 0);
  CHECK(fs::last_write_time(project.path("m.json")) != time);
  fs::remove(project.path("m.json"));
  REQUIRE(project.run({"build", "--if-changed", "--source-map", "m.json"}).status == 0);
  CHECK(project.map("m.json").lines == 20);
}

TEST_CASE("a map can go where a pipe reads it") {
  const MapProject project;
  const ProcessResult result = project.run({"--quiet", "--source-map", "/dev/stdout"});
  CHECK(result.status == 0);
  CHECK(parse_source_map(result.out, "stdout").lines == 20);
}

} // namespace
} // namespace confiture
