#pragma once

#include "cli/options.hpp"
#include "cli/report.hpp"
#include <confiture/config.hpp>

namespace confiture::cli {

// Each runs one command to its end and prints its result. They throw Error.
void run_build(const BuildArguments& arguments, Format format);
void run_hash(const HashArguments& arguments);

/// The configuration that the arguments name: an environment's file, or directories alone.
Config load(const SourceArguments& sources);

} // namespace confiture::cli
