#include "database/refusals.hpp"

#include "statement_reader.hpp"

namespace confiture::database {

namespace {

bool controls_transaction(const SqlScript& script, const SqlScript::Statement& statement) {
  StatementReader reader(script.text(), statement.begin, statement.end);
  if (reader.take_one_of({"start", "prepare"})) {
    return reader.take_word("transaction");
  }
  return reader.take_one_of(
      {"begin", "commit", "end", "rollback", "abort", "savepoint", "release"});
}

} // namespace

std::vector<Refusal> refusals(const SqlScript& script) {
  std::vector<Refusal> found;
  for (const SqlScript::Statement& statement : script.statements()) {
    if (statement.command) {
      found.push_back({.offset = *statement.command, .reason = RefusalReason::PsqlCommand});
    } else if (controls_transaction(script, statement)) {
      found.push_back({.offset = statement.begin, .reason = RefusalReason::TransactionControl});
    }
  }
  return found;
}

} // namespace confiture::database
