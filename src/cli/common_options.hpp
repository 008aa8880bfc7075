#pragma once

#include "cli/command_line.hpp"
#include "cli/options.hpp"

#include <string>
#include <vector>

// What several commands take.

namespace confiture::cli {

// Titles of groups in the help, and what is said alike of options that are.
inline constexpr const char* sources_group = "Sources";
inline constexpr const char* output_group = "Output";
inline constexpr const char* result_group = "Result";
inline constexpr const char* fsync_help =
    "Do not end before what is new would outlast a power cut (reports aside)";

/// Options that find the sources, and how many threads read them.
void add_environment_options(CommandLine& line, SourceArguments& sources);

/// The same, and directories instead of an environment.
void add_source_options(CommandLine& line, SourceArguments& sources);

/// How the result of a command is told: by a format with one of these names.
void add_format_option(CommandLine& line, FormatChoice& format, std::vector<std::string> names);

/// Options for what a person sees, with help and version.
void add_terminal_options(CommandLine& line, TerminalArguments& terminal);

} // namespace confiture::cli
