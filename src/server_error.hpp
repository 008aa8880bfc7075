#pragma once

#include "sql_script.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace confiture {

/// What a PostgreSQL server says about where in a statement it failed.
struct ServerError {
  /// In what was sent, from 1; none if it does not tell, or only of a query that it made itself.
  std::optional<std::uint64_t> line = {};
  std::uint64_t column = 0; ///< in characters, from 1; 0 is not known
  std::string context = {}; ///< the text of CONTEXT, the innermost call first
};

/// Where in the script it failed: at the place that the server names, in the row of COPY, in the
/// body of the routine that ran, if the script has it, or at the start of the statement.
/// `statement` is a position in `script.statements()`.
std::size_t offset_of(const ServerError& error, const SqlScript& script, std::size_t statement);

} // namespace confiture
