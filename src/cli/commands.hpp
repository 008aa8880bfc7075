#pragma once

#include "cli/options.hpp"
#include "cli/report.hpp"
#include <confiture/config.hpp>
#include <confiture/selection.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace confiture::cli {

// Each runs one command to its end and prints its result. They throw Error.
void run_build(const BuildArguments& arguments, Format format);
void run_hash(const HashArguments& arguments);
void run_split(const SplitArguments& arguments, Format format);

/// The configuration that the arguments name: an environment's file, or directories alone.
Config load(const SourceArguments& sources);

/// Throws Error (Schema001) for options and settings that this version cannot do.
void require_available(std::vector<std::string> options, const Config& config);

Scope scope_of(const SourceArguments& sources);

std::int64_t milliseconds_since(std::chrono::steady_clock::time_point start);

} // namespace confiture::cli
