#include "parsed_files.hpp"
#include "postgres/forward_references.hpp"
#include "random.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace confiture::postgres {
namespace {

using testing::objects_in;
using Files = std::vector<std::string>;

std::vector<ForwardReference> references_in(const Files& files) {
  std::vector<FileObjects> objects;
  for (const std::string& file : files) {
    objects.push_back(objects_in(file));
  }
  return forward_references(objects);
}

std::string place(const Files& files, std::size_t file, std::size_t offset) {
  const std::string before = files[file].substr(0, offset);
  return std::to_string(file) + ":" +
         std::to_string(1 + std::count(before.begin(), before.end(), '\n'));
}

/// One line a finding: `0:1 CREATE VIEW: table t of 1:3`, with file:line.
std::string told(const Files& files) {
  std::string out;
  for (const ForwardReference& found : references_in(files)) {
    out += place(files, found.file, found.offset) + " " + std::string(found.statement) + ": " +
           std::string(found.kind) + " " + found.name + " of " +
           place(files, found.defining_file, found.defining_offset) + "\n";
  }
  return out;
}

/// Of one file with a statement a line: the lines that are told.
std::string lines_told(const std::string& text) {
  std::string out;
  for (const ForwardReference& found : references_in({text})) {
    const std::string at = place({text}, 0, found.offset).substr(2);
    out += out.empty() ? at : " " + at;
  }
  return out;
}

/// What the first finding points to.
std::string pointed_at(const Files& files) {
  const std::vector<ForwardReference> found = references_in(files);
  REQUIRE_FALSE(found.empty());
  return files[found[0].file].substr(found[0].offset);
}

TEST_CASE("a name is told with the place that creates it") {
  CHECK(told({"select 1;\ncreate view v as\n  select * from s.t;", "create table s.t ();"}) ==
        "0:3 CREATE VIEW: table s.t of 1:1\n");
  CHECK(told({"create view v as select * from t;\n\ncreate table t ();"}) ==
        "0:1 CREATE VIEW: table t of 0:3\n");
  CHECK(told({"create table t ();", "create view v as select * from t;"}) == "");
}

TEST_CASE("what is never created is taken to be there") {
  CHECK(told({"create table t (a citext, b s.u references x);",
              "select f(1), s.g(2) from v, pg_class, information_schema.tables;",
              "grant select on t to r; create extension e schema x;"}) == "");
}

TEST_CASE("a name is told once a statement, the first time it is there") {
  CHECK(told({"select * from t join u on f(t.a)\n join t as v on true;",
              "create table u ();",
              "create table t ();"}) == "0:1 SELECT: table t of 2:1\n"
                                        "0:1 SELECT: table u of 1:1\n");
  CHECK(lines_told("select from t;\nselect from t;\ncreate table t ();") == "1 2");
}

TEST_CASE("names are told at their own place, in bytes") {
  const std::string table = "create table \"é t\" ();";
  CHECK(pointed_at({"/* é */ select 'ü' from \"é t\" as x;", table}) == "\"é t\" as x;");
  CHECK(pointed_at({"-- u\ncomment on type u is 'u';", "create type u as enum ();"}) ==
        "u is 'u';");
  CHECK(pointed_at({"drop function a.f(int);", "create function a.f(int) returns int return 1;"}) ==
        "f(int);");
  CHECK(pointed_at({"select 'a.b'::regclass;", "create table a.b ();"}) == "'a.b'::regclass;");
  CHECK(pointed_at({"create function f() returns int language sql as $b$ select é from t $b$;",
                    "create table t ();"}) == "t $b$;");
  CHECK(pointed_at({"create function f() returns int language sql as 'select é from t';",
                    "create table t ();"}) == "t';");
  CHECK(pointed_at({"create function f() returns int language sql as 'select '''' from t';",
                    "create table t ();"})
            .starts_with("f() returns"));
  CHECK(pointed_at(
            {"create function f() returns void language plpgsql as $$declare a t; begin end$$;",
             "create table t ();"}) == "t; begin end$$;");
}

TEST_CASE("a statement may refer to what it creates itself") {
  CHECK(told({"create table t (a int references t, b t[], check (f(a)));",
              "create view v as select 1; create schema s create table u (a int references u);",
              "create function g(a int) returns int language sql as 'select g(a)';"}) == "");
}

TEST_CASE("names in WITH are no references, by the rules of their scope") {
  const std::string tables = "\ncreate table a ();\ncreate table b ();";
  CHECK(lines_told("with a as (select 1), b as (select * from a) select * from a, b;" + tables) ==
        "");
  CHECK(told({"with a as (select * from b), b as (select 1) select * from a;" + tables}) ==
        "0:1 SELECT: table b of 0:3\n");
  CHECK(lines_told("with recursive a as (select * from b), b as (select 1) select * from a;" +
                   tables) == "");
  CHECK(lines_told("select * from (with a as (select 1) select * from a) x;" + tables) == "");
  CHECK(lines_told("select * from (with a as (select 1) select 2) x, a;" + tables) == "1");
  CHECK(lines_told("with a as (select 1) select * from s.a;\ncreate table s.a ();") == "1");
  CHECK(lines_told("with a as (select 1) insert into a select * from a;" + tables) == "1");
  CHECK(lines_told("with a as (select 1) select from b where exists (select from a);" + tables) ==
        "1");
}

TEST_CASE("aliases are no references") {
  CHECK(lines_told("select a.x from t as a (x) where exists (select from u as b) for update of a;\n"
                   "create table a ();\ncreate table b ();") == "");
}

TEST_CASE("types are looked up in columns, arguments, casts and expressions") {
  const std::string type = "\ncreate type m as enum ('x');";
  for (const std::string statement : {"create table t (a m)",
                                      "create table t (a m[])",
                                      "create type t as (a m)",
                                      "create domain t as m",
                                      "alter table t add column a m",
                                      "alter table t alter column a type m using a::text::m",
                                      "create view v as select 'x'::m",
                                      "create view v as select * from f() as g (a m)",
                                      "create function f(m) returns int return 1",
                                      "create function f() returns setof m return 1",
                                      "create function f() returns table (a m) return 1",
                                      "create function f(a m.x%type) returns int return 1",
                                      "create function f() returns m.x%type return 1",
                                      "create aggregate g(int) (sfunc = f, stype = m)",
                                      "create type r as range (subtype = m)",
                                      "create cast (m as text) with inout",
                                      "create operator + (procedure = f, leftarg = m)",
                                      "create table t of m",
                                      "prepare p (m) as select 1",
                                      "comment on function f(m) is 'x'",
                                      "select 'm'::regtype",
                                      "alter type m add value 'y'",
                                      "grant usage on type m to public",
                                      "drop type m"}) {
    CAPTURE(statement);
    CHECK(lines_told(statement + ";" + type) == "1");
  }
  for (const std::string statement : {"drop type if exists m",
                                      "create function f() returns m language c as 'f'",
                                      "create view v as select 'm'",
                                      "select to_regtype('m')"}) {
    CAPTURE(statement);
    CHECK(lines_told(statement + ";" + type) == "");
  }
}

TEST_CASE("a table, a view and a domain are types, too") {
  CHECK(lines_told("create table a (b c);\ncreate table c ();") == "1");
  CHECK(lines_told("create table a (b c);\ncreate view c as select 1;") == "1");
  CHECK(lines_told("create table a (b c);\ncreate domain c as int;") == "1");
  CHECK(lines_told("create table a (b c);\ncreate sequence c;") == "");
}

TEST_CASE("tables are looked up by all that names them") {
  const std::string table = "\ncreate table t (a int);";
  for (const std::string statement : {"create table u (a int references t)",
                                      "create table u (foreign key (a) references t (a))",
                                      "create table u () inherits (t)",
                                      "create table u (like t)",
                                      "create table u partition of t default",
                                      "create index on t (a)",
                                      "create materialized view v as select from t",
                                      "create table u as select from t",
                                      "select into u from t",
                                      "create view v as select (select from t)",
                                      "create rule r as on insert to t do nothing",
                                      "create rule r as on insert to u do also delete from t",
                                      "create policy p on u using (exists (select from t))",
                                      "create trigger r after insert on t execute function f()",
                                      "create statistics s on a, b from t",
                                      "create publication p for table t",
                                      "create sequence s owned by t.a",
                                      "alter table t add check (a > 0)",
                                      "alter table u attach partition t default",
                                      "alter table t rename column a to b",
                                      "alter table t rename to u",
                                      "alter table t set schema public",
                                      "alter table t owner to postgres",
                                      "comment on table t is 'x'",
                                      "comment on column t.a is 'x'",
                                      "comment on trigger r on t is 'x'",
                                      "security label on table t is 'x'",
                                      "grant select on t to public",
                                      "revoke select on table t from public",
                                      "insert into t values (1)",
                                      "insert into u select * from t",
                                      "update t set a = 1",
                                      "update u set a = 1 from t",
                                      "delete from t",
                                      "delete from u using t",
                                      "merge into u using t on true when matched then delete",
                                      "truncate u, t",
                                      "lock table t",
                                      "copy t from stdin",
                                      "copy (select * from t) to stdout",
                                      "analyze t",
                                      "explain select from t",
                                      "declare c cursor for select from t",
                                      "select nextval('t')",
                                      "create table u (a int default nextval('t'))",
                                      "drop trigger r on t",
                                      "drop table t"}) {
    CAPTURE(statement);
    CHECK(lines_told(statement + ";" + table) == "1");
  }
  for (const std::string statement : {"drop table if exists t",
                                      "drop trigger if exists r on t",
                                      "alter table if exists t add b int",
                                      "alter sequence if exists t restart",
                                      "select to_regclass('t')",
                                      "select nextval('t'::text)",
                                      "select pg_get_serial_sequence('t', 'a')",
                                      "do $$ begin perform from t; end $$",
                                      "create function f() returns int language plpgsql as "
                                      "'begin return (select a from t); end'",
                                      "create role t",
                                      "set x.t = 't'"}) {
    CAPTURE(statement);
    CHECK(lines_told(statement + ";" + table) == "");
  }
}

TEST_CASE("functions are looked up in expressions and by what is built on them") {
  const std::string function = "\ncreate function f(a int) returns int return 1;";
  for (const std::string statement : {"create table t (a int default f(1))",
                                      "create table t (a int check (f(a) > 0))",
                                      "create table t (a int generated always as (f(1)) stored)",
                                      "alter table t alter column a set default f(1)",
                                      "create domain d as int check (f(value) > 0)",
                                      "alter domain d add check (f(value) > 0)",
                                      "create index on t (f(a))",
                                      "create index on t (a) where f(a) > 0",
                                      "create view v as select * from f(1)",
                                      "create view v as select sum(f(1)) over (order by f(2))",
                                      "create function g(a int default f(1)) returns int return 1",
                                      "create trigger r before update on t for each row "
                                      "when (f(new.a) > 0) execute function g()",
                                      "create cast (a as b) with function f(int)",
                                      "create aggregate g(int) (sfunc = f, stype = int)",
                                      "create operator + (procedure = f, rightarg = int)",
                                      "grant execute on function f(int) to public",
                                      "alter function f(int) stable",
                                      "comment on function f(int) is 'x'",
                                      "comment on function f is 'x'",
                                      "select 'f'::regproc, 'f(int)'::regprocedure",
                                      "select f(a => 1)",
                                      "drop function f(int)"}) {
    CAPTURE(statement);
    CHECK(lines_told(statement + ";" + function) == "1");
  }
  CHECK(lines_told("select f(), f(1, 2), f(b => 1), s.f(1), public.g(1);" + function) == "");
  CHECK(lines_told("create trigger r before update on t execute function f('1');\n"
                   "create event trigger e on ddl_command_end execute function g();" +
                   function +
                   "\ncreate function f() returns trigger language c as 'f';"
                   "\ncreate function g() returns event_trigger language c as 'f';") == "1 2");
}

TEST_CASE("a function is meant by the number and the names of its arguments") {
  const auto call = [](const std::string& before, const std::string& expression) {
    return lines_told(before + "\nselect " + expression +
                      ";\ncreate function f(x int, y int) returns int return 1;");
  };
  const std::string one = "create function f(a int) returns int return 1;";
  CHECK(call(one, "f(1)") == "");
  CHECK(call(one, "f(1, 2)") == "2");
  CHECK(call(one, "f(x => 1, y => 2)") == "2");
  CHECK(call("create function f(a int, b int default 1) returns int return 1;", "f(1, 2)") == "");
  CHECK(call("create function f(a int, out b int) returns int return 1;", "f(1, 2)") == "2");
  CHECK(call("create function f(variadic a int[]) returns int return 1;", "f(1, 2)") == "");
  CHECK(call("create function f(a text, b text) returns int return 1;", "f(1, 2)") == "");
  CHECK(call("create function s.f(a int, b int) returns int return 1;", "f(1, 2)") == "2");
  CHECK(call("create type f as (a int, b int);", "f(1, 2)") == "2");
  CHECK(lines_told("create type f as enum ();\nselect f('a');\n" + one) == "");
}

TEST_CASE("functions and types of the server come first") {
  CHECK(lines_told("select now(), count(*), pg_sleep(1), x::text, y::date;\n"
                   "create function now() returns int return 1;\n"
                   "create function count(text) returns int return 1;\n"
                   "create function pg_sleep(int) returns int return 1;\n"
                   "create type text as enum ();\ncreate domain date as text;") == "");
  CHECK(lines_told("select public.now();\ncreate function public.now() returns int return 1;") ==
        "1");
}

TEST_CASE("bodies in SQL are looked up when a function is created") {
  const std::string table = "\ncreate table t ();";
  CHECK(lines_told("create function f() returns int language sql as 'select 1 from t';" + table) ==
        "1");
  CHECK(lines_told("create function f() returns int language 'SQL' as $$delete from t$$;" +
                   table) == "1");
  CHECK(lines_told("create procedure f() language sql as 'insert into t default values';" +
                   table) == "1");
  CHECK(lines_told("create function f() returns int return (select 1 from t);" + table) == "1");
  CHECK(lines_told("create function f() returns int begin atomic; select 1 from t; end;" + table) ==
        "1");
  CHECK(lines_told("create function f(anyelement) returns int language sql as 'select from t';" +
                   table) == "");
  CHECK(lines_told("create function f() returns int language sql as 'create table u (like t)';" +
                   table) == "");
  CHECK(lines_told("create function f() returns int language sql as 'no sql from t';" + table) ==
        "");
  CHECK(lines_told("create function f() returns int language plperl as 'select from t';" + table) ==
        "");
}

TEST_CASE("with check_function_bodies off, bodies that are strings are not looked up") {
  const std::string rest = "create function f() returns int language sql as 'select from t';\n"
                           "create function g() returns int return (select 1 from t);\n"
                           "create function h() returns int language plpgsql as "
                           "'declare a t; begin end';\ncreate table t ();";
  CHECK(lines_told("set check_function_bodies = on;\n" + rest) == "2 3 4");
  CHECK(lines_told("set check_function_bodies = off;\n" + rest) == "3");
  CHECK(lines_told("set check_function_bodies to 'no';\n" + rest) == "3");
  CHECK(lines_told("set check_function_bodies = 0;\n" + rest) == "3");
  CHECK(lines_told("select set_config('check_function_bodies', 'false', false);\n" + rest) == "3");
  CHECK(lines_told("set check_function_bodies = off; reset all;\n" + rest) == "2 3 4");
  CHECK(lines_told("set local check_function_bodies = off;\n" + rest) == "2 3 4");
  CHECK(lines_told("begin; set local check_function_bodies = off;\n" + rest) == "3");
}

TEST_CASE("of PL/pgSQL, the types of declarations are looked up") {
  const auto body = [](const std::string& text) {
    return lines_told("create function f(p int) returns void language plpgsql as $$" + text +
                      "$$;\ncreate table t (a int);\ncreate table u (a int);");
  };
  CHECK(body("declare a t; begin end") == "1");
  CHECK(body("declare a constant t[] not null default 1; begin end") == "1");
  CHECK(body("declare a t%rowtype; b t.a%type; begin end") == "1");
  CHECK(body("declare a public.t.a%TYPE; begin end") == "1");
  CHECK(body("declare c no scroll cursor (a int, b t) for select 1; begin end") == "1");
  CHECK(body("#variable_conflict use_column\n<<l>> declare a t; begin end") == "2");
  CHECK(body("begin if x then declare a t; begin end; end if; end") == "1");
  CHECK(body("begin <<l>> declare a int; b t; begin end; end") == "1");
  CHECK(body("declare a int; declare b t; begin end") == "1");
  CHECK(body("declare a int := (select 1 from t); b int = t(1); begin end") == "");
  CHECK(body("declare a record; t int; b t%type; c p%type; begin end") == "");
  CHECK(body("declare t record; b t.a%type; begin end") == "");
  CHECK(body("<<t>> declare a int; begin declare b t.a%type; begin end; end") == "");
  CHECK(body("declare c cursor for select from t; d alias for $1; begin end") == "");
  CHECK(body("begin execute 'declare a t;'; /* declare a t; */ declare := t; end") == "");
  CHECK(body("begin for r in select * from t loop perform t(r); end loop; end") == "");
}

TEST_CASE("names without a schema follow the search path") {
  const std::string table = "\ncreate schema a;\ncreate table a.t ();";
  CHECK(lines_told("select from t;" + table) == "");
  CHECK(lines_told("set search_path = a, public; select from t;" + table) == "1");
  CHECK(lines_told("set search_path to \"$user\", a; select from t;" + table) == "1");
  CHECK(lines_told("set schema 'a'; select from t;" + table) == "1");
  CHECK(lines_told("select set_config('search_path', 'b, \"a\"', false); select from t;" + table) ==
        "1");
  CHECK(lines_told("set search_path = a; reset search_path; select from t;" + table) == "");
  CHECK(lines_told("set search_path = a; set search_path to default; select from t;" + table) ==
        "");
  CHECK(lines_told("set search_path = a; discard all; select from t;" + table) == "");
  CHECK(lines_told("set local search_path = a; select from t;" + table) == "");
  CHECK(lines_told("begin; set local search_path = a; select from t;" + table) == "1");
  CHECK(lines_told("begin; set local search_path = a; commit; select from t;" + table) == "");
  CHECK(lines_told("begin; set search_path = a; commit; select from t;" + table) == "1");
  CHECK(lines_told("begin; set search_path = a; rollback; select from t;" + table) == "");
  CHECK(lines_told("set search_path = ''; select from t;\ncreate table public.t ();") == "");
}

TEST_CASE("of several places where a name may be created, the first one is told") {
  CHECK(
      told(
          {"set search_path = a, b; select from t;\ncreate table b.t ();\ncreate table a.t ();"}) ==
      "0:1 SELECT: table t of 0:2\n");
  CHECK(
      told(
          {"select from t;\ncreate table if not exists t ();\ncreate table if not exists t ();"}) ==
      "0:1 SELECT: table t of 0:2\n");
}

TEST_CASE("the search path of a function is that of its body") {
  const std::string table = "\ncreate table a.t ();";
  CHECK(lines_told("create function f() returns int language sql set search_path = a "
                   "as 'select from t';" +
                   table) == "1");
  CHECK(lines_told("create function f() returns int language sql as 'select from t' "
                   "set search_path = a, b;" +
                   table) == "1");
  CHECK(lines_told("create function f() returns int set search_path = a "
                   "return (select 1 from t);" +
                   table) == "");
}

TEST_CASE("what is created without a schema goes to the first of the path that is there") {
  CHECK(lines_told("create schema b; set search_path = a, b; create table t ();\n"
                   "select from b.t;\nselect from a.t;\ncreate schema a; create table t ();") ==
        "3");
  CHECK(lines_told("create schema a create view v as select from t create table t ();\n"
                   "select from a.t; create index i on a.t (x);\ncomment on index a.i is 'x';\n"
                   "comment on index i is 'x'; create index i on u (x);") == "4");
}

TEST_CASE("a schema is looked up by what is put into it") {
  for (const std::string statement : {"create table s.t ()",
                                      "create view s.v as select 1",
                                      "create type s.t as enum ()",
                                      "create function s.f() returns int return 1",
                                      "create sequence s.q",
                                      "create aggregate s.g(int) (sfunc = f, stype = int)",
                                      "create operator s.+ (procedure = f, leftarg = int)",
                                      "create collation s.c (locale = 'C')",
                                      "create text search dictionary s.d (template = simple)",
                                      "create extension e with schema s",
                                      "alter table t set schema s",
                                      "alter schema s owner to postgres",
                                      "comment on schema s is 'x'",
                                      "grant usage on schema s to public",
                                      "grant select on all tables in schema s to public",
                                      "alter default privileges in schema s grant select on tables "
                                      "to public",
                                      "create publication p for tables in schema s",
                                      "select s.f(1) from u",
                                      "select 's'::regnamespace",
                                      "drop schema s"}) {
    CAPTURE(statement);
    CHECK(told({std::string(statement) + ";\ncreate schema s;"}).ends_with(": schema s of 0:2\n"));
  }
  CHECK(lines_told("create schema if not exists s;\ncreate table s.t ();\n"
                   "create schema if not exists s;") == "");
  CHECK(lines_told("create table public.t ();\ncreate schema if not exists public;") == "");
  CHECK(lines_told("drop schema public cascade;\ncreate table public.t ();\n"
                   "create schema public;\ncreate table public.u ();") == "2");
}

TEST_CASE("what was dropped, renamed or moved is not there, until it is created again") {
  CHECK(lines_told("create table t ();\ndrop table t;\nselect from t;\ncreate table t ();\n"
                   "select from t;") == "3");
  CHECK(lines_told("create table t ();\ndrop table if exists t;\nselect from t;") == "");
  CHECK(lines_told("create table t ();\nalter table t rename to u;\nselect from t;\n"
                   "select from u;\ncreate table t ();") == "3");
  CHECK(lines_told("select from u;\ncreate table t ();\nalter table t rename to u;") == "1");
  CHECK(lines_told("create table a.t ();\nalter table a.t set schema b;\nselect from b.t;\n"
                   "select from a.t;\ncreate table a.t ();") == "4");
  CHECK(lines_told("create schema a;\ncreate table a.t ();\nalter schema a rename to b;\n"
                   "select from b.t;\nselect from a.t;\ncreate table a.t ();\ncreate schema a;") ==
        "5 6");
  CHECK(lines_told("create schema a; create table a.t ();\ndrop schema a cascade;\n"
                   "select from a.t;\ncreate schema a; create table a.t ();") == "3");
  CHECK(lines_told("create function f(int) returns int return 1;\n"
                   "create function f(a text) returns int return 1;\ndrop function f(int);\n"
                   "select f(1);\ndrop function f(text);\nselect f(1);\n"
                   "create function f(int) returns int return 1;") == "6");
  CHECK(lines_told("create type t as enum ();\nalter type t rename to u;\nselect x::t, y::u;\n"
                   "create type t as enum ();") == "3");
}

TEST_CASE("with IF EXISTS and IF NOT EXISTS a statement may do nothing") {
  CHECK(lines_told("alter table if exists t add foreign key (a) references u;\n"
                   "create table u (); create table t ();\n") == "");
  CHECK(lines_told("create table t (a int);\n"
                   "alter table if exists t add foreign key (a) references u;\n"
                   "create table u ();") == "2");
  CHECK(lines_told("create table t ();\ncreate table if not exists t (a m);\n"
                   "create table if not exists u (a m);\ncreate type m as enum ();") == "3");
}

TEST_CASE("temporary tables are found before others, and only by their schema or none") {
  CHECK(lines_told("create temp table t ();\nselect from t, pg_temp.t;\nselect from public.t;\n"
                   "create table t ();") == "3");
}

TEST_CASE("what comes with tables and types is created with them") {
  for (const std::string name : {"t_id_seq", "t_n_seq", "t_pkey", "t_u_key", "own", "t_id_u_key"}) {
    CAPTURE(name);
    const std::string use = "select nextval('" + name + "');";
    CHECK(told({use,
                "create table t (id serial primary key, u int unique, "
                "n int generated always as identity, constraint own unique (n), unique (id, u));"})
              .ends_with(" of 1:1\n"));
  }
  CHECK(lines_told("select nextval('t_b_seq');\nalter table t add b bigserial;") == "1");
  CHECK(lines_told("select nextval('t_b_seq');\n"
                   "alter table t alter b add generated always as identity;") == "1");
  CHECK(lines_told("select nextval('s');\ncreate table t (id int generated always as identity "
                   "(sequence name s));") == "1");
  CHECK(
      told({"comment on index c is 'x';\nalter table t add constraint c unique using index i;"}) ==
      "0:1 COMMENT: index c of 0:2\n");
  CHECK(told({"select from u;\nalter table t rename to u;"}) == "0:1 SELECT: relation u of 0:2\n");
  CHECK(lines_told("comment on index t_a_b_idx is 'x';\ncreate index on t (a, b);") == "1");
  CHECK(lines_told("select r(1, 2)::r, x::mr;\n"
                   "create type r as range (subtype = int, multirange_type_name = mr);") ==
        "1 1 1");
}

TEST_CASE("collations are looked up") {
  const std::string collation = "\ncreate collation c (locale = 'C');";
  CHECK(lines_told("create table t (a text collate c);" + collation) == "1");
  CHECK(lines_told("create view v as select 'a' collate c;" + collation) == "1");
  CHECK(lines_told("create index on t (a collate c);" + collation) == "1");
  CHECK(lines_told("create collation d from c;" + collation) == "1");
  CHECK(lines_told("create table t (a text collate \"C\");" + collation) == "");
}

TEST_CASE("statements that stand alone in their trees are placed by their base") {
  const std::string text = "select 1;\nselect from é, t;";
  const ParseTree first = ParseTree::parse("select 1");
  const ParseTree second = ParseTree::parse("select from é, t");
  const FileObjects objects = objects_of(
      text,
      {{.node = first.statements()[0].node, .begin = 0, .end = 8, .base = 0},
       {.node = second.statements()[0].node, .begin = 9, .end = text.size() - 1, .base = 10}});
  const std::vector<ForwardReference> found =
      forward_references({objects, objects_in("create table t ();")});
  REQUIRE(found.size() == 1);
  CHECK(text.substr(found[0].offset) == "t;");
}

TEST_CASE("deep and long statements are read") {
  std::string sum = "create view v as select 1";
  std::string all = "create view w as select 1";
  for (int i = 0; i < 3'000; ++i) {
    sum += " + f(1)";
    all += " union all select 1 from t";
  }
  CHECK(lines_told(sum + ";\n" + all + ";\ncreate table t ();\n" +
                   "create function f(int) returns int return 1;") == "1 2");
}

/// The rule, for tables and views alone, in the simplest way.
std::size_t expected_count(const std::vector<std::pair<std::string, std::string>>& views) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < views.size(); ++i) {
    const auto creates = [&](const auto& view) { return view.first == views[i].second; };
    const auto here = views.begin() + static_cast<std::ptrdiff_t>(i);
    count += std::none_of(views.begin(), here + 1, creates) &&
                     std::any_of(here + 1, views.end(), creates)
                 ? 1
                 : 0;
  }
  return count;
}

TEST_CASE("random views on views: told are those that only come later") {
  for (std::uint32_t seed = 0; seed < 200; ++seed) {
    CAPTURE(seed);
    testing::Random random(seed);
    std::vector<std::pair<std::string, std::string>> views;
    Files files(1 + random.below(5));
    for (std::size_t left = random.below(30); left > 0; --left) {
      views.emplace_back("v" + std::to_string(random.below(12)),
                         "v" + std::to_string(random.below(15)));
    }
    for (std::size_t i = 0; i < views.size(); ++i) {
      files[i * files.size() / views.size()] +=
          "create or replace view " + views[i].first + " as select from " + views[i].second + ";\n";
    }
    CHECK(references_in(files).size() == expected_count(views));
  }
}

} // namespace
} // namespace confiture::postgres
