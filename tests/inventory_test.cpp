#include "postgres/inventory.hpp"
#include "postgres/parser.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

namespace confiture::postgres {
namespace {

std::vector<DefinedObject> inventory_of(std::string_view text) {
  const ParseTree tree = ParseTree::parse(text);
  CAPTURE(text);
  REQUIRE(tree.error() == nullptr);
  Inventory inventory(text);
  for (const ParsedStatement& statement : tree.statements()) {
    inventory.add(statement);
  }
  return inventory.take();
}

/// Kinds and identities: `table a.b, function f(integer)`.
std::string objects_in(std::string_view text) {
  std::string list;
  for (const DefinedObject& object : inventory_of(text)) {
    list += fmt::format("{}{} {}", list.empty() ? "" : ", ", object.kind, object.identity());
  }
  return list;
}

std::string function(const std::string& name_and_arguments) {
  return "create function " + name_and_arguments + " returns int language sql as '';";
}

TEST_CASE("every kind of object is taken with its name") {
  CHECK(objects_in("create table a.t ()") == "table a.t");
  CHECK(objects_in("create temp table t ()") == "table t");
  CHECK(objects_in("create table t partition of p default") == "table t");
  CHECK(objects_in("create view a.v as select 1") == "view a.v");
  CHECK(objects_in("create recursive view v (x) as select 1") == "view v");
  CHECK(objects_in("create materialized view v as select 1") == "matview v");
  CHECK(objects_in("create type a.t as (x int)") == "type a.t");
  CHECK(objects_in("create type t as enum ('a')") == "type t");
  CHECK(objects_in("create domain a.d as int") == "domain a.d");
  CHECK(objects_in("create sequence a.s") == "sequence a.s");
  CHECK(objects_in(function("a.f(int)")) == "function a.f(integer)");
  CHECK(objects_in("create procedure p() language sql as ''") == "procedure p()");
  CHECK(objects_in("create aggregate g(int) (sfunc = f, stype = int)") == "aggregate g(integer)");
  CHECK(objects_in("create aggregate g(*) (sfunc = f, stype = int)") == "aggregate g()");
  CHECK(objects_in("create aggregate g(basetype = int, sfunc = f, stype = int)") ==
        "aggregate g()");
}

TEST_CASE("what makes nothing that can be defined twice is no object") {
  for (const char* text : {"create table t as select 1",
                           "create foreign table t () server s",
                           "create type t as range (subtype = int)",
                           "create type t",
                           "create operator === (leftarg = int, rightarg = int, function = f)",
                           "create schema a create table t ()",
                           "select 1 into t",
                           "create index i on t (x)"}) {
    CAPTURE(text);
    CHECK(objects_in(text).empty());
  }
}

TEST_CASE("what is given back is no part of a signature") {
  CHECK(objects_in("create procedure p(in a int, out b text, inout c text, variadic d int[]) "
                   "language sql as ''") == "procedure p(integer, text, integer[])");
  CHECK(objects_in("create function f(a int = 1) returns table (b text) language sql as ''") ==
        "function f(integer)");
}

TEST_CASE("how a definition was made is known") {
  CHECK(inventory_of("create or replace view v as select 1")[0].is_replacement);
  CHECK(inventory_of("create or replace function f() returns int language sql as ''")[0]
            .is_replacement);
  CHECK_FALSE(inventory_of("create view v as select 1")[0].is_replacement);
  for (const char* text : {"create table if not exists t ()",
                           "create sequence if not exists s",
                           "create materialized view if not exists m as select 1"}) {
    CAPTURE(text);
    CHECK(inventory_of(text)[0].is_conditional);
  }
  CHECK_FALSE(inventory_of("create table t ()")[0].is_conditional);
}

TEST_CASE("a table is shown as it was written, and known as PostgreSQL holds it") {
  const auto check = [](const char* text, const char* written, const char* schema) {
    CAPTURE(text);
    const DefinedObject table = inventory_of(text)[0];
    CHECK(table.identity() == written);
    CHECK(table.name.schema == schema);
  };
  check("create table App.\"Tb\"\"x\" ()", "App.Tb\"x", "app");
  check("create table if not exists A /* . */ . B ()", "A.B", "a");
  check("create table db.S.T ()", "S.T", "s");
  check("create table Größe ()", "Größe", "");
  check("create table U&\"d!0061t\" uescape '!' ()", "dat", "");
  CHECK(inventory_of("create table App.Tb ()")[0].name.name == "tb");
  CHECK(objects_in("create view App.V as select 1") == "view app.v"); // but nothing else is
}

TEST_CASE("a place is that of the statement, and the line that of a relation's name") {
  const std::vector<DefinedObject> objects =
      inventory_of("-- é\r\n/* /* */ */ create table\r\n t ();\r\n\n create type\n e as enum ();");
  REQUIRE(objects.size() == 2);
  CHECK(objects[0].position.offset == 17);
  CHECK(objects[0].position.line == 3);
  CHECK(objects[1].position.offset == 39);
  CHECK(objects[1].position.line == 5);
}

TEST_CASE("statements that were parsed alone are placed by where they begin") {
  const std::string text = "-- é\ncreate table a ();\n\n create view\nb as select 1;";
  Inventory inventory(text);
  for (const std::string_view part : {"create table a ()", " create view\nb as select 1"}) {
    const ParseTree tree = ParseTree::parse(part);
    inventory.add(tree.statements().at(0), text.find(part));
  }
  const std::vector<DefinedObject> objects = inventory.take();
  REQUIRE(objects.size() == 2);
  CHECK(objects[0].position.offset == 5);
  CHECK(objects[0].position.line == 2);
  CHECK(objects[1].position.offset == 26);
  CHECK(objects[1].position.line == 5);
}

TEST_CASE("what is dropped after its definition is gone") {
  CHECK(objects_in("create table t (); drop table t").empty());
  CHECK(objects_in("drop table if exists t; create table t ()") == "table t");
  CHECK(objects_in("create table a (); create table b (); create table c (); drop table a, c") ==
        "table b");
  CHECK(objects_in("create type t as enum (); drop type t").empty());
  CHECK(objects_in("create domain d as int; drop domain d").empty());
  CHECK(objects_in("create sequence s; drop sequence s cascade").empty());
  CHECK(objects_in("create materialized view v as select 1; drop materialized view v").empty());
  CHECK(objects_in("create view v as select 1; drop table v") == "view v");
  CHECK(objects_in("create table a.t (); drop schema a cascade") == "table a.t");
}

TEST_CASE("a name without a schema is one in any") {
  CHECK(objects_in("create table a.t (); drop table t").empty());
  CHECK(objects_in("create table t (); drop table a.t").empty());
  CHECK(objects_in("create table a.t (); drop table b.t") == "table a.t");
  CHECK(objects_in("create table \"T\" (); drop table T") == "table T");
}

TEST_CASE("of a routine the overload is dropped whose types are named") {
  const std::string both = function("f(int)") + function("f(text)");
  CHECK(objects_in(both + "drop function f(int4)") == "function f(text)");
  CHECK(objects_in(both + "drop function f(int, out text)") == "function f(text)");
  CHECK(objects_in(both + "drop function f").empty());
  CHECK(objects_in(both + "drop function f()") == "function f(integer), function f(text)");
  CHECK(objects_in(both + "drop procedure f(int)") == "function f(integer), function f(text)");
  CHECK(objects_in(both + "drop routine f(text)") == "function f(integer)");
  CHECK(objects_in(function("f(varchar(3))") + "drop function f(varchar(5))").empty());
  CHECK(objects_in(function("f(app.t)") + "drop function f(t)").empty());
  CHECK(objects_in(function("f(app.t)") + "drop function f(b.t)") == "function f(app.t)");
  CHECK(objects_in("create aggregate g(*) (sfunc = f, stype = int); drop aggregate g(*)").empty());
}

TEST_CASE("what is renamed or moved has another name") {
  CHECK(objects_in("create table T (); alter table t rename to u") == "table u");
  CHECK(objects_in("create table a.t (); alter table t set schema b") == "table b.t");
  CHECK(objects_in("create type t as enum (); alter type t rename to u; drop type t") == "type u");
  CHECK(objects_in("create type t as enum (); alter type t rename to u; drop type u").empty());
  CHECK(objects_in("create domain d as int; alter domain d set schema a") == "domain a.d");
  CHECK(objects_in("create view v as select 1; alter view v rename to w") == "view w");
  CHECK(objects_in("alter table t rename to u; create table t ()") == "table t");
  CHECK(objects_in("create table t (x int); alter table t rename column x to y") == "table t");
  CHECK(objects_in("create table t (); create table u (); alter table t rename to u") ==
        "table u, table u");
  // As in the reference.
  CHECK(objects_in(function("f()") + "alter function f() rename to g") == "function f()");
}

TEST_CASE("tables of pg_tviews are made and dropped by their names") {
  CHECK(objects_in("create table tv_a as select 1") == "tview tv_a");
  CHECK(objects_in("create table tv_a as select 1; drop table tv_a").empty());
  CHECK(objects_in("select tviews.pg_tviews_create('App.x', 'select 1')") == "tview app.tv_x");
  CHECK(objects_in("select pg_tviews_create('\"tv_X\"'::text)") == "tview tv_X");
  CHECK(objects_in("select pg_tviews_create_or_replace(query => '', tview_name => 'a')") ==
        "tview tv_a");
  CHECK(objects_in("with q as (select pg_tviews_create('a')) "
                   "select (select pg_tviews_create_aggregate('b')), pg_tviews_create('c')") ==
        "tview tv_b, tview tv_c, tview tv_a");
  CHECK(objects_in("create table tv_a as select 1; select pg_tviews_drop('a')").empty());
  CHECK(objects_in("select pg_tviews_create('a'), pg_tviews_drop('a')") == "tview tv_a");
  for (const char* text : {"select pg_tviews_create(x)",
                           "select pg_tviews_create('a b')",
                           "select pg_tviews_create('a.b.c')",
                           "select pg_tviews_create('a.')",
                           "select pg_tviews_create('\"a')",
                           "select pg_tviews_create('')",
                           "select pg_tviews_create()",
                           "select other.pg_tviews_create('a')",
                           "insert into t select pg_tviews_create('a')"}) {
    CAPTURE(text);
    CHECK(objects_in(text).empty());
  }
}

} // namespace
} // namespace confiture::postgres
