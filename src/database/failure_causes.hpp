#pragma once

#include "database/statement_run.hpp"
#include "sql_script.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace confiture::database {

/// What a statement makes, changes or fills: what can be missing later if it fails.
struct StatementSubject {
  std::vector<std::vector<std::string>> names; ///< each in its parts, as the server has them
  bool is_extension = false;                   ///< which brings names that are not known here
  bool is_schema = false;
};

/// Understands a statement by its first tokens, so also one that PostgreSQL refuses.
StatementSubject subject_of(const SqlScript& script, std::size_t statement);

/// For each failure of a script, in order, the position of the first one that it seems to follow
/// from: it misses what that statement, or another that follows from it, would have made. None for
/// those that fail on their own.
std::vector<std::optional<std::size_t>> causes_of(const std::vector<StatementFailure>& failures,
                                                  const SqlScript& script);

} // namespace confiture::database
