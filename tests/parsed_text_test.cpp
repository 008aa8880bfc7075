#include "postgres/parsed_text.hpp"
#include "random.hpp"
#include <confiture/parser.hpp>

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

namespace confiture::postgres {
namespace {

/// The kinds of all statements: `!` for one that is rejected, `-` for what is no SQL.
std::string kinds_of(const ParsedText& parsed) {
  std::string text;
  for (const TextStatement& statement : parsed.statements()) {
    text += statement.is_rejected ? "!" : !statement.node ? "-" : statement.node.kind();
    text += ' ';
  }
  return text;
}

/// What PostgreSQL stumbles over, from there to the end of the word.
std::string errors_of(const ParsedText& parsed) {
  std::string text;
  for (const SyntaxError& error : parsed.errors()) {
    const std::string_view rest = parsed.text().substr(error.offset);
    text += std::string(rest.substr(0, rest.find_first_of(" \n;"))) + "|";
  }
  return text;
}

/// The name that a CREATE TABLE gives, read from the text at the location in its tree.
std::string_view name_at_location(const ParsedText& parsed, std::size_t index) {
  const TextStatement& statement = parsed.statements().at(index);
  const Node relation = statement.node.as("CreateStmt")["relation"];
  const auto location = static_cast<std::size_t>(relation["location"].number());
  return parsed.text().substr(statement.base + location, relation["relname"].text().size());
}

TEST_CASE("a text that is understood has a tree for each statement") {
  const std::string sql = "-- é\ncreate table a ();;\nselect 1; /* c */";
  const ParsedText parsed(sql);
  CHECK(kinds_of(parsed) == "CreateStmt - SelectStmt - ");
  CHECK(parsed.errors().empty());
  CHECK(parsed.comments().size() == 2);
  CHECK(name_at_location(parsed, 0) == "a");
  CHECK(parsed.statements()[0].end == sql.find(';'));
}

TEST_CASE("a statement that is rejected costs only itself") {
  const std::string sql =
      "create table é ();\nselect frm from;\ncreate table b (;\nselect 2;\ncreate table c ();";
  const ParsedText parsed(sql);
  CHECK(kinds_of(parsed) == "CreateStmt ! ! SelectStmt CreateStmt - ");
  REQUIRE(parsed.errors().size() == 2);
  CHECK(parsed.errors()[0].offset == sql.find(" from;") + 5);
  CHECK(parsed.errors()[0].message == "syntax error at end of input");
  CHECK(parsed.errors()[1].offset == sql.find("(;") + 1);
  CHECK(name_at_location(parsed, 0) == "é");
  CHECK(name_at_location(parsed, 4) == "c");
}

TEST_CASE("a parenthesis that is left open costs only its statement") {
  const ParsedText parsed(
      "create table a (b int,\ncreate table b ();\nselect 1; selec 2; select 3");
  CHECK(kinds_of(parsed) == "! SelectStmt ! SelectStmt ");
  CHECK(errors_of(parsed) == "create|selec|");
  CHECK(parsed.statements()[0].source.is_terminated);
  const auto errors_in_many = [](int count) {
    std::string many;
    for (int i = 0; i < count; ++i) {
      many += "create table a (b int;\n";
    }
    return ParsedText(many).errors().size();
  };
  CHECK(errors_in_many(300) == 300);
  const std::size_t errors = errors_in_many(50'000); // not all: each has the rest read again
  CHECK(errors >= 8);
  CHECK(errors <= 20);
}

TEST_CASE("what is psql's is not parsed") {
  CHECK(kinds_of(ParsedText("\\set it's\nselect 1;\n\\echo a;b\n")) == "- SelectStmt - - ");
  CHECK(kinds_of(ParsedText("copy t from stdin;\na;'\n\\.\nselect 1;")) ==
        "CopyStmt SelectStmt - ");
  CHECK(kinds_of(ParsedText("select 1 \\g\nselect 2; select 3;")) == "- SelectStmt - ");
  CHECK(ParsedText("\\set\ncopy t from stdin;\n'\n\\.\nselect 1 \\g\n").errors().empty());
  CHECK(kinds_of(ParsedText(
            "create table a (b;\n\\set it's\ncopy t from stdin;\n'\n\\.\nselect 1; /* ")) ==
        "! - CopyStmt SelectStmt - ");
}

TEST_CASE("variables of psql are parsed as what their names are") {
  const std::string sql = "create table :schema.t (a int default :'a');\n"
                          "select a[1:n], b[:n], c::int, :\"d\" from e;";
  const ParsedText parsed(sql);
  CHECK(kinds_of(parsed) == "CreateStmt SelectStmt - ");
  CHECK(parsed.errors().empty());
  REQUIRE(parsed.variables().size() == 3);
  CHECK(parsed.variables()[0] == sql.find(":schema"));
  CHECK(parsed.variables()[2] == sql.find(":\"d\""));
  CHECK(ParsedText("select a[1:n], b[:n];").variables().empty());
  if (grammar_version() >= 16) {
    CHECK(ParsedText("select json_object('a':b);").variables().empty());
  }
  CHECK(ParsedText("create table :a (b int;\nselect :c;").variables().size() == 2);
  CHECK(errors_of(ParsedText("select :a form b c;\nselec :a")) == "b|selec|");
}

TEST_CASE("what is open at the end is not parsed, what stands before it is") {
  CHECK(kinds_of(ParsedText("select 1; selec; select 'a; selec")) == "SelectStmt ! - ");
  CHECK(kinds_of(ParsedText("select 1; /* a ")) == "SelectStmt - ");
  CHECK(kinds_of(ParsedText("select $$ a ")) == "- ");
  CHECK(ParsedText("select 1; select \"a").errors().empty());
  CHECK(kinds_of(ParsedText("create table a (b; select 1; select (2; select 'a")) ==
        "! SelectStmt ! - ");
  CHECK(kinds_of(ParsedText("create rule r as on insert to a do (select 1; select 'a")) == "- ");
}

TEST_CASE("marks and zero bytes do not stop the parser") {
  const std::string bom = "\xEF\xBB\xBF";
  CHECK(kinds_of(ParsedText(bom + "select 1;\n" + bom + "select 2;")) ==
        "SelectStmt SelectStmt - ");
  const ParsedText zero(std::string_view("select 1; -- \0\nselect \0 2;", 26));
  CHECK(kinds_of(zero) == "SelectStmt SelectStmt - ");
  REQUIRE(zero.errors().size() == 1);
  CHECK(zero.errors()[0].offset == 13);
}

TEST_CASE("a text of comments and blanks has no statement that is not empty") {
  for (const char* text : {"", "\n", "-- a", ";;", "/* a /* b */ */"}) {
    CAPTURE(text);
    CHECK(kinds_of(ParsedText(text)).find_first_not_of("- ") == std::string::npos);
    CHECK(ParsedText(text).errors().empty());
  }
}

TEST_CASE("each statement is judged as it would be alone") {
  const std::vector<std::string> pieces{
      "select 1",
      "selec 1",
      "create table a (b int)",
      "select from from",
      "create rule r as on insert to a do (select 1; select 2)",
      "create function f() returns int begin atomic select 1; end",
      "select 'é;', $$;$$ -- ;\n",
      "/* ; */ drop table a",
      ""};
  testing::Random random(7);
  for (int round = 0; round < 300; ++round) {
    std::string text;
    std::string expected;
    for (std::size_t left = random.below(6); left > 0; --left) {
      const std::string& piece = random.pick(pieces);
      const ParseTree alone = ParseTree::parse(piece);
      text += piece + ";\n";
      expected += alone.error() != nullptr     ? "!"
                  : alone.statements().empty() ? "-"
                                               : alone.statements()[0].node.kind();
      expected += ' ';
    }
    CAPTURE(text);
    CHECK(kinds_of(ParsedText(text)) == expected + "- ");
  }
}

} // namespace
} // namespace confiture::postgres
