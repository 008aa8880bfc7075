#pragma once

#include "database/connection.hpp"
#include "sql_script.hpp"

#include <cstddef>
#include <optional>
#include <string>

namespace confiture::database {

/// What a server has against a statement of a script.
struct StatementFailure {
  ServerMessage message;
  std::size_t statement; ///< position in `SqlScript::statements()`
  std::size_t offset;    ///< in the script, in bytes: where it failed, as exactly as can be told
};

/// Runs one statement, with the rows of COPY … FROM stdin if it has any. `statement` is a position
/// in `script.statements()`, and not that of a command of psql.
std::optional<StatementFailure>
run_statement(Connection& connection, const SqlScript& script, std::size_t statement);

/// What the server says, with `DETAIL:`, `HINT:` and `CONTEXT:` on lines of their own, as psql has
/// it. Every line is printable.
std::string told(const ServerMessage& message);

} // namespace confiture::database
