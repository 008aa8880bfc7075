// Small schemas, a statement or two a file, in the order in which they load and in others: the rule
// says what the server says.

#include "postgres/load_order.hpp"
#include "postgres/suite.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace confiture::testing {
namespace {

std::vector<SqlFile> files_of(const std::vector<std::string>& texts) {
  std::vector<SqlFile> files;
  for (const std::string& text : texts) {
    files.push_back({std::to_string(files.size()), text});
  }
  return files;
}

/// A database for one test case.
class Database {
public:
  void agree_in_any_order(const std::vector<std::string>& texts) const {
    const std::vector<SqlFile> files = files_of(texts);
    const Comparison comparison = compare(name_, files);
    CHECK(comparison.details == "");
    CHECK(comparison.verdict == Verdict::Loads);
    std::vector<SqlFile> other = files;
    std::reverse(other.begin(), other.end());
    Random random(1);
    for (int round = 0; round < 3; ++round) {
      const std::string details = compare(name_, other).details;
      CHECK(details == "");
      other = shuffled(files, random);
    }
  }

private:
  std::string name_ = server().create_database();
};

TEST_CASE("tables and what they refer to") {
  const Database database;
  database.agree_in_any_order(
      {"create table a (id int primary key);",
       "create table b (a int references a);",
       "create table c (b int, a int, foreign key (a) references public.a);"});
  database.agree_in_any_order({"create table a (id int primary key, b int);",
                               "create table b (id int primary key, a int references a);",
                               "alter table a add foreign key (b) references b;"});
  database.agree_in_any_order({"create table a (x int);",
                               "create table b (y int) inherits (a);",
                               "create table c (like a including all, z int);"});
  database.agree_in_any_order({"create table p (x int, y text) partition by range (x);",
                               "create table p1 partition of p for values from (0) to (9);",
                               "create table p2 (x int, y text);",
                               "alter table p attach partition p2 for values from (10) to (19);",
                               "create index on p (y);"});
  database.agree_in_any_order({"create type r as (x int, y text);",
                               "create table t of r;",
                               "alter type r add attribute z int cascade;"});
  database.agree_in_any_order(
      {"create schema app;",
       "create table app.t (id int generated always as identity primary key);",
       "create table app.u (id int references app.t);",
       "comment on table app.u is 'x';",
       "comment on column app.t.id is 'x';"});
}

TEST_CASE("types of columns") {
  const Database database;
  database.agree_in_any_order(
      {"create type mood as enum ('good', 'bad');",
       "create domain level as int check (value > 0);",
       "create table t (m mood not null, l level[], n mood default 'good');",
       "create domain moods as mood[];",
       "alter table t add column o moods;"});
  database.agree_in_any_order(
      {"create table a (x int);",
       "create table b (whole a, several a[]);",
       "create view v as select x from a;",
       "create function f(v) returns a language plpgsql as 'begin return null; end';"});
  database.agree_in_any_order({"create type span as range (subtype = float8);",
                               "create table t (s span, ss span_multirange);",
                               "create view v as select span(1, 2) as s, span(1, 2, '[]') as t;"});
  database.agree_in_any_order({"create collation c (locale = 'C');",
                               "create table t (x text collate c);",
                               "create view v as select 'a' collate c as x;",
                               "create domain d as text collate c;"});
  database.agree_in_any_order({"create type mood as enum ('good');",
                               "alter type mood add value 'bad';",
                               "comment on type mood is 'x';",
                               "alter type mood owner to postgres;",
                               "grant usage on type mood to public;"});
}

TEST_CASE("expressions in tables") {
  const Database database;
  database.agree_in_any_order(
      {"create function f(int default 1) returns int immutable language sql return $1;",
       "create table a (x int default f());",
       "create table b (x int check (f(x) > 0));",
       "create table c (x int, y int generated always as (f(x)) stored);",
       "create index i on c (f(x)) where f(y) > 0;",
       "create domain d as int check (f(value) > 0);"});
  database.agree_in_any_order({"create sequence s;",
                               "create table t (id int default nextval('s'));",
                               "create table u (id oid default 's'::regclass);",
                               "alter sequence s owned by t.id;"});
  database.agree_in_any_order({"create table t (id serial primary key, n int unique);",
                               "alter sequence t_id_seq restart with 5;",
                               "comment on index t_pkey is 'x';",
                               "alter index t_n_key rename to t_n;",
                               "alter index t_n rename to n;"});
  database.agree_in_any_order({"create type mood as enum ('good');",
                               "create table t (x text default 'good'::mood);",
                               "create table u (x regtype default 'mood'::regtype);",
                               "create view v as select cast('good' as mood) as m;"});
  database.agree_in_any_order(
      {"create function f(int) returns int immutable language sql return $1;",
       "create table u (x regproc default 'f'::regproc);",
       "create table v (x regprocedure default 'f(int)'::regprocedure, y int, z int);",
       "create statistics st on f(y), z from v;"});
}

TEST_CASE("views and queries") {
  const Database database;
  database.agree_in_any_order(
      {"create table t (x int, y text);",
       "create view v as select x from t where exists (select from t as u);",
       "create view w as with t as (select 1 as x) select x from t;",
       "create materialized view m as select v.x from v join w using (x);",
       "refresh materialized view m;",
       "create unique index on m (x);"});
  database.agree_in_any_order({"create table t (x int);",
                               "create view v as with u as (select * from t) select * from u;",
                               "create view w as with recursive t as (select 1 as x union all "
                               "select x + 1 from t where x < 9) select * from t;",
                               "create view x as with t as (select * from t) select * from t;"});
  database.agree_in_any_order({"create table t (x int);",
                               "insert into t values (1);",
                               "with t as (select 2 as x) insert into t select * from t;",
                               "update t set x = 3 where x = 1;",
                               "delete from t where x = 9;",
                               "merge into t using (values (1)) as s (x) on t.x = s.x "
                               "when not matched then insert values (s.x);",
                               "truncate t;"});
  database.agree_in_any_order({"create table t (x int);",
                               "create table u as select * from t;",
                               "select x into w from u;",
                               "copy w from '/dev/null';",
                               "explain select * from w;"});
  database.agree_in_any_order(
      {"create function f(int) returns setof int language sql as 'select 1';",
       "create view v as select * from f(1) as g (x), rows from (f(2)) as h;",
       "create view w as select x from lateral f(1) as f (x);",
       "select f(1);"});
  database.agree_in_any_order(
      {"create table t (x int, y int);",
       "create view v as (select x from t union select y from t) except select 1;",
       "create view w as select * from (select * from v) as u for update of u;"});
}

TEST_CASE("functions by their arguments") {
  const Database database;
  database.agree_in_any_order({"create function f(int) returns int language sql return 1;",
                               "create function f(int, int) returns int language sql return 2;",
                               "create view v as select f(1) as a;",
                               "create view w as select f(1, 2) as a;"});
  database.agree_in_any_order(
      {"create function f(a int, b int default 2) returns int language sql return 1;",
       "create view v as select f(1) as a, f(b => 1, a => 2) as b;"});
  database.agree_in_any_order(
      {"create function f(variadic int[]) returns int language sql return 1;",
       "create view v as select f(1, 2, 3) as a, f(variadic array[1]) as b;"});
  database.agree_in_any_order(
      {"create procedure p(a int, out b int) language plpgsql as 'begin b := 1; end';",
       "call p(1, null);",
       "comment on procedure p(int) is 'x';",
       "grant execute on procedure p to public;"});
  database.agree_in_any_order({"create function f(int) returns int language sql return 1;",
                               "comment on function f(int) is 'x';",
                               "alter function f(int) owner to postgres;",
                               "alter function f stable;",
                               "revoke execute on function f(int) from public;",
                               "alter function f(int) rename to g;",
                               "drop function g(int);"});
}

TEST_CASE("aggregates, operators, casts") {
  const Database database;
  database.agree_in_any_order(
      {"create function add(int, int) returns int immutable language sql return 1;",
       "create aggregate total(int) (sfunc = add, stype = int, initcond = '0');",
       "create view v as select total(x) as t from (values (1)) as u (x);",
       "comment on aggregate total(int) is 'x';"});
  database.agree_in_any_order(
      {"create type pair as (a int, b int);",
       "create function less(pair, pair) returns bool immutable language sql "
       "return ($1).a < ($2).a;",
       "create operator <# (procedure = less, leftarg = pair, rightarg = pair);"});
  database.agree_in_any_order({"create type pair as (a int, b int);",
                               "create function to_pair(int) returns pair immutable language sql "
                               "return row($1, $1)::pair;",
                               "create cast (int as pair) with function to_pair(int);"});
}

TEST_CASE("bodies of functions") {
  const Database database;
  database.agree_in_any_order(
      {"create table t (x int);",
       "create function f() returns int language sql as 'select x from t';",
       "create function g() returns int language sql as $$ select f() $$;",
       "create function h() returns int language sql begin atomic select g(); end;",
       "create function i() returns int language sql return h();"});
  database.agree_in_any_order({"create table t (x int);",
                               "create function f() returns int language plpgsql as "
                               "$$ begin return (select x from t); end $$;",
                               "create function g(anyelement) returns int language sql as "
                               "'select x from t';"});
  database.agree_in_any_order(
      {"create table t (x int); create type mood as enum ('good');",
       "create function f(a int) returns void language plpgsql as $$\n"
       "declare r t%rowtype; m mood; b a%type;\nbegin null; end $$;",
       "create function g() returns void language plpgsql as $$\n"
       "begin\n  declare x t.x%type := 1; c cursor (m mood) for select 1;\n"
       "  begin null; end;\nend $$;",
       "create function h(t.x%type) returns setof t language plpgsql as 'begin return; end';"});
  database.agree_in_any_order(
      {"set check_function_bodies = off;"
       "create function f() returns int language sql as 'select x from t';"
       "create function p() returns void language plpgsql as "
       "'declare r t; begin end';"
       "reset check_function_bodies;",
       "create table t (x int);",
       "create function g() returns int language sql as 'select x from t';"});
  database.agree_in_any_order({"create schema a; create table a.t (x int);",
                               "create function f() returns int language sql set search_path = a "
                               "as 'select x from t';",
                               "create function g() returns int language sql set search_path to '' "
                               "as 'select x from a.t';"});
  database.agree_in_any_order(
      {"create function f(int) returns int language sql as "
       "'select case when $1 < 1 then 1 else f($1 - 1) end';",
       "create function g(int) returns int language sql as 'select f(''1''::int)';"});
}

TEST_CASE("a variable may have the name of a table") {
  const Database database;
  database.agree_in_any_order({"create function f(u int) returns void language plpgsql as "
                               "'<<v>> declare a int; begin declare b v.a%type; c u%type; "
                               "begin end; end';",
                               "create table u (a text);",
                               "create table v (a text);"});
}

TEST_CASE("triggers, rules and policies") {
  const Database database;
  database.agree_in_any_order(
      {"create table t (x int); ",
       "create function f() returns trigger language plpgsql as "
       "'begin return new; end';",
       "create trigger g before insert on t for each row execute function f();"});
  database.agree_in_any_order(
      {"create function e() returns event_trigger language plpgsql as "
       "'begin end';",
       "create event trigger e on ddl_command_start execute function e();"});
  database.agree_in_any_order(
      {"create table t (x int);",
       "create table log (x int);",
       "create rule r as on insert to t do also insert into log values (new.x);"});
  database.agree_in_any_order(
      {"create table t (x int);",
       "create table u (x int);",
       "create function may(int) returns bool language sql return true;",
       "create policy p on t using (may(x)) with check (exists (select from u));"});
}

TEST_CASE("schemas and the search path") {
  const Database database;
  database.agree_in_any_order(
      {"create schema a;",
       "create table a.t (x int);",
       "set search_path = a; create view v as select * from t; reset search_path;",
       "comment on view a.v is 'x';"});
  database.agree_in_any_order({"create schema a;",
                               "create schema b;",
                               "set search_path = a, b; create table t (x int); reset search_path;",
                               "create view b.v as select * from a.t;"});
  database.agree_in_any_order(
      {"create schema a create table t (x int) create view v as select * from t;",
       "grant select on all tables in schema a to public;",
       "alter default privileges in schema a grant select on tables to public;",
       "create table u (x a.t);"});
  database.agree_in_any_order({"create schema a; create table a.t (x int);",
                               "begin; set local search_path = a; create table u (y t); commit;",
                               "select set_config('search_path', 'a, public', false);"
                               "create view w as select * from t; set search_path to default;",
                               "create view v as select * from a.u;"});
  database.agree_in_any_order({"create schema a; create schema b;",
                               "create table a.t (x int);",
                               "alter table a.t set schema b;",
                               "create view v as select * from b.t;"});
  database.agree_in_any_order({"create schema a; create table a.t (x int);",
                               "alter schema a rename to b;",
                               "create view v as select * from b.t;",
                               "drop schema b cascade;"});
}

TEST_CASE("commands that name tables") {
  const Database database;
  database.agree_in_any_order({"create table t (x int primary key);",
                               "begin; lock table t; commit; analyze t; cluster t using t_pkey;",
                               "begin; declare c cursor for select * from t; commit;",
                               "prepare p as select x from t;",
                               "reindex table t;",
                               "grant select (x), update on t to public;",
                               "alter table t alter x set default 1, add check (x > 0);"});
  database.agree_in_any_order({"create foreign data wrapper w; create server s "
                               "foreign data wrapper w; create domain d as int;",
                               "create foreign table t (x d) server s;",
                               "create view v as select x from t;",
                               "drop view v;"});
  database.agree_in_any_order({"create table t (x int);",
                               "create unique index i on t (x);",
                               "alter table t add constraint c primary key using index i;",
                               "comment on index c is 'x';",
                               "alter table t replica identity using index c;"});
  database.agree_in_any_order({"create domain d as int;",
                               "create function f(int) returns bool immutable language sql "
                               "return $1 > 0;",
                               "alter domain d add check (f(value));",
                               "alter domain d rename to e;",
                               "comment on domain e is 'x';"});
}

TEST_CASE("names in odd places") {
  const Database database;
  database.agree_in_any_order({"create table \"T t\" (\"X\" int);",
                               "create view v as select \"X\" from \"T t\";",
                               "comment on column \"T t\".\"X\" is 'x';",
                               "create sequence \"S\" owned by \"T t\".\"X\";",
                               "select nextval('\"S\"'), 'public.\"S\"'::regclass;"});
  database.agree_in_any_order({"create schema a; create function a.f(int) returns int "
                               "language sql return 1;",
                               "create function f(int, int) returns int language sql return 1;",
                               "create view v as select f(1, 2), a.f(f(1, 2)) as g;",
                               "set search_path = a, public; create view w as select f(1); "
                               "reset search_path;"});
  database.agree_in_any_order({"create table t (x int); create function x(t) returns int "
                               "language sql return 1;",
                               "create view v as select x(t) from t;",
                               "create view w as select sum(x) filter (where x > 0), "
                               "percentile_cont(0.5) within group (order by x) from t;",
                               "create view u as select * from t where x in (select x from v) "
                               "and (x, 1) = any (select 1, 2);"});
}

TEST_CASE("what is dropped, renamed, temporary") {
  const Database database;
  database.agree_in_any_order({"create table t (x int);",
                               "alter table t rename to u;",
                               "create view v as select * from u;",
                               "alter view v rename to w;",
                               "comment on view w is 'x';"});
  database.agree_in_any_order({"drop table if exists t; create table t (x int); drop table t;",
                               "create table if not exists t (x int, y int);",
                               "insert into t (y) values (1);"});
  database.agree_in_any_order({"create temp table t (x int); create view v as select * from t;",
                               "create temporary view w as select * from t;"});
  database.agree_in_any_order({"drop table if exists t; alter table if exists t add y int;"
                               "alter table if exists only t add foreign key (x) references u;",
                               "create table u (x int primary key);",
                               "create table if not exists t (x int);"});
  database.agree_in_any_order({"create type mood as enum ('good');",
                               "alter type mood rename to feeling;",
                               "create table t (x feeling);",
                               "drop table t;",
                               "drop type feeling;"});
  database.agree_in_any_order({"create table t (x int);",
                               "create schema a;",
                               "create publication p for table t, tables in schema a;"});
}

} // namespace
} // namespace confiture::testing
