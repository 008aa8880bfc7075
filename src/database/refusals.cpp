#include "database/refusals.hpp"

#include "statement_reader.hpp"

#include <optional>

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

/// Where a command of psql is, which may also end a statement, as `\gexec` does.
std::optional<std::size_t> command_in(const SqlScript& script,
                                      const SqlScript::Statement& statement) {
  for (StatementReader reader(script.text(), statement.begin, statement.end); !reader.is_at_end();
       reader.advance()) {
    if (reader.text() == "\\") {
      return reader.token().begin;
    }
  }
  return std::nullopt;
}

} // namespace

std::vector<Refusal> refusals(const SqlScript& script) {
  std::vector<Refusal> found;
  for (const SqlScript::Statement& statement : script.statements()) {
    if (const auto backslash = command_in(script, statement)) {
      found.push_back({.offset = *backslash, .reason = RefusalReason::PsqlCommand});
    } else if (controls_transaction(script, statement)) {
      found.push_back({.offset = statement.begin, .reason = RefusalReason::TransactionControl});
    }
  }
  return found;
}

} // namespace confiture::database
