// What only the running program shows of lint.

#include "failure.hpp"
#include "project.hpp"
#include <confiture/lint.hpp>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace confiture {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::contains;
using testing::ProcessResult;
using testing::Project;

ProcessResult run_in(const fs::path& directory, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {CONFITURE_BUILD_PROGRAM, "lint"});
  return testing::run(arguments, {.cwd = directory});
}

TEST_CASE("every rule has a tree that breaks it, and one close to it that does not") {
  std::set<std::string> rules;
  for (const auto& entry : fs::directory_iterator(fs::path(CONFITURE_FIXTURES) / "lint")) {
    const std::string rule = entry.path().filename();
    CAPTURE(rule);
    rules.insert(rule);
    const ProcessResult bad = run_in(entry.path() / "bad", {"-f", "json"});
    const json found = json::parse(bad.out);
    CHECK(bad.status == (found["clean"] ? 0 : 1));
    const json findings = found["findings"];
    CHECK(!findings.empty());
    for (const json& finding : findings) {
      CHECK(finding["rule"] == rule);
    }
    const ProcessResult good = run_in(entry.path() / "good", {});
    CHECK(good.status == 0);
    CHECK(contains(good.out, "files, no findings\n"));
  }
  const json listed = json::parse(run_in(".", {"--list-rules", "-f", "json"}).out);
  CHECK(listed["rules"].size() == rules.size());
  const std::string text = run_in(".", {"--list-rules"}).out;
  for (const json& rule : listed["rules"]) {
    CHECK(rules.count(rule["id"]) == 1);
    CHECK(contains(text, std::string(rule["id"]) + " "));
    CHECK(contains(text, rule["summary"]));
  }
}

TEST_CASE("the README shows what lint prints, and names every rule") {
  const std::string readme = testing::read_file(CONFITURE_README);
  const ProcessResult result = run_in(fs::path(CONFITURE_README).parent_path(),
                                      {"--project-dir", "fixtures/lint/syntax-error/bad"});
  CHECK(contains(readme,
                 "lint --project-dir fixtures/lint/syntax-error/bad\n" +
                     testing::indented(result.out) + "\n"));
  for (const Rule& rule : lint_rules()) {
    CHECK(contains(readme, "`" + rule.id + "`"));
  }
}

TEST_CASE("the sample project is clean") {
  const ProcessResult result = run_in(fs::path(CONFITURE_FIXTURES) / "shop", {});
  CHECK(result.status == 0);
  CHECK(result.out == "29 files, no findings\n");
  CHECK(result.err.empty());
  CHECK(run_in(fs::path(CONFITURE_FIXTURES) / "shop", {"--quiet"}).out.empty());
}

TEST_CASE("text shows the line, with a caret below the place") {
  const Project project;
  project.write("db/schema/b.sql", "select 1;\nselect\t'日本é\x1b' from from;\n");
  const ProcessResult result = project.run({"lint"});
  CHECK(result.status == 1);
  CHECK(result.out == "db/schema/b.sql:2:20: error [syntax-error]: syntax error at or near "
                      "\"from\"\n"
                      "  2 | select\t'日本é\\x1b' from from;\n"
                      "    |       \t                 ^\n"
                      "2 files: 1 error\n");
  CHECK(contains(project.run({"lint", "--color", "always"}).out, "\x1b[1;31merror [syntax-error]"));
}

TEST_CASE("what comes too early is told with the place where it is created") {
  const Project project;
  project.write("db/schema/b.sql", "create view v as\n select * from é.t;\n");
  project.write("db/schema/c.sql", "create schema é;\n-- c\ncreate table é.t ();\n");
  const ProcessResult result = project.run({"lint"});
  CHECK(result.status == 1);
  CHECK(result.out == "db/schema/b.sql:2:16: error [forward-reference]: CREATE VIEW needs table "
                      "é.t, which is only created later\n"
                      "  2 |  select * from é.t;\n"
                      "    |                ^\n"
                      "  db/schema/c.sql:3:14: created here\n"
                      "3 files: 1 error\n");
  const json finding = json::parse(project.run({"lint", "-f", "json"}).out)["findings"][0];
  CHECK(finding["related"] == json::parse(R"([{"message": "created here", "file": "db/schema/c.sql",
                                               "line": 3, "column": 14}])"));
  const json sarif = json::parse(project.run({"lint", "-f", "sarif"}).out);
  const json related = sarif["runs"][0]["results"][0]["relatedLocations"][0];
  CHECK(related["physicalLocation"]["artifactLocation"]["uri"] == "db/schema/c.sql");
  CHECK(related["message"]["text"] == "created here");
  const std::string gitlab = project.run({"lint", "-f", "gitlab"}).out;
  CHECK(contains(gitlab, "only created later (created here: db/schema/c.sql:3)"));
  project.write(
      "db/schema/b.sql",
      "-- confiture-build: allow forward-reference\ncreate view v as select * from é.t;\n");
  CHECK(project.run({"lint"}).status == 0);
}

TEST_CASE("what is defined again is told with the first definition") {
  const Project project;
  project.write("db/schema/b.sql", "select 1;\n create\n table if not exists public.a ();\n");
  const ProcessResult result = project.run({"lint"});
  CHECK(result.status == 1);
  CHECK(result.out == "db/schema/b.sql:3:2: error [duplicate-definition]: table a is defined "
                      "before, so this definition has no effect\n"
                      "  3 |  table if not exists public.a ();\n"
                      "    |  ^\n"
                      "  db/schema/a.sql:1: defined here first\n"
                      "2 files: 1 error\n");
}

TEST_CASE("files that are named are not compared with each other, but with themselves") {
  const Project project;
  project.write("db/schema/b.sql", "create table a (); create view v as select * from c;");
  project.write("db/schema/c.sql", "create table c ();\n");
  CHECK(project.run({"lint", "db/schema/a.sql", "db/schema/b.sql", "db/schema/c.sql"}).status == 0);
  project.write("db/schema/b.sql", "create view v as select * from b; create table b ();");
  CHECK(contains(project.run({"lint", "db/schema/b.sql"}).out, "[forward-reference]"));
}

TEST_CASE("a source gives GitHub's runner no commands") {
  const Project project;
  project.write("db/schema/b.sql", "select from from '##[error]x';\n");
  CHECK_FALSE(contains(project.run({"lint"}).out, "##["));
}

TEST_CASE("JSON has the keys and the types that were promised") {
  const Project project;
  project.write("db/schema/b.sql", "select 'é' from from;\n\\set x\r\n");
  const ProcessResult result = project.run({"lint", "-f", "json"});
  CHECK(result.status == 1);
  CHECK(result.err.empty());
  const json document = json::parse(result.out);
  CHECK(document["ok"] == true);
  CHECK(document["command"] == "lint");
  CHECK(document["files"] == 2);
  CHECK(document["clean"] == false);
  CHECK(document["counts"] == json{{"error", 1}, {"warning", 2}, {"notice", 0}});
  CHECK(document["findings"][0] == json{{"rule", "syntax-error"},
                                        {"severity", "error"},
                                        {"file", "db/schema/b.sql"},
                                        {"line", 1},
                                        {"column", 17},
                                        {"message", "syntax error at or near \"from\""},
                                        {"source_line", "select 'é' from from;"},
                                        {"caret", 17},
                                        {"related", json::array()}});
  CHECK(document["findings"][1]["rule"] == "mixed-line-endings");
  CHECK(document["findings"][1]["column"].is_null());
  CHECK(document["findings"][1]["caret"].is_null());
  const json clean = json::parse(project.run({"lint", "-f", "json", "db/schema/a.sql"}).out);
  CHECK(clean["clean"] == true);
  CHECK(clean["findings"] == json::array());
}

TEST_CASE("formats for machines tell the same findings") {
  const Project project;
  project.write("db/schema/b.sql", "select 'é' from from;\n\\set x\n");
  const json sarif = json::parse(project.run({"lint", "-f", "sarif"}).out);
  const json& results = sarif["runs"][0]["results"];
  REQUIRE(results.size() == 2);
  const json& place = results[0]["locations"][0]["physicalLocation"];
  CHECK(place["artifactLocation"]["uri"] == "db/schema/b.sql");
  CHECK(place["region"] == json{{"startLine", 1}, {"startColumn", 17}});
  CHECK(results[1]["level"] == "warning");
  const json& rules = sarif["runs"][0]["tool"]["driver"]["rules"];
  CHECK(rules[std::size_t(results[0]["ruleIndex"])]["id"] == "syntax-error");
  const json gitlab = json::parse(project.run({"lint", "-f", "gitlab"}).out);
  REQUIRE(gitlab.size() == 2);
  CHECK(gitlab[1]["check_name"] == "psql-command");
  CHECK(gitlab[1]["location"]["lines"]["begin"] == 2);
  const ProcessResult github = project.run({"lint", "-f", "github"});
  CHECK(github.status == 1);
  CHECK(contains(github.err, "::error file=db/schema/b.sql,line=1,col=17,title=syntax-error::"));
  CHECK(contains(github.out, "2 files: 1 error, 1 warning\n"));
  CHECK(project.run({"lint", "--no-annotations"}).err.empty());
  CHECK(contains(project.run({"lint", "--annotations"}).err, "::warning "));
  CHECK(json::parse(project.run({"lint", "-f", "gitlab", "db/schema/a.sql"}).out) == json::array());
}

TEST_CASE("files that are named are judged alone, in their order, without an environment") {
  const Project project;
  project.write("x/b.sql", "select 1");
  project.write("x/a.sql", "select 2");
  project.write("x/empty.sql", "");
  fs::remove_all(project.path("db/environments"));
  const ProcessResult result =
      project.run({"lint", "x/b.sql", "./x/../x/a.sql", "x/b.sql", "x/empty.sql"});
  CHECK(result.status == 1);
  const std::size_t first = result.out.find("x/b.sql:1:9: error [missing-semicolon]");
  const std::size_t second = result.out.find("x/a.sql:1:9: error [missing-semicolon]");
  CHECK(first < second);
  CHECK(second != std::string::npos);
  CHECK(result.out.find("x/b.sql:", second) == std::string::npos);
  CHECK(contains(result.out, "\n3 files: 2 errors\n"));
  CHECK(project.run({"lint"}).status == 5);
}

TEST_CASE("an environment's files are judged, with the options that choose them") {
  const Project project;
  project.write("db/seeds/s.sql", "insrt into a;\n");
  project.write("db/environments/other.yaml",
                "database_url: postgresql://h/d\ninclude_dirs: [db/schema, db/seeds]\n");
  CHECK(project.run({"lint"}).status == 0);
  CHECK(project.run({"lint", "--env", "other"}).status == 1);
  CHECK(project.run({"lint", "--env", "other", "--schema-only", "--jobs", "3"}).status == 0);
  const ProcessResult elsewhere = testing::run(
      {CONFITURE_BUILD_PROGRAM, "lint", "--env", "other", "--project-dir", project.path().string()},
      {.cwd = "/"});
  CHECK(contains(elsewhere.out, "db/seeds/s.sql:1:1: error"));
}

TEST_CASE("what cannot be judged ends with its own status") {
  const Project project;
  project.write("db/schema/b.sql", "select 1;\n\xFF");
  const ProcessResult result = project.run({"lint", "-f", "json"});
  CHECK(result.status == 4);
  const json failure = json::parse(result.out);
  CHECK(failure["ok"] == false);
  CHECK(failure["command"] == "lint");
  CHECK(contains(result.out, "b.sql:2: byte 0xff"));
  CHECK(project.run({"lint", "none.sql"}).status == 4);
  CHECK(contains(project.run({"lint", "db/schema"}).err, "it is a directory"));
  CHECK(project.run({"lint", "--env", "none"}).status == 5);
  CHECK(project.run({"lint", "-f", "csv"}).status == 5);
  CHECK(project.run({"lint", "--list-rules", "-f", "sarif"}).status == 5);
  CHECK(project.run({"lint", "--no-such"}).status == 2);
}

} // namespace
} // namespace confiture
