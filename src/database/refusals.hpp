#pragma once

#include "sql_script.hpp"

#include <cstddef>
#include <vector>

namespace confiture::database {

/// Why a statement is not for a script that is run in a transaction from here.
enum class RefusalReason {
  PsqlCommand,        ///< `\i`, `\set` and the like, which are for psql alone
  TransactionControl, ///< BEGIN, COMMIT, SAVEPOINT and the like
};

struct Refusal {
  std::size_t offset; ///< in the script's text, in bytes: of the statement, or of the backslash
  RefusalReason reason;
};

/// All of a script that is to be refused before any of it is run, in its order.
std::vector<Refusal> refusals(const SqlScript& script);

} // namespace confiture::database
