#include "failure.hpp"
#include "project.hpp"
#include "random.hpp"
#include <confiture/source_map.hpp>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace confiture {
namespace {

using nlohmann::json;
using testing::contains;
using testing::ProcessResult;
using testing::Project;

const std::string schema = "db/generated/schema_local.sql";

/// The header has 14 lines, a separator 5.

class BuiltProject : public Project {
public:
  BuiltProject() {
    write("db/schema/b/c.sql", "select 1;\n\tselect 'é日', x;\n");
    build();
  }

  void build(const std::vector<std::string>& options = {}) const {
    const ProcessResult result = run(options);
    REQUIRE(result.status == 0);
  }

  [[nodiscard]] ProcessResult rewrite(const std::string& output,
                                      std::vector<std::string> arguments = {}) const {
    arguments.insert(arguments.begin(), {CONFITURE_BUILD_PROGRAM, "locate"});
    return testing::run(arguments, {.cwd = path(), .input = output});
  }
};

TEST_CASE("a place in a bundle is led to its source, with the line and a caret") {
  const BuiltProject project;
  const ProcessResult result = project.run({"locate", schema + ":27:12"});
  CHECK(result.status == 0);
  CHECK(result.out == "db/schema/b/c.sql:2:12\n"
                      "  2 | \tselect 'é日', x;\n"
                      "    | \t           ^\n");
  CHECK(result.err.empty());
  CHECK(project.run({"locate", schema + ":20"}).out == "db/schema/a.sql:1\n"
                                                       "  1 | create table a ();\n");
}

TEST_CASE("the README shows what locate prints") {
  const std::string readme = testing::read_file(CONFITURE_README);
  const std::filesystem::path root = std::filesystem::path(CONFITURE_README).parent_path();
  const testing::TemporaryDirectory directory;
  const std::string bundle = directory.path() / "shop.sql";
  const auto run = [&](const std::vector<std::string>& arguments) {
    std::vector<std::string> argv = {CONFITURE_BUILD_PROGRAM};
    argv.insert(argv.end(), arguments.begin(), arguments.end());
    return testing::run(argv, {.cwd = root});
  };
  REQUIRE(run({"--project-dir", "fixtures/shop", "-o", bundle}).status == 0);
  const ProcessResult result =
      run({"locate", bundle + ":182:16", "--project-dir", "fixtures/shop"});
  CHECK(contains(readme,
                 ":182:16 --project-dir fixtures/shop\n" + testing::indented(result.out) + "\n"));
}

TEST_CASE("what no source has is told apart") {
  const BuiltProject project;
  const ProcessResult result = project.run({"locate", schema + ":3", schema + ":22"});
  CHECK(result.status == 0);
  CHECK(result.out.starts_with(schema + ":3: the header of the bundle\n  3 | -- "));
  CHECK(contains(result.out, schema + ":22: the separator before db/schema/b/c.sql\n"));
  const ProcessResult beyond = project.run({"locate", schema + ":28"});
  CHECK(beyond.status == 5);
  CHECK(contains(beyond.err, "has no line 28: it ends with line 27"));
}

TEST_CASE("places are told as JSON") {
  const BuiltProject project;
  const json document =
      json::parse(project.run({"locate", "-f", "json", schema + ":27:12", schema + ":22"}).out);
  CHECK(document["ok"] == true);
  CHECK(document["command"] == "locate");
  CHECK(document["places"][0] == json{{"bundle", schema},
                                      {"bundle_line", 27},
                                      {"bundle_column", 12},
                                      {"kind", "source"},
                                      {"file", "b/c.sql"},
                                      {"path", "db/schema/b/c.sql"},
                                      {"line", 2},
                                      {"column", 12},
                                      {"source_line", "\tselect 'é日', x;"},
                                      {"caret", 12},
                                      {"changed", false}});
  CHECK(document["places"][1]["kind"] == "separator");
  CHECK(document["places"][1]["file"] == "b/c.sql");
  CHECK(document["places"][1]["line"].is_null());
}

TEST_CASE("sources are named as a person here can open them, or as the bundle does") {
  const BuiltProject project;
  const std::string bundle = project.path(schema);
  const auto in = [&](const std::string& directory, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {CONFITURE_BUILD_PROGRAM, "locate", bundle + ":20"});
    return testing::run(arguments, {.cwd = directory});
  };
  const std::string root = project.path();
  CHECK(in(project.path("db/schema"), {"--project-dir", root}).out.starts_with("a.sql:1\n"));
  CHECK(in("/usr", {"--project-dir", root})
            .out.starts_with(project.path("db/schema/a.sql").string()));
  CHECK(in("/", {}).out.starts_with("a.sql:1\n  1 | create"));
  CHECK(in(root, {"--env", "none"}).status == 5);
}

TEST_CASE("a line that is another one now, or a bundle that was edited, is warned about") {
  const BuiltProject project;
  project.write("db/schema/a.sql", "-- new\ncreate table a ();\n");
  const ProcessResult changed = project.run({"locate", schema + ":20"});
  CHECK(changed.status == 0);
  CHECK(contains(changed.err, "db/schema/a.sql has changed since " + schema + " was built"));
  CHECK(json::parse(
            project.run({"locate", "-f", "json", schema + ":20"}).out)["places"][0]["changed"] ==
        true);
  project.write(schema, testing::read_file(project.path(schema)) + "-- edited\n");
  CHECK(contains(project.run({"locate", schema + ":26"}).err, "is not as it was built"));
}

TEST_CASE("what cannot be located is an error that says what to do") {
  const BuiltProject project;
  for (const char* place :
       {"x.sql", ":3", "x.sql:0", "x.sql:-1", "x.sql:1x", "x:99999999999999999999"}) {
    CAPTURE(place);
    const ProcessResult result = project.run({"locate", place});
    CHECK(result.status == 5);
    CHECK(contains(result.err, "FILE:LINE"));
  }
  CHECK(project.run({"locate", "none.sql:3"}).status == 4);
  const ProcessResult bare = project.run({"locate", "db/schema/a.sql:1"});
  CHECK(bare.status == 4);
  CHECK(contains(bare.err, "has no separators"));
  CHECK(project.rewrite("", {"-f", "json"}).status == 5);
  CHECK(project.rewrite("", {"--bundle", "none.sql"}).status == 4);
}

TEST_CASE("what psql prints is copied, with sources in place of the bundle") {
  const BuiltProject project;
  const std::string output = "CREATE TABLE\npsql:" + schema +
                             ":27: ERROR:  column \"x\" does not exist\nLINE 1: select 'é日', x;\n"
                             "                      ^\n";
  const std::string expected =
      "CREATE TABLE\npsql:db/schema/b/c.sql:2: ERROR:  column \"x\" does not exist\n"
      "LINE 2: select 'é日', x;\n                      ^\n";
  const ProcessResult result = project.rewrite(output);
  CHECK(result.status == 0);
  CHECK(result.out == expected);
  CHECK(result.err.empty());
  std::string elsewhere = output;
  elsewhere.replace(elsewhere.find(schema), schema.size(), "<stdin>");
  CHECK(project.rewrite(elsewhere, {"--bundle", schema}).out == expected);
  CHECK(project.rewrite(elsewhere).out == elsewhere);
}

TEST_CASE("a bundle that cannot be used is told of once, and nothing gets lost") {
  const BuiltProject project;
  const std::string output =
      "psql:db/schema/a.sql:1: ERROR:  e\npsql:db/schema/a.sql:1: ERROR:  f\nno end";
  const ProcessResult result = project.rewrite(output);
  CHECK(result.status == 0);
  CHECK(result.out == output);
  const std::size_t told = result.err.find("has no separators");
  CHECK(told != std::string::npos);
  CHECK(result.err.find("has no separators", told + 1) == std::string::npos);
}

/// The lines of a text as Python reads them, without their ends: `\n`, `\r\n` or `\r`.
std::vector<std::string> lines_in(std::string_view text) {
  std::vector<std::string> lines(1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n' || text[i] == '\r') {
      lines.emplace_back();
      i += text.substr(i, 2) == "\r\n" ? 1 : 0;
    } else {
      lines.back() += text[i];
    }
  }
  return lines;
}

TEST_CASE("every line of a random bundle is found in its source") {
  testing::Random random(9);
  const std::vector<std::string> pieces = {
      "select 1;", "\n", "\r\n", "\r", "\n\n", "é", "\t", "-- c", "\xEF\xBB\xBF", " "};
  std::size_t found = 0;
  for (int round = 0; round < 60; ++round) {
    const Project project;
    for (const char* name : {"db/schema/a.sql", "db/schema/b.sql", "db/schema/c/d.sql"}) {
      project.write(name, random.text(pieces, 12));
    }
    const std::vector<std::string> styles = {"block_comment", "line_comment", "mysql"};
    REQUIRE(project.run({"--separator-style", random.pick(styles)}).status == 0);
    const auto mapped = map_bundle(project.path(schema));
    REQUIRE(mapped);
    const std::vector<std::string> bundle_lines =
        lines_in(testing::read_file(project.path(schema)));
    for (std::uint64_t line = 1; line <= mapped->map.lines; ++line) {
      const auto origin = mapped->map.origin_of(line);
      REQUIRE(origin);
      if (origin->kind != LineKind::Source) {
        continue;
      }
      CAPTURE(line);
      const std::vector<std::string> source =
          lines_in(testing::read_file(project.path("db/schema/" + std::string(origin->file))));
      REQUIRE(origin->line <= source.size());
      CHECK(source[origin->line - 1] == bundle_lines[line - 1]);
      ++found;
    }
  }
  CHECK(found > 200);
}

} // namespace
} // namespace confiture
