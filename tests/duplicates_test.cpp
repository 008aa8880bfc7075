#include "failure.hpp"
#include "postgres/duplicates.hpp"
#include "project.hpp"
#include "random.hpp"
#include "support.hpp"
#include <confiture/duplicates.hpp>

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace confiture {
namespace {

using nlohmann::json;
using testing::contains;
using testing::failure_of;
using testing::ProcessResult;
using testing::Project;
using testing::write_file;

/// Files a.sql, b.sql, … with these texts, and what is found in them.
DuplicateReport search(const std::vector<std::string>& texts, unsigned jobs = 2) {
  const testing::TemporaryDirectory directory;
  Selection selection;
  char name = 'a';
  for (const std::string& text : texts) {
    const std::string path = directory.path() / (std::string(1, name++) + ".sql");
    write_file(path, text);
    selection.files.push_back({.path = path, .target = {}, .entry = 0, .pattern = 0});
  }
  return find_duplicates(selection, {.project_dir = directory.path(), .jobs = jobs});
}

std::string text_of(const DuplicateReport& report) {
  std::string text;
  for (const Duplicate& duplicate : report.duplicates) {
    text += fmt::format("{} {} {}", duplicate.rule, duplicate.kind, duplicate.identity);
    for (const Definition& definition : duplicate.definitions) {
      text += fmt::format(" {}:{}+{}", definition.file, definition.line, definition.offset);
    }
    text += fmt::format(" {}\n", name(duplicate.winner));
  }
  return text;
}

std::string found(const std::vector<std::string>& texts) {
  return text_of(search(texts));
}

std::string function(const std::string& name_and_arguments) {
  return "create function " + name_and_arguments + " returns int language sql as '';\n";
}

std::string replacement(const std::string& name_and_arguments) {
  return "create or replace function " + name_and_arguments + " returns int language sql as '';\n";
}

TEST_CASE("an object that two files define is found with its places") {
  CHECK(found({"-- é\r\ncreate table\r\nA.t ();", "create table a.T ();"}) ==
        "build_001 table A.t a.sql:3+5 b.sql:1+0 conflict\n");
  CHECK(found({"create table t ();", "create view t as select 1;"}).empty());
  CHECK(found({"create table t ();", "create table u ();"}).empty());
}

TEST_CASE("twice in one file is twice too, unless it was dropped in between") {
  CHECK(found({"create view v as select 1;create view v as select 1;"}) ==
        "build_001 view v a.sql:1+0 a.sql:1+26 conflict\n");
  CHECK(found({"create view v as select 1;drop view v;create view v as select 1;"}).empty());
  // What another file drops stays, as in the reference.
  CHECK(contains(found({"create table t ();", "drop table t;create table t ();"}), "build_001"));
}

TEST_CASE("which definition wins depends on all later ones") {
  const auto winner = [](const std::vector<std::string>& texts) {
    const DuplicateReport report = search(texts);
    REQUIRE(report.duplicates.size() == 1);
    return report.duplicates[0].winner;
  };
  const std::string plain = "create table t ();";
  const std::string conditional = "create table if not exists t ();";
  CHECK(winner({plain, conditional, conditional}) == Winner::First);
  CHECK(winner({conditional, plain}) == Winner::Conflict);
  CHECK(winner({plain, conditional, plain}) == Winner::Conflict);
  CHECK(winner({function("f()"), replacement("f()"), replacement("f()")}) == Winner::Last);
  CHECK(winner({replacement("f()"), function("f()")}) == Winner::Conflict);
}

TEST_CASE("no schema is the schema public") {
  CHECK(found({"create domain d as int;", "create domain public.d as int;"}) ==
        "build_001 domain d a.sql:1+0 b.sql:1+0 conflict\n");
  CHECK(found({"create domain a.d as int;", "create domain d as int;"}).empty());
}

TEST_CASE("a routine is known by the types of its arguments, however they are spelled") {
  CHECK(found({function("app.f(int, text[])"), replacement("app.f(a int4, b text[][])")}) ==
        "build_001 function app.f(integer, text[]) a.sql:1+0 b.sql:1+0 last\n");
  CHECK(found({function("f(int)") + function("f(text)")}).empty());
}

TEST_CASE("overloads in several files are told by their first definitions") {
  CHECK(found({function("app.f(int)") + function("app.f(int)"), function("app.f(text)")}) ==
        "build_001 function app.f(integer) a.sql:1+0 a.sql:2+59 conflict\n"
        "build_002 function app.f a.sql:1+0 b.sql:1+0 n/a\n");
  CHECK(found({"create aggregate g(int) (sfunc = f, stype = int)",
               "create aggregate g(text) (sfunc = f, stype = int)"})
            .empty());
  CHECK(found({function("f(int)"), "create procedure f(text) language sql as ''"}).empty());
}

TEST_CASE("a type without a schema goes with the definition that came first") {
  CHECK(found({function("f(a.t)") + function("f(b.t)") + function("f(t)")}) ==
        "build_001 function f(a.t) a.sql:1+0 a.sql:3+110 conflict\n");
  CHECK(found({function("f(t)") + function("f(a.t)") + function("f(b.t)")}) ==
        "build_001 function f(t) a.sql:1+0 a.sql:2+53 conflict\n");
}

TEST_CASE("findings come in the order of the names of files, then of places") {
  CHECK(found({"create table z (); create table a ();", "create table a (); create table z ();"}) ==
        "build_001 table z a.sql:1+0 b.sql:1+19 conflict\n"
        "build_001 table a a.sql:1+19 b.sql:1+0 conflict\n");
}

TEST_CASE("a file that PostgreSQL refuses is named and not looked at") {
  const DuplicateReport report =
      search({"create table t ();", "create table t (); create tabel x;", "create table t ();"});
  CHECK(report.unparsed == std::vector<std::string>{"b.sql"});
  CHECK(text_of(report) == "build_001 table t a.sql:1+0 c.sql:1+0 conflict\n");
  CHECK(search({"copy t from stdin;\n1\n\\.\n"}).unparsed.size() == 1);
}

TEST_CASE("a large file is looked at to its end, and what PostgreSQL refuses is found in it") {
  std::string large = "create table t ();\n";
  while (large.size() < 1'500'000) {
    large += "insert into t values ('é; /*');\ncreate table b (); drop table b;\n";
  }
  CHECK(found({large + ";;create table t ();"}) ==
        fmt::format("build_001 table t a.sql:1+0 a.sql:{}+{} conflict\n",
                    std::count(large.begin(), large.end(), '\n') + 1,
                    large.size() -
                        static_cast<std::size_t>(std::count(large.begin(), large.end(), '\xC3')) +
                        2));
  CHECK(search({large + "create tabel x;"}).unparsed.size() == 1);
  CHECK(search({large + "copy t from stdin;\n1\n\\.\n"}).unparsed.size() == 1);
  CHECK(search({large + "copy t from stdin;\nselect 1;\n"}).unparsed.empty());
  CHECK(search({large + "\\set a b\n"}).unparsed.size() == 1);
}

TEST_CASE("findings do not depend on the number of threads") {
  testing::Random random(5);
  const std::vector<std::string> statements = {"create table a ();\n",
                                               "create table b ();\n",
                                               "create table if not exists a ();\n",
                                               "drop table b;\n",
                                               "alter table a rename to b;\n",
                                               function("f(int)"),
                                               function("f(text)"),
                                               replacement("f(int)")};
  for (int round = 0; round < 20; ++round) {
    std::vector<std::string> texts;
    for (int i = 0; i < 20; ++i) {
      texts.push_back(random.text(statements, 4));
    }
    CAPTURE(round);
    REQUIRE(text_of(search(texts, 1)) == text_of(search(texts, 4)));
  }
}

TEST_CASE("a file that cannot be read is an error") {
  CHECK(contains(failure_of([] { search({"a", "\xFF"}); }).what(), "is not UTF-8"));
}

/// A project whose files define f(integer) twice, and another that cannot be parsed.
struct Doubled : Project {
  Doubled() {
    write("db/schema/b.sql", function("App.f(int)"));
    write("db/schema/c.sql", replacement("app.f(x integer)"));
    write("db/schema/d.sql", "create tabel x;");
  }
};

TEST_CASE("a build tells of duplicates if that is asked for") {
  const Doubled project;
  CHECK_FALSE(contains(project.run({}).out, "build_001"));
  const ProcessResult result = project.run({"--warn-duplicates"});
  CHECK(result.status == 0);
  CHECK(contains(result.out,
                 "Duplicate definitions:\n"
                 "  build_001: function 'app.f(integer)' is defined 2 times: db/schema/b.sql (line "
                 "1, offset 0); db/schema/c.sql (line 1, offset 0) — the last definition wins "
                 "(CREATE OR REPLACE)\n"));
  CHECK(contains(result.out, "Schema built successfully"));
  CHECK(contains(result.out,
                 "warning [SCHEMA_206]: db/schema/d.sql: pglast could not parse it — not checked "
                 "for duplicates\n"));
  CHECK(contains(result.out, "Duplicate definitions: 1 (see above)\n"));
}

TEST_CASE("a build can fail on duplicates, and then writes nothing") {
  const Doubled project;
  const ProcessResult result =
      project.run({"--fail-on-duplicates", "--manifest", "--depfile", "x.d"});
  CHECK(result.status == 1);
  CHECK(contains(result.out, "build_001: function 'app.f(integer)'"));
  CHECK(contains(result.out, "Build failed: 1 duplicate definition(s); nothing was built\n"));
  CHECK(contains(result.out, "SCHEMA_206"));
  CHECK_FALSE(std::filesystem::exists(project.path("db/generated")));
  CHECK_FALSE(std::filesystem::exists(project.path("db/confiture_local.sum")));
  CHECK_FALSE(std::filesystem::exists(project.path("x.d")));
  project.write("db/schema/c.sql", "");
  CHECK(project.run({"--fail-on-duplicates"}).status == 0); // what cannot be parsed is no failure
}

TEST_CASE("as JSON duplicates are part of the result") {
  const Doubled project;
  const ProcessResult result = project.run({"--fail-on-duplicates", "-f", "json", "--show-hash"});
  CHECK(result.status == 1);
  const json document = json::parse(result.out);
  CHECK(document["success"] == false);
  CHECK(document["ok"] == true);
  CHECK(document["files_processed"] == 4);
  CHECK(document["schema_size_bytes"] == 0);
  CHECK(document["hash"].is_null());
  CHECK(document["error"] == "1 duplicate definition(s); nothing was built");
  const json places = {{{"file", "db/schema/b.sql"}, {"offset", 0}, {"line", 1}},
                       {{"file", "db/schema/c.sql"}, {"offset", 0}, {"line", 1}}};
  const json finding = {{"rule_id", "build_001"},
                        {"kind", "function"},
                        {"identity", "app.f(integer)"},
                        {"definitions", places},
                        {"wins", "last"}};
  const json warning = {
      {"code", "SCHEMA_206"},
      {"severity", "warning"},
      {"message", "db/schema/d.sql: pglast could not parse it — not checked for duplicates"},
      {"file", "db/schema/d.sql"}};
  CHECK(document["duplicates"] == json::array({finding}));
  CHECK(document["warnings"] == json::array({warning}));
  CHECK(json::parse(project.run({"--warn-duplicates", "-f", "json"}).out)["success"] == true);
}

TEST_CASE("a report of duplicates goes to its file") {
  const Doubled project;
  const ProcessResult result =
      project.run({"--fail-on-duplicates", "-f", "json", "--report", "r.json"});
  CHECK(result.status == 1);
  CHECK(result.out == "Output written to r.json\n");
  CHECK(json::parse(testing::read_file(project.path("r.json")))["success"] == false);
}

TEST_CASE("where the result has no place for duplicates they are on standard error") {
  const Doubled project;
  const ProcessResult table = project.run({"--fail-on-duplicates", "-f", "csv"});
  CHECK(table.status == 1);
  CHECK(table.out.starts_with("metric,value\nsuccess,False\n"));
  CHECK(contains(table.err, "build_001"));
  CHECK(contains(table.err, "SCHEMA_206"));
  const ProcessResult quiet = project.run({"--warn-duplicates", "--show-hash", "-q"});
  CHECK(quiet.out.size() == 65);
  CHECK(contains(quiet.err, "build_001"));
}

TEST_CASE("duplicates are named where they really are") {
  const Project project;
  project.write("shared/x.sql", "create table a ();");
  testing::make_symlink("../../shared/x.sql", project.path("db/schema/l.sql"));
  const ProcessResult result = project.run({"--warn-duplicates", "-f", "json"});
  CHECK(json::parse(result.out)["duplicates"][0]["definitions"][1]["file"] == "shared/x.sql");
}

} // namespace
} // namespace confiture
