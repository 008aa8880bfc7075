#pragma once

#include "cli/options.hpp"
#include "cli/report.hpp"
#include "cli/terminal.hpp"
#include <confiture/config.hpp>
#include <confiture/selection.hpp>

#include <string>

namespace confiture::cli {

/// Applies the seeds of a build to its database and puts into the report what came of it. `profile`
/// may be null. Throws Error (Config010) if no database is named, (Config006) if it cannot be
/// reached, (Seed001) for a file that fails.
void apply_seeds(const BuildArguments& arguments,
                 const Config& config,
                 const Selection& selection,
                 const SeedProfile* profile,
                 Terminal& terminal,
                 BuildReport& report);

} // namespace confiture::cli
