#include "database/failure_causes.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace confiture::database {
namespace {

using Names = std::vector<std::vector<std::string>>;

Names names_of(const std::string& sql) {
  return subject_of(SqlScript(sql), 0).names;
}

TEST_CASE("what a statement makes is named as the server names it") {
  CHECK(names_of("CREATE TABLE Shop.\"Or\"\"ders\" (id int)") == Names{{"shop", "Or\"ders"}});
  CHECK(names_of("/* c */ create or replace function f(int) returns int as $$$$") == Names{{"f"}});
  CHECK(names_of("CREATE TEMP TABLE IF NOT EXISTS t ()") == Names{{"t"}});
  CHECK(names_of("CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)") == Names{{"i"}});
  CHECK(names_of("CREATE INDEX ON t (a)").empty());
  CHECK(names_of("CREATE MATERIALIZED VIEW v AS SELECT 1") == Names{{"v"}});
  CHECK(names_of("CREATE SCHEMA AUTHORIZATION ann") == Names{{"ann"}});
  CHECK(names_of("CREATE TEXT SEARCH CONFIGURATION c (COPY = x)") == Names{{"c"}});
  CHECK(names_of("CREATE OPERATOR CLASS o FOR TYPE t USING btree AS STORAGE t") == Names{{"o"}});
  CHECK(names_of("CREATE TABLE statistics (id int)") == Names{{"statistics"}});
  CHECK(names_of("CREATE FOREIGN TABLE f () SERVER s") == Names{{"f"}});
}

TEST_CASE("what a statement changes or fills is named too") {
  CHECK(names_of("ALTER TABLE ONLY shop.t ADD COLUMN IF NOT EXISTS c int, ADD d int") ==
        Names{{"shop", "t"}, {"c"}, {"d"}});
  CHECK(names_of("ALTER TABLE IF EXISTS t RENAME a TO b") == Names{{"t"}, {"b"}});
  CHECK(names_of("ALTER TABLE t ADD CONSTRAINT k UNIQUE (a)") == Names{{"t"}, {"k"}});
  CHECK(names_of("ALTER TYPE kind ADD VALUE 'late'") == Names{{"kind"}, {"late"}});
  CHECK(names_of("INSERT INTO shop.t VALUES (1)") == Names{{"shop", "t"}});
  CHECK(names_of("COPY t (a) FROM stdin") == Names{{"t"}});
}

TEST_CASE("other statements have no subject") {
  CHECK(names_of("SELECT 1").empty());
  CHECK(names_of("GRANT SELECT ON t TO ann").empty());
  CHECK(names_of("CREATE").empty());
  CHECK(names_of("ALTER SYSTEM SET x = 1").empty());
}

struct Failed {
  std::size_t statement;
  std::string sqlstate;
  std::string message;
  std::string detail = {};
};

using Causes = std::vector<std::optional<std::size_t>>;

Causes causes(const std::string& sql, const std::vector<Failed>& failed) {
  std::vector<StatementFailure> failures;
  for (const Failed& one : failed) {
    failures.push_back(
        {.message = {.sqlstate = one.sqlstate, .message = one.message, .detail = one.detail},
         .statement = one.statement,
         .offset = 0});
  }
  return causes_of(failures, SqlScript(sql));
}

TEST_CASE("a failure that misses what a failed statement makes follows from it") {
  CHECK(causes("CREATE TABLE t (a nope); CREATE VIEW v AS SELECT * FROM t; SELECT * FROM v;",
               {{0, "42704", "type \"nope\" does not exist"},
                {1, "42P01", "relation \"t\" does not exist"},
                {2, "42P01", "Relation »v« existiert nicht"}}) ==
        Causes{std::nullopt, 0, 0}); // v is missing since t is
}

TEST_CASE("a failure of another kind stands alone") {
  CHECK(causes("CREATE TABLE t (a nope); SELECT 1/0 AS t;",
               {{0, "42704", "type \"nope\" does not exist"},
                {1, "22012", "division by zero t"}}) == Causes{std::nullopt, std::nullopt});
}

TEST_CASE("names are compared as words, and with their schemas") {
  const std::string sql = "CREATE TABLE a.t (x nope); SELECT 1;";
  const Failed first{0, "42704", "type \"nope\" does not exist"};
  const auto second = [&](const std::string& message) {
    return causes(sql, {first, {1, "42P01", message}}).back();
  };
  CHECK(second("relation \"a.t\" does not exist") == 0);
  CHECK(second("relation \"t\" does not exist") == 0);
  CHECK(second("relation \"b.t\" does not exist") == std::nullopt);
  CHECK(second("relation \"tt\" does not exist") == std::nullopt);
  CHECK(second("relation \"t_old\" does not exist") == std::nullopt);
}

TEST_CASE("a row that is referred to may be missing for a failed insert") {
  CHECK(causes("INSERT INTO customers VALUES (1/0); INSERT INTO orders VALUES (1);",
               {{0, "22012", "division by zero"},
                {1,
                 "23503",
                 "insert or update on table \"orders\" violates foreign key constraint \"k\"",
                 "Key (c)=(1) is not present in table \"customers\"."}}) ==
        Causes{std::nullopt, 0});
}

TEST_CASE("without a schema to create in, a failed schema is the reason") {
  CHECK(causes("CREATE SCHEMA s; CREATE TABLE t ();",
               {{0, "42501", "permission denied for database d"},
                {1, "3F000", "no schema has been selected to create in"}}) ==
        Causes{std::nullopt, 0});
}

TEST_CASE("what no statement makes may be missing for a failed extension") {
  const std::string sql = "CREATE EXTENSION postgis; CREATE TABLE p (g geometry); CREATE TYPE k AS "
                          "ENUM (); CREATE TABLE q (k k);";
  const Failed extension{0, "0A000", "extension \"postgis\" is not available"};
  CHECK(causes(sql, {extension, {1, "42704", "type \"geometry\" does not exist"}}).back() == 0);
  CHECK(causes(sql, {extension, {3, "42704", "type \"k\" does not exist"}}).back() == std::nullopt);
}

} // namespace
} // namespace confiture::database
