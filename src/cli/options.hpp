#pragma once

#include "cli/terminal.hpp"
#include <confiture/error.hpp>

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace confiture::cli {

/// How a result is told. What a command does not offer it is never asked for.
enum class Format { Text, Json, Csv, Github, Sarif, Gitlab };

/// A --format as it was typed, and the names of those that the command has.
struct FormatChoice {
  std::string name = "text";
  std::vector<std::string> offered;
};

/// What every command takes to find its sources.
struct SourceArguments {
  std::string environment = "local";
  std::string project_dir = ".";
  std::vector<std::string> directories; ///< instead of an environment file; empty for that
  bool schema_only = false;
  unsigned jobs = 0; ///< 0 chooses
};

/// `confiture-build [build]`, as it was typed.
struct BuildArguments {
  SourceArguments sources;
  TerminalArguments terminal;
  std::optional<std::string> output;
  std::optional<std::string> depfile;
  std::optional<std::string> source_map;
  bool show_hash = false;
  bool list_files = false;
  std::optional<bool> validate_comments;
  std::optional<bool> fail_on_unclosed;
  std::optional<bool> fail_on_spillover;
  std::optional<bool> two_pass;
  bool sequential = false; ///< apply seeds to a database, file by file
  bool continue_on_error = false;
  std::optional<std::string> database_url;
  std::optional<std::string> seed_profile;
  std::optional<std::string> dump; ///< where one goes, a file or a directory
  std::string dump_format = "custom";
  bool warn_duplicates = false;
  bool fail_on_duplicates = false;
  std::optional<std::string> separator_style;
  std::optional<std::string> separator_template;
  bool manifest = false;
  bool if_changed = false;
  bool fsync = false;
  FormatChoice format;
  std::optional<std::string> report;
};

/// `confiture-build hash`, as it was typed.
struct HashArguments {
  SourceArguments sources;
  TerminalArguments terminal;
};

/// `confiture-build split`, as it was typed.
struct SplitArguments {
  SourceArguments sources;
  TerminalArguments terminal;
  std::optional<std::string> output_dir;
  bool fsync = false;
  FormatChoice format;
};

/// `confiture-build manifest`, as it was typed.
struct ManifestArguments {
  SourceArguments sources;
  TerminalArguments terminal;
  std::optional<std::string> output; ///< `-` is standard output
  bool fsync = false;
};

/// `confiture-build check`, as it was typed.
struct CheckArguments {
  SourceArguments sources;
  TerminalArguments terminal;
  std::optional<std::string> manifest;
  std::optional<std::string> output;
  std::optional<std::string> bundle; ///< to be checked alone
  FormatChoice format;
  std::optional<bool> annotations; ///< for GitHub
};

/// `confiture-build lint`, as it was typed.
struct LintArguments {
  SourceArguments sources; ///< where no files are given; its `directories` are none
  TerminalArguments terminal;
  std::vector<std::string> files;
  bool list_rules = false;
  FormatChoice format;
  std::optional<bool> annotations; ///< for GitHub
};

/// `confiture-build locate`, as it was typed.
struct LocateArguments {
  TerminalArguments terminal;
  std::vector<std::string> places; ///< FILE:LINE[:COLUMN]; none for standard input
  std::optional<std::string> bundle;
  std::optional<std::string> map; ///< that a build wrote
  std::string project_dir = ".";
  std::optional<std::string> environment;
  FormatChoice format;
};

/// `confiture-build apply`, as it was typed.
struct ApplyArguments {
  SourceArguments sources;
  TerminalArguments terminal;
  std::optional<std::string> database_url;
  std::optional<bool> two_pass;
  bool throwaway = false;
  bool keep_going = false;
  FormatChoice format;
  std::optional<bool> annotations; ///< for GitHub
};

/// `confiture-build diff`, as it was typed.
struct DiffArguments {
  TerminalArguments terminal;
  std::string before; ///< a manifest; `-` is standard input
  std::string after;  ///< likewise
  FormatChoice format;
};

/// `confiture-build complete -- WORD...`, which the scripts of the shells ask.
struct CompleteArguments {
  std::vector<std::string> words; ///< the last one is to be completed
};

/// Nothing to run: help, version, or arguments that could not be understood.
struct Answer {
  ExitStatus status;
  std::string text; ///< for stdout on success, for stderr otherwise
};

using Command = std::variant<BuildArguments,
                             HashArguments,
                             ManifestArguments,
                             CheckArguments,
                             LintArguments,
                             LocateArguments,
                             ApplyArguments,
                             DiffArguments,
                             SplitArguments,
                             CompleteArguments,
                             Answer>;

/// Understands the arguments of the program, without its name. Never throws for what was typed.
Command parse(std::vector<std::string> arguments);

/// The format that was asked for; none if there is no such format.
std::optional<Format> format_named(const std::string& name);

} // namespace confiture::cli
