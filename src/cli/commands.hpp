#pragma once

#include "cli/options.hpp"
#include "cli/report.hpp"
#include "cli/terminal.hpp"
#include <confiture/config.hpp>
#include <confiture/selection.hpp>

#include <string>
#include <vector>

namespace confiture::cli {

// Each runs one command to its end and prints its result. They throw Error.
void run_hash(const HashArguments& arguments, Terminal& terminal);
void run_manifest(const ManifestArguments& arguments, Terminal& terminal);
void run_locate(const LocateArguments& arguments, Format format, Terminal& terminal);
void run_split(const SplitArguments& arguments, Format format, Terminal& terminal);

// These return Findings where something is not as it was written down, or as it should be, or is
// defined twice and was not to be, or is refused by a server.
ExitStatus run_apply(const ApplyArguments& arguments, Format format, Terminal& terminal);
ExitStatus run_build(const BuildArguments& arguments, Format format, Terminal& terminal);
ExitStatus run_check(const CheckArguments& arguments, Format format, Terminal& terminal);
ExitStatus run_lint(const LintArguments& arguments, Format format, Terminal& terminal);
ExitStatus run_diff(const DiffArguments& arguments, Format format, Terminal& terminal);

} // namespace confiture::cli
