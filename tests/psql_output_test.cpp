#include "psql_output.hpp"
#include "random.hpp"
#include "source_map_builder.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace confiture {
namespace {

/// A bundle without header whose one file starts in its fifth line.
RunningBundle bundle_of(const std::string& text) {
  SourceMapBuilder map;
  map.begin_file("a.sql", 4);
  map.add_text(text);
  return {.script = SqlScript("\n--\n--\n\n" + text), .mapped = {.map = map.finish()}};
}

std::string in_db(const RunningBundle& /*bundle*/, std::string_view file) {
  return "db/" + std::string(file);
}

std::string rewritten(const std::string& text, std::string_view output) {
  const RunningBundle bundle = bundle_of(text);
  std::string out;
  PsqlOutput psql([&](const std::string& name) { return name == "s: x.sql" ? &bundle : nullptr; },
                  in_db,
                  [&](std::string_view part) { out += part; });
  psql.take(output);
  psql.flush();
  CHECK_FALSE(psql.holds());
  return out;
}

// The messages are those of psql 15.

TEST_CASE("a message with an excerpt is led to the line that it shows") {
  CHECK(rewritten("-- c\ncreate table b (x int,\n  -- d\n  y nosuch);\n",
                  "psql:s: x.sql:8: ERROR:  type \"nosuch\" does not exist\n"
                  "LINE 3:   y nosuch);\n"
                  "            ^\n") == "psql:db/a.sql:4: ERROR:  type \"nosuch\" does not exist\n"
                                        "LINE 4:   y nosuch);\n"
                                        "            ^\n");
}

TEST_CASE("of two statements that end in one line the one shown is meant") {
  CHECK(rewritten("create table a (\n  x int); create tabel c;\n",
                  "psql:s: x.sql:6: ERROR:  syntax error at or near \"tabel\"\n"
                  "LINE 1: create tabel c;\n"
                  "               ^\n") ==
        "psql:db/a.sql:2: ERROR:  syntax error at or near \"tabel\"\n"
        "LINE 2: create tabel c;\n"
        "               ^\n");
}

TEST_CASE("block comments before a statement are sent, line comments are not") {
  CHECK(rewritten("/* a\n b */\n-- c\nselect\n  x;\n",
                  "psql:s: x.sql:9: ERROR:  column \"x\" does not exist\n"
                  "LINE 5:   x;\n"
                  "          ^\n") == "psql:db/a.sql:5: ERROR:  column \"x\" does not exist\n"
                                      "LINE 5:   x;\n"
                                      "          ^\n");
}

TEST_CASE("empty lines that psql leaves out are counted, and those that it sends are not") {
  const std::string output = "psql:s: x.sql:13: ERROR:  e\nLINE 6:   x;\n          ^\n";
  const std::string expected = "psql:db/a.sql:9: ERROR:  e\nLINE 9:   x;\n          ^\n";
  CHECK(rewritten("/* a\n\n b */\n\n-- c\n\nselect\n\n  x;\n", output) == expected);
  CHECK(rewritten("\n\n\n/* a\n b */\n-- c\nselect 1,\n\n  x;\n",
                  "psql:s: x.sql:13: ERROR:  e\nLINE 6:   x;\n          ^\n") == expected);
}

TEST_CASE("a caret moves with the number above it") {
  std::string text;
  for (int i = 0; i < 9; ++i) {
    text += "-- c\n";
  }
  CHECK(rewritten(text + "select x;\n",
                  "psql:s: x.sql:14: ERROR:  e\nLINE 1: select x;\n               ^\n") ==
        "psql:db/a.sql:10: ERROR:  e\nLINE 10: select x;\n                ^\n");
}

TEST_CASE("long lines are recognised by the part that psql shows") {
  const std::string many(80, 'a');
  CHECK(rewritten("select 1; select 1 from a where " + many + " = 1 and b;\n",
                  "psql:s: x.sql:5: ERROR:  e\nLINE 1: ..." + many.substr(40) +
                      " = 1 and b;\n                                                  ^\n")
            .starts_with("psql:db/a.sql:1: ERROR:  e\nLINE 1: ..."));
}

TEST_CASE("a message without an excerpt is led to the start of its statement") {
  CHECK(rewritten("create table a (\n  x int\n);\n",
                  "psql:s: x.sql:7: ERROR:  relation \"a\" already exists\n") ==
        "psql:db/a.sql:1: ERROR:  relation \"a\" already exists\n");
  CHECK(rewritten("\\i nosuch\n", "psql:s: x.sql:5: error: nosuch: No such file or directory\n") ==
        "psql:db/a.sql:1: error: nosuch: No such file or directory\n");
}

TEST_CASE("rows of COPY and bodies of routines are led to by their CONTEXT") {
  CHECK(rewritten("copy a from stdin;\n1\nx\n\\.\n",
                  "psql:s: x.sql:8: ERROR:  invalid input syntax for type integer: \"x\"\n"
                  "CONTEXT:  COPY a, line 2, column x: \"x\"\n")
            .starts_with("psql:db/a.sql:3: ERROR:"));
  CHECK(rewritten("do $$ begin\n  perform 1;\n  perform 1/0;\nend $$;\n",
                  "psql:s: x.sql:8: ERROR:  division by zero\n"
                  "CONTEXT:  SQL statement \"SELECT 1/0\"\n"
                  "PL/pgSQL function inline_code_block line 3 at PERFORM\n")
            .starts_with("psql:db/a.sql:3: ERROR:"));
  const std::string script =
      "create function s.f(i int default 1, out j int)\nlanguage plpgsql as $x$\n"
      "begin\n  j := i/0;\nend $x$;\nselect s.f();\n";
  CHECK(rewritten(script,
                  "psql:s: x.sql:10: ERROR:  division by zero\n"
                  "CONTEXT:  PL/pgSQL function s.f(integer) line 3 at assignment\n")
            .starts_with("psql:db/a.sql:4: ERROR:"));
  CHECK(rewritten(script,
                  "psql:s: x.sql:10: ERROR:  division by zero\n"
                  "CONTEXT:  PL/pgSQL function other.f(integer) line 3 at assignment\n")
            .starts_with("psql:db/a.sql:6: ERROR:"));
}

TEST_CASE("an excerpt of a query that the server made is left alone") {
  CHECK(rewritten("do $$ begin\n  perform * from nosuch;\nend $$;\n",
                  "psql:s: x.sql:7: ERROR:  relation \"nosuch\" does not exist\n"
                  "LINE 1: SELECT * from nosuch\n"
                  "                      ^\n"
                  "QUERY:  SELECT * from nosuch\n"
                  "CONTEXT:  PL/pgSQL function inline_code_block line 2 at PERFORM\n") ==
        "psql:db/a.sql:2: ERROR:  relation \"nosuch\" does not exist\n"
        "LINE 1: SELECT * from nosuch\n"
        "                      ^\n"
        "QUERY:  SELECT * from nosuch\n"
        "CONTEXT:  PL/pgSQL function inline_code_block line 2 at PERFORM\n");
}

TEST_CASE("what is not about the bundle, or about none of its sources, passes as it is") {
  for (const std::string text : {"CREATE TABLE\n",
                                 "psql:other.sql:7: ERROR:  e\nLINE 1: x\n        ^\n",
                                 "psql:s: x.sql:2: ERROR:  e\n",
                                 "psql:s: x.sql:99999: ERROR:  e\n",
                                 "psql: error: connection failed\n",
                                 "no end",
                                 "psql:s: x.sql:7"}) {
    CAPTURE(text);
    CHECK(rewritten("\n\n\n", text) == text);
  }
}

TEST_CASE("messages are the same however they come in") {
  testing::Random random(1);
  const std::string text = "select 1;\nselect\n x;\ncreate table a ();\n";
  const std::string output = "CREATE TABLE\npsql:s: x.sql:7: ERROR:  e\nLINE 2:  x;\n         ^\n"
                             "psql:s: x.sql:8: NOTICE:  f\npsql:o:1: ERROR: g\nx";
  const std::string expected = rewritten(text, output);
  const RunningBundle bundle = bundle_of(text);
  for (int round = 0; round < 200; ++round) {
    std::string out;
    PsqlOutput psql([&](const std::string& name) { return name == "s: x.sql" ? &bundle : nullptr; },
                    in_db,
                    [&](std::string_view part) { out += part; });
    for (const std::string& piece : random.cut(output)) {
      psql.take(piece);
    }
    psql.flush();
    REQUIRE(out == expected);
  }
}

} // namespace
} // namespace confiture
