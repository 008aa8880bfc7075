#include "database/refusals.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace confiture::database {
namespace {

/// What is refused, up to the end of its line, a `!` before what controls a transaction.
std::vector<std::string> refused(const std::string& sql) {
  std::vector<std::string> texts;
  for (const Refusal& refusal : refusals(SqlScript(sql))) {
    const std::string text = sql.substr(refusal.offset);
    texts.push_back((refusal.reason == RefusalReason::TransactionControl ? "!" : "") +
                    text.substr(0, text.find_first_of(";\n")));
  }
  return texts;
}

using Texts = std::vector<std::string>;

// Reference, core/sql_lexer.py: the first token of a statement decides.
TEST_CASE("statements that control a transaction are refused") {
  CHECK(refused("BEGIN; SELECT 1; commit;") == Texts{"!BEGIN", "!commit"});
  CHECK(refused("/* c */ Start -- c\n TRANSACTION; END") == Texts{"!Start -- c", "!END"});
  CHECK(
      refused("SAVEPOINT a; ROLLBACK TO a; RELEASE a; ABORT; PREPARE TRANSACTION 'x'") ==
      Texts{"!SAVEPOINT a", "!ROLLBACK TO a", "!RELEASE a", "!ABORT", "!PREPARE TRANSACTION 'x'"});
}

TEST_CASE("words in other places are not") {
  CHECK(refused("PREPARE p AS SELECT 1; SELECT 'BEGIN; COMMIT'; DO $$ BEGIN END $$;").empty());
  CHECK(refused("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END;").empty());
  CHECK(refused("COPY t FROM stdin;\nBEGIN\nCOMMIT;\n\\.\nSELECT \"begin\";").empty());
  CHECK(refused("\"begin\";").empty());
}

TEST_CASE("commands of psql are refused, the end of rows is not one") {
  CHECK(refused("\\set x 1\nSELECT 1;\n\\i other.sql\n") == Texts{"\\set x 1", "\\i other.sql"});
  CHECK(refused("SELECT 1 \\gexec\nSELECT 2;") == Texts{"\\gexec"});
  CHECK(refused("SELECT '\\g', E'\\n', \"\\\", $$\\i x$$ -- \\q\n/* \\q */;").empty());
  CHECK(refused("COPY t FROM stdin;\n1\n\\.\n").empty());
}

} // namespace
} // namespace confiture::database
