#pragma once

#include "cli/options.hpp"
#include "cli/stopwatch.hpp"
#include "cli/terminal.hpp"
#include <confiture/config.hpp>
#include <confiture/progress.hpp>
#include <confiture/selection.hpp>

// From what was typed to what is built: the steps that all commands begin with, and what they tell
// about them.

namespace confiture::cli {

/// The configuration that the arguments name: an environment's file, or directories alone. Throws
/// Error.
Config load(const SourceArguments& arguments,
            Terminal& terminal,
            Stopwatch& stopwatch,
            Progress& progress);

/// What the configuration selects. Throws Error.
Selection select_sources(const Config& config,
                         const SourceArguments& arguments,
                         Terminal& terminal,
                         Stopwatch& stopwatch,
                         Progress& progress);

/// Says which environment is built.
void tell_environment(const SourceArguments& arguments, Terminal& terminal);

/// Says how long reading took, and each step, if that is wanted.
void tell_read(const Progress& progress, Terminal& terminal, Stopwatch& stopwatch);

/// The same for building.
void tell_built(const Progress& progress, Terminal& terminal, Stopwatch& stopwatch);

} // namespace confiture::cli
