#pragma once

#include "database/connection.hpp"
#include "database/refusals.hpp"
#include "database/statement_run.hpp"
#include "sql_script.hpp"
#include <confiture/progress.hpp>

#include <cstddef>
#include <vector>

namespace confiture::database {

struct LoadOptions {
  bool keep_going = false;      ///< after a failure with the next statement
  bool is_trial = false;        ///< nothing stays, also where all succeeds
  Progress* progress = nullptr; ///< kept up to date if given
};

/// What came of a load.
struct LoadResult {
  std::vector<Refusal> refusals;          ///< with any, nothing was run
  std::vector<StatementFailure> failures; ///< in the script's order; without any all is committed
  std::vector<StatementFailure> warnings; ///< likewise
};

/// Runs a script that has nothing to refuse in one transaction, statement by statement, up to the
/// first that fails or, to keep going, with a savepoint for each. With a failure nothing stays; nor
/// of a trial, not even what is of the whole server, such as a role. What fails at the end of the
/// transaction, such as a deferred constraint, has the position behind the last statement.
LoadResult load(Connection& connection, const SqlScript& script, const LoadOptions& options = {});

} // namespace confiture::database
