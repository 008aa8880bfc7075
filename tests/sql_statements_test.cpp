#include "random.hpp"
#include "sql_statements.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

namespace confiture {
namespace {

using Texts = std::vector<std::string>;

/// The statements that are not empty.
Texts statements_of(std::string_view text, Backslash backslash = Backslash::Command) {
  Texts statements;
  SqlSplitter splitter(text, backslash);
  for (SqlStatement statement; splitter.next(statement);) {
    if (!statement.is_empty()) {
      statements.emplace_back(text.substr(statement.begin, statement.end - statement.begin));
    }
  }
  return statements;
}

/// The rows of the first statement.
std::string rows_of(std::string_view text) {
  SqlStatement statement;
  SqlSplitter(text).next(statement);
  return std::string(text.substr(statement.data_begin, statement.data_end - statement.data_begin));
}

TEST_CASE("statements end at semicolons that are not quoted, in parentheses or in a body") {
  CHECK(statements_of("a; ;b c;\n-- d;\n") == Texts{"a", "b c"});
  CHECK(statements_of("a ';' b; \"c;\" $$;$$ /* ; */") == Texts{"a ';' b", "\"c;\" $$;$$"});
  CHECK(statements_of("create rule r do (a; b); c") == Texts{"create rule r do (a; b)", "c"});
  CHECK(statements_of("a) ; b") == Texts{"a)", "b"});
  CHECK(statements_of(
            "CREATE OR REPLACE FUNCTION f() BEGIN ATOMIC a; CASE WHEN b THEN c END; END; d") ==
        Texts{"CREATE OR REPLACE FUNCTION f() BEGIN ATOMIC a; CASE WHEN b THEN c END; END", "d"});
  CHECK(statements_of("begin; atomic; end") == Texts{"begin", "atomic", "end"});
}

TEST_CASE("comments before a statement belong to it, and do not begin it") {
  SqlSplitter splitter("-- a\nb /* c */ d; -- e");
  SqlStatement statement;
  REQUIRE(splitter.next(statement));
  CHECK(statement.begin == 5);
  CHECK(statement.end == 16);
  CHECK(statement.tokens.size() == 4);
  CHECK(statement.is_terminated);
  REQUIRE(splitter.next(statement));
  CHECK(statement.is_empty());
  CHECK(statement.tokens.size() == 1);
  CHECK_FALSE(statement.is_terminated);
  CHECK_FALSE(splitter.next(statement));
}

TEST_CASE("rows of COPY are no SQL") {
  CHECK(rows_of("copy t from stdin;\na';\n\\.\nb") == "a';\n\\.\n");
  CHECK(rows_of("COPY t FROM /* x */ STDIN (format csv);\r\na\r\n\\.\r\nb") == "a\r\n\\.\r\n");
  CHECK(rows_of("copy t from stdin; -- c\na\n") == "a\n");
  CHECK(rows_of("copy t from stdin;") == "");
  CHECK(rows_of("copy t to stdout;\na") == "");
  CHECK(rows_of("copy t from 'stdin';\na") == "");
  CHECK(rows_of("copy t from stdin") == "");
  CHECK(statements_of("copy t from stdin;\na;b\n\\.\nc;copy t from stdin;\n'\n\\.\nd") ==
        Texts{"copy t from stdin", "c", "copy t from stdin", "d"});
  CHECK(statements_of("copy t from stdin; a\n';\n\\.\nb") ==
        Texts{"copy t from stdin", "a\n';\n\\.\nb"});
}

TEST_CASE("commands of psql are statements of their own, unless they are not looked for") {
  CHECK(statements_of("\\set a ';\nb; \\i c\nd \\e") == Texts{"\\set a ';", "b", "\\i c", "d \\e"});
  CHECK(statements_of("\\a\nb;", Backslash::Character) == Texts{"\\a\nb"});
  CHECK(statements_of("a '\\' b") == Texts{"a '\\' b"});
}

TEST_CASE("statements of random SQL are in order, and hold every token outside rows once") {
  testing::Random random(2);
  const std::vector<std::string> pieces = {"copy a from stdin",
                                           ";",
                                           "\n",
                                           "\\.\n",
                                           "'",
                                           "(",
                                           ")",
                                           "a",
                                           "$$",
                                           " ",
                                           "create function f",
                                           " begin atomic ",
                                           " end",
                                           "--",
                                           "/*",
                                           "*/",
                                           "\\"};
  for (int round = 0; round < 20'000; ++round) {
    const std::string text = random.text(pieces, 12);
    CAPTURE(text);
    SqlSplitter splitter(text);
    std::size_t end = 0;
    for (SqlStatement statement; splitter.next(statement);) {
      for (const SqlToken& token : statement.tokens) {
        REQUIRE(token.begin >= end);
        end = token.end;
      }
      REQUIRE(statement.end <= text.size());
      REQUIRE(statement.data_begin <= statement.data_end);
      REQUIRE(statement.data_end <= text.size());
    }
  }
}

} // namespace
} // namespace confiture
