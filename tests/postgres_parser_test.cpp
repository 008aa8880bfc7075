#include "postgres/parser.hpp"
#include <confiture/parser.hpp>

#include <doctest/doctest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace confiture::postgres {
namespace {

TEST_CASE("a parse tree is read by the names of its fields") {
  const std::string sql = "create table s.t (a int, b text not null);\n -- c\nselect 1";
  const ParseTree tree = ParseTree::parse(sql);
  REQUIRE(tree.error() == nullptr);
  REQUIRE(tree.statements().size() == 2);
  const Node create = tree.statements()[0].node.as("CreateStmt");
  CHECK(create["relation"]["schemaname"].text() == "s");
  CHECK(create["relation"]["location"].number() == 13);
  std::string columns;
  for (const Node element : create["tableElts"]) {
    columns += std::string(element.as("ColumnDef")["colname"].text()) + " ";
  }
  CHECK(columns == "a b ");
  CHECK(create["tableElts"].is_list());
  CHECK(create["tableElts"]
            .at(1)
            .as("ColumnDef")["constraints"]
            .at(0)
            .as("Constraint")["contype"]
            .text() == "CONSTR_NOTNULL");
  CHECK(tree.statements()[0].end == sql.find(';'));
  CHECK(tree.statements()[1].node.kind() == "SelectStmt");
  CHECK(tree.statements()[1].end == sql.size());
}

TEST_CASE("the fields of a structure are told by their names") {
  const ParseTree tree = ParseTree::parse("truncate t cascade");
  const Node truncate = tree.statements()[0].node.body();
  std::string fields;
  for (std::size_t i = 0; i < truncate.size(); ++i) {
    fields += std::string(truncate.field_at(i)) + " ";
  }
  CHECK(fields == "relations behavior ");
  CHECK(truncate.field_at(2).empty());
  CHECK(truncate["relations"].field_at(0).empty());
}

TEST_CASE("what is not in a parse tree is empty") {
  const ParseTree tree = ParseTree::parse("select 1");
  const Node nothing = tree.statements()[0].node.as("CreateStmt")["relation"]["relname"];
  CHECK_FALSE(nothing);
  CHECK(nothing.text().empty());
  CHECK(nothing.number() == 0);
  CHECK(nothing.size() == 0);
  CHECK_FALSE(nothing.at(0));
  CHECK_FALSE(nothing.is_list());
  CHECK(nothing.kind().empty());
}

TEST_CASE("a syntax error is told in PostgreSQL's words, with its place in bytes") {
  const ParseTree tree = ParseTree::parse("select 'é€😀', \"ü\";\nselect frm from;");
  REQUIRE(tree.error() != nullptr);
  CHECK(tree.error()->message == "syntax error at or near \";\"");
  CHECK(tree.error()->offset == 41);
  const ParseTree open = ParseTree::parse("select 1 /* é");
  CHECK(open.error()->message == "unterminated /* comment at or near \"/* é\"");
  CHECK(open.error()->offset == 9);
  CHECK(ParseTree::parse("select 1 +").error()->offset == 10);
  CHECK(ParseTree::parse(std::string("a\0b", 3)).error()->offset == 1);
}

TEST_CASE("nothing to parse is no error") {
  for (const char* text : {"", " ", "-- a", ";;"}) {
    CHECK(ParseTree::parse(text).error() == nullptr);
    CHECK(ParseTree::parse(text).statements().empty());
  }
}

TEST_CASE("nesting without end is an error, not a crash") {
  const std::string deep(100'000, '(');
  CHECK(ParseTree::parse("select " + deep + "1" + std::string(100'000, ')')).error() != nullptr);
  std::string sum = "select 1";
  for (int i = 0; i < 5'000; ++i) {
    sum += "+1";
  }
  const ParseTree tree = ParseTree::parse(sum);
  CHECK((tree.error() != nullptr || tree.statements().size() == 1));
}

TEST_CASE("several threads parse at once") {
  std::atomic<int> understood = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      for (int round = 0; round < 200; ++round) {
        const std::string name = "t" + std::to_string(i);
        const ParseTree good = ParseTree::parse("create table " + name + " ()");
        const ParseTree bad = ParseTree::parse("create " + name);
        understood += good.statements().size() == 1 &&
                      good.statements()[0].node.body()["relation"]["relname"].text() == name &&
                      bad.error()->message == "syntax error at or near \"" + name + "\"";
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  CHECK(understood == 800);
}

TEST_CASE("the grammar is that of a version of PostgreSQL") {
  CHECK(grammar_version().value_or(0) >= 15);
}

} // namespace
} // namespace confiture::postgres
