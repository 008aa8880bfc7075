#pragma once

#include "database/connection.hpp"
#include "seeds.hpp"
#include "sql_script.hpp"
#include <confiture/error.hpp>
#include <confiture/progress.hpp>

#include <optional>
#include <string>

namespace confiture::database {

/// Throws Error with this code for the first command of psql in a script.
void require_no_commands(const SqlScript& script, const PlaceOf& place_of, ErrorCode code);

/// Runs a script statement by statement. Returns what the server has against the first one that
/// fails, with its place. `progress` counts statements, if given.
std::optional<std::string> run_script(Connection& connection,
                                      const SqlScript& script,
                                      const PlaceOf& place_of,
                                      Progress* progress = nullptr);

} // namespace confiture::database
