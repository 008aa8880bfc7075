#pragma once

#include "cli/options.hpp"
#include "cli/report.hpp"
#include "cli/terminal.hpp"
#include <confiture/selection.hpp>

#include <chrono>

namespace confiture::cli {

/// Looks for duplicate definitions, if the arguments ask for it, puts them and the files that could
/// not be looked at into the report, and tells of them where the format of the result does not.
/// Returns whether they are a reason not to build; then the report says so. Throws Error.
bool is_stopped_by_duplicates(const BuildArguments& arguments,
                              const Selection& selection,
                              Format format,
                              Terminal& terminal,
                              BuildReport& report);

} // namespace confiture::cli
