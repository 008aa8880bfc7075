#include "failure.hpp"
#include "postgres/lint_file.hpp"
#include "random.hpp"
#include "sql_scanner.hpp"
#include "support.hpp"
#include <confiture/lint.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace confiture {
namespace {

namespace fs = std::filesystem;

/// What is told of a text by itself: `rule line:column`, in no order.
std::multiset<std::string> told(std::string_view text) {
  const postgres::FileFacts facts = postgres::facts_of(text);
  std::multiset<std::string> all;
  for (const Finding& finding : facts.findings) {
    if (!facts.allowances.permit(finding)) {
      all.insert(finding.rule + " " + std::to_string(finding.line) + ":" +
                 std::to_string(finding.column));
    }
  }
  return all;
}

using Told = std::multiset<std::string>;

std::string message_of(std::string_view text) {
  return postgres::facts_of(text).findings.at(0).message;
}

TEST_CASE("a syntax error is told at its token, for each statement that has one") {
  CHECK(told("select 1;\nselect é frm x y;\nselect 2;\nselect 1 +;") ==
        Told{"syntax-error 2:14", "syntax-error 4:11"});
  CHECK(message_of("select 'é' from from;") == "syntax error at or near \"from\"");
  CHECK(message_of("select 1 '" + std::string(500, 'x') + "\n';").size() < 130);
  CHECK(told("create table a (b int;\r\ncreate table b (c int);\r\n") == Told{"syntax-error 1:22"});
  CHECK(told(std::string_view("select 1; -- \0", 14)) == Told{"syntax-error 1:14"});
}

TEST_CASE("what is open is told where it opens, and once") {
  CHECK(told("select 1;\n é /* a /* b */ c") == Told{"open-comment 2:4"});
  CHECK(told("select '/* a';\n -- /* b") == Told{});
  CHECK(told("select ''';") == Told{"open-string 1:8"});
  CHECK(told("select E'\\';") == Told{"open-string 1:8"});
  CHECK(told("select U&\"a;") == Told{"open-identifier 1:8"});
  CHECK(told("do $a$ begin end $b$;") == Told{"open-dollar-quote 1:4"});
  CHECK(told("select frm from;\nselect 'a") == Told{"syntax-error 1:16", "open-string 2:8"});
}

TEST_CASE("rows of COPY have to be ended, and are not judged") {
  CHECK(told("copy t from stdin;\n\\set\n'\n\\.\nselect 1;") == Told{});
  CHECK(told("copy t from stdin;\r\n'\r\n\\.\r\n") == Told{});
  CHECK(told("copy t from stdin;\n\\.") == Told{});
  for (const char* text :
       {"copy t from stdin;", "copy t from stdin;\n", "copy t from stdin;\nx\\.\n"}) {
    CAPTURE(text);
    CHECK(told(text) == Told{"open-copy 1:1"});
  }
}

TEST_CASE("the last statement needs its semicolon") {
  CHECK(told("select 1;\nselect 'é' -- c\n") == Told{"missing-semicolon 2:11"});
  CHECK(told("select 1 /* c") == Told{"open-comment 1:10"});
  CHECK(told("select from from") == Told{"syntax-error 1:13"});
  CHECK(told("select 1; -- c") == Told{});
}

TEST_CASE("commands and variables of psql are told of") {
  CHECK(told("\\set a 'it''s' -- \"\n  \\echo\nselect 1; \\q") ==
        Told{"psql-command 1:1", "psql-command 2:3", "psql-command 3:11"});
  CHECK(told("select 1 \\g it's \\x\nselect 2;") != Told{});
  CHECK(told("select 1 \\g \\x\n;") == Told{"psql-command 1:10"});
  CHECK(told("select '\\a', E'\\\\b', $$\\c$$ /* \\d */;") == Told{});
  CHECK(message_of("\\set x y") == "Only psql understands \\set");
  CHECK(told("select :a, :'b', a[1:n], c::int from :\"d\";") ==
        Told{"psql-variable 1:8", "psql-variable 1:12", "psql-variable 1:38"});
  CHECK(message_of("select :'b c';") == "Only psql replaces :'b c'");
}

TEST_CASE("a byte-order mark is told of wherever it is") {
  const std::string mark = "\xEF\xBB\xBF";
  CHECK(told(mark + "select 1;\n" + mark + "select 'a" + mark + "';") ==
        Told{"byte-order-mark 1:1", "byte-order-mark 2:1", "byte-order-mark 2:11"});
}

TEST_CASE("the first line that ends otherwise is told of") {
  CHECK(told("select 1;\r\n\r\n\nselect 2;\r\n") == Told{"mixed-line-endings 3:0"});
  CHECK(told("\n\r") == Told{"mixed-line-endings 2:0"});
  CHECK(message_of("\n\r") == "This line ends in CR, those before it in LF");
  CHECK(told("\r\n\r\n--") == Told{});
}

TEST_CASE("a comment permits a finding") {
  CHECK(told("-- confiture-build: allow psql-command, syntax-error\n\\set\n\\set") ==
        Told{"psql-command 3:1"});
  CHECK(told("select from from; -- confiture-build: allow syntax-error") == Told{});
  CHECK(told("select '-- confiture-build: allow syntax-error' from from;") ==
        Told{"syntax-error 1:54"});
  CHECK(told("-- confiture-build: allow unknown-rule, no-such") == Told{});
}

TEST_CASE("texts without statements are clean") {
  for (const char* text : {"", "\n\n", "-- a", "/* a */", ";;", " \t"}) {
    CAPTURE(text);
    CHECK(told(text) == Told{});
  }
}

TEST_CASE("a text that is cut has a finding exactly if that is within a statement") {
  const std::vector<std::string> pieces{
      "create table a (b int, \"c;\" text default 'é;''');",
      "select 'a'\n  'b', $x$ ; $y$ $x$;",
      "-- it's ; \"\n",
      "/* a /* ; */ ' */\n",
      "create rule r as on insert to a do (select 1; select 2);",
      "create function f() returns int begin atomic select 1; select 2; end;",
      "do $$ begin null; end $$ ;",
      "copy a from stdin;\nx;\t'\n\\.\n",
      "\n"};
  testing::Random random(11);
  for (int round = 0; round < 1000; ++round) {
    std::string text;
    std::set<std::size_t> ends{0}; // where a statement was ended, or a comment
    for (std::size_t left = random.below(6); left > 0; --left) {
      text += random.pick(pieces) + (random.below(2) == 0 ? "\n" : " ");
      ends.insert(text.size());
      ends.insert(text.size() - 1);
      if (text.find("\\.\n", text.size() - 4) != std::string::npos) {
        ends.insert(text.size() - 2); // rows are ended without that line's end, too
      }
    }
    CAPTURE(text);
    REQUIRE(told(text).empty());
    std::size_t cut = random.below(text.size() + 1);
    while (cut < text.size() && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) {
      ++cut;
    }
    const std::string head = text.substr(0, cut);
    SqlScanner scanner(head, *std::prev(ends.upper_bound(cut)));
    bool is_within = false;
    for (SqlToken token{}; scanner.next(token);) {
      is_within = is_within || !token.is_comment() || token.is_open;
    }
    CAPTURE(head);
    CHECK(told(head).empty() != is_within);
  }
}

TEST_CASE("findings are in the order of files, lines and columns, and name their files") {
  const testing::TemporaryDirectory directory;
  std::vector<SelectedFile> files;
  for (const char* name : {"b.sql", "a.sql", "c.sql"}) {
    const fs::path path = directory.path() / name;
    testing::write_file(path, "select from from; \\x\n\r\n/*");
    files.push_back({.path = path, .target = {}, .entry = 0, .pattern = 0});
  }
  for (const unsigned jobs : {1U, 4U}) {
    std::string all;
    for (const Finding& finding : lint(files, {.jobs = jobs})) {
      CHECK(finding.file.starts_with(directory.path().string()));
      all += fs::path(finding.file).filename().string() + ":" + std::to_string(finding.line) + ":" +
             std::to_string(finding.column) + " ";
    }
    CHECK(all == "b.sql:1:13 b.sql:1:19 b.sql:2:0 b.sql:3:1 "
                 "a.sql:1:13 a.sql:1:19 a.sql:2:0 a.sql:3:1 "
                 "c.sql:1:13 c.sql:1:19 c.sql:2:0 c.sql:3:1 ");
  }
}

TEST_CASE("a file that cannot be judged is told of") {
  const testing::TemporaryDirectory directory;
  const fs::path path = directory.path() / "a.sql";
  testing::write_file(path, "select 1;\n\xFF");
  const std::vector<SelectedFile> files{{.path = path, .target = {}, .entry = 0, .pattern = 0}};
  const Error error = testing::failure_of([&] { lint(files); });
  CHECK(error.code() == ErrorCode::Schema001);
  CHECK(testing::contains(error.what(), "a.sql:2: byte 0xff at offset 10 is not UTF-8"));
}

} // namespace
} // namespace confiture
