#include "allowances.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace confiture {
namespace {

struct Judged {
  std::string lines;    ///< those on which the rule is permitted
  std::string findings; ///< where a comment is told of, and what is said
};

Judged judged(std::string_view text, const std::string& rule = "open-copy") {
  SourceLines lines(text);
  std::vector<SqlToken> comments;
  SqlScanner scanner(text);
  for (SqlToken token{}; scanner.next(token);) {
    if (token.is_comment()) {
      comments.push_back(token);
    }
  }
  std::vector<Finding> findings;
  const Allowances allowances(lines, comments, findings);
  Judged result;
  for (std::uint64_t line = 1; line <= lines.count(); ++line) {
    if (allowances.permit({.rule = rule, .message = {}, .file = {}, .line = line})) {
      result.lines += std::to_string(line) + " ";
    }
  }
  for (const Finding& finding : findings) {
    result.findings += std::to_string(finding.line) + ":" + std::to_string(finding.column) + " " +
                       finding.message + "|";
  }
  return result;
}

const std::string allow = "-- confiture-build: allow open-copy";

TEST_CASE("a comment permits what its line has, and what the line below it has") {
  CHECK(judged("a " + allow + "\nb\n").lines == "1 ");
  CHECK(judged(allow + "\nb\nc").lines == "1 2 ");
  CHECK(judged("x\n" + allow + "\r\n-- why\r\n/* and\n\nso */ -- on\nb\nc").lines ==
        "2 3 4 5 6 7 ");
  CHECK(judged(allow + "\n\nb").lines == "1 2 ");
  CHECK(judged("-- why\n" + allow + "\nb").lines == "2 3 ");
  CHECK(judged("/* a */ " + allow + "\nb\nc").lines == "1 2 ");
  CHECK(judged("a /* b */ " + allow + "\nb\nc").lines == "1 ");
  CHECK(judged("/* confiture-build: allow open-copy */ a\nb").lines == "1 ");
  CHECK(judged("a /*\nconfiture-build:\nallow open-copy */\nb").lines == "1 2 3 ");
  CHECK(judged("a\n  " + allow).lines == "2 ");
  CHECK(judged("").lines.empty());
}

TEST_CASE("what permits is a comment, and nothing that looks like it") {
  CHECK(judged("select '" + allow + "';").lines.empty());
  CHECK(judged("-- see confiture-build: allow open-copy").lines.empty());
  CHECK(judged("-- confiture-build: allows open-copy").lines.empty());
  CHECK(judged("-- confiture-build: allows open-copy").findings.empty());
  CHECK(judged("--confiture-build:allow open-copy").lines == "1 ");
}

TEST_CASE("several rules may be listed, and words behind them are for people") {
  const std::string list =
      "-- confiture-build: allow open-copy,syntax-error , psql-command for now";
  for (const char* rule : {"open-copy", "syntax-error", "psql-command"}) {
    CHECK(judged(list, rule).lines == "1 ");
  }
  CHECK(judged(list, "open-string").lines.empty());
  CHECK(judged(list).findings.empty());
  CHECK(judged(allow + "\n" + allow + "\nx\ny\n" + allow + "\nz").lines == "1 2 3 5 6 ");
}

TEST_CASE("a rule that does not exist is told of at its name") {
  CHECK(judged("é; -- confiture-build: allow open-coyp, open-copy, zzz").findings ==
        "1:30 There is no rule open-coyp; did you mean open-copy?|1:52 There is no rule zzz|");
  CHECK(judged("é; -- confiture-build: allow open-coyp, open-copy").lines == "1 ");
  CHECK(judged("-- confiture-build: allow").findings ==
        "1:26 A name of a rule to be allowed is missing here|");
  CHECK(judged("-- confiture-build: allow open-copy,").findings ==
        "1:37 A name of a rule to be allowed is missing here|");
}

} // namespace
} // namespace confiture
