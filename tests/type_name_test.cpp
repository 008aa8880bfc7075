#include "postgres/parser.hpp"
#include "postgres/type_name.hpp"
#include <confiture/parser.hpp>

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace confiture::postgres {
namespace {

/// Parses a function with one argument of a type and gives `use` the TypeName.
template <typename Use> auto with_type(const std::string& type, const Use& use) {
  const ParseTree tree = ParseTree::parse("create function f(" + type + ") language sql as ''");
  CAPTURE(type);
  REQUIRE(tree.error() == nullptr);
  return use(tree.statements()[0].node.as("CreateFunctionStmt")["parameters"].at(0).as(
      "FunctionParameter")["argType"]);
}

std::string text_of(const std::string& type) {
  return with_type(type, [](Node node) { return type_text(node); });
}

TypeIdentity identity_of(const std::string& type) {
  return with_type(type, [](Node node) { return type_identity(node); });
}

TEST_CASE("a type is written in SQL's own words, without lengths") {
  struct Case {
    const char* type;
    const char* text;
  };
  for (const auto& [type, text] : std::vector<Case>{
           {"int", "integer"},
           {"INT4", "int4"},
           {"int8", "int8"},
           {"bigint", "bigint"},
           {"smallint", "smallint"},
           {"float(24)", "real"},
           {"float", "double precision"},
           {"dec(5)", "numeric"},
           {"boolean", "boolean"},
           {"bool", "bool"},
           {"char", "char"},
           {"character(8)", "char"},
           {"\"char\"", "\"char\""},
           {"bpchar", "bpchar"},
           {"national character varying (3)", "varchar"},
           {"bit(3)", "bit"},
           {"bit varying(3)", "bit varying"},
           {"timestamp", "timestamp"},
           {"timestamp(3) without time zone", "timestamp"},
           {"timestamp(3) with time zone", "timestamp with time zone"},
           {"timestamptz", "timestamptz"},
           {"time with time zone", "time with time zone"},
           {"interval day to second(3)", "interval"},
           {"geometry(Point, 4326)", "geometry"},
           {"json", "json"},
           {"pg_catalog.int4", "integer"},
           {"pg_catalog.text", "text"},
       }) {
    const std::string written = type; // clang 14 captures no structured binding
    CAPTURE(written);
    CHECK(text_of(written) == text);
  }
}

TEST_CASE("arrays are written with their sizes, and behind a time zone") {
  CHECK(text_of("int[]") == "integer[]");
  CHECK(text_of("text[3][]") == "text[3][]");
  CHECK(text_of("int[0]") == (grammar_version() == 15 ? "integer[]" : "integer[0]"));
  CHECK(text_of("text array[4]") == "text[4]");
  CHECK(text_of("timestamp with time zone[]") == "timestamp with time zone[]");
}

TEST_CASE("names of types are in quotes where SQL needs them") {
  CHECK(text_of("app.custom_t") == "app.custom_t");
  CHECK(text_of("App.Custom_T") == "app.custom_t");
  CHECK(text_of("\"App\".\"t\"") == "\"App\".t");
  CHECK(text_of("\"a\"\"b\"") == "\"a\"\"b\"");
  CHECK(text_of("\"9\"") == "\"9\"");
  CHECK(text_of("größe") == "\"größe\"");
  CHECK(text_of("my$type") == "\"my$type\"");
  CHECK(text_of("app.user") == "app.\"user\"");
  CHECK(text_of("\"left\"") == "\"left\"");
  CHECK(text_of("app.name") == "app.name"); // a keyword that needs none
}

TEST_CASE("sets and types of columns are written as such") {
  CHECK(text_of("setof int") == "SETOF integer");
  CHECK(text_of("setof json").starts_with("SETOF "));
  CHECK(text_of("app.t.c%type") == "app.t.c%TYPE");
  CHECK(text_of("setof t.c%type") == "SETOF t.c%TYPE");
}

TEST_CASE("names for the same type are one type") {
  const std::vector<std::vector<std::string>> same = {
      {"int", "integer", "int4", "INT", "pg_catalog.int4", "serial"},
      {"bigint", "int8", "bigserial"},
      {"smallint", "int2"},
      {"real", "float4", "float(1)"},
      {"float", "float8", "double precision", "float(53)"},
      {"numeric", "decimal", "dec(4)", "numeric(10, 2)"},
      {"bool", "boolean"},
      {"char", "char(3)", "character", "bpchar", "\"Char\""},
      {"\"char\"", "pg_catalog.\"char\""},
      {"varchar", "character varying(3)", "varchar(9)", "nchar varying"},
      {"varbit", "bit varying(3)"},
      {"timestamp", "timestamp(3) without time zone"},
      {"timestamptz", "timestamp with time zone"},
      {"time", "time without time zone"},
      {"timetz", "time with time zone"},
      {"interval", "interval(3)", "interval day to second"},
      {"text", "\"text\"", "pg_catalog.text", "setof text"},
      {"text[]", "text[][]", "text[3]", "text array"},
      {"\"My  Type\"", "\"my type\""},
      {"größe"},
      {"my$type"},
  };
  for (std::size_t i = 0; i < same.size(); ++i) {
    for (std::size_t k = 0; k < same.size(); ++k) {
      for (const std::string& type : same[k]) {
        CAPTURE(same[i].front());
        CAPTURE(type);
        CHECK((identity_of(same[i].front()) == identity_of(type)) == (i == k));
      }
    }
  }
}

TEST_CASE("a schema is part of a type if it is written") {
  CHECK(identity_of("app.t").schema == "app");
  CHECK(identity_of("app.t").name == "t");
  CHECK(identity_of("\"App\".t[]").schema == "App");
  CHECK(identity_of("\"App\".t[]").name == "t[]");
  CHECK(identity_of("db.app.t").schema == "db.app");
  CHECK(identity_of("t").schema.empty());
}

TEST_CASE("a type without a schema can be that of any schema") {
  const TypeIdentity bare = identity_of("t");
  const TypeIdentity app = identity_of("app.t");
  const TypeIdentity other = identity_of("other.t");
  CHECK(can_be_same(bare, app));
  CHECK(can_be_same(other, bare));
  CHECK_FALSE(can_be_same(app, other));
  CHECK_FALSE(can_be_same(app, identity_of("app.u")));
  CHECK(can_be_same(std::vector{bare, app}, std::vector{other, app}));
  CHECK_FALSE(can_be_same(std::vector{bare}, std::vector{bare, bare}));
  CHECK_FALSE(can_be_same(std::vector{bare, app}, std::vector{bare, other}));
}

} // namespace
} // namespace confiture::postgres
