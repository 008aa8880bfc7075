#pragma once

#include "cli/options.hpp"
#include "cli/terminal.hpp"
#include <confiture/build.hpp>
#include <confiture/duplicates.hpp>
#include <confiture/error.hpp>
#include <confiture/progress.hpp>
#include <confiture/selection.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace confiture::cli {

/// Something that a build has to say though it succeeded (reference, section 8).
struct Warning {
  std::string code;
  std::string severity; ///< `warning` or `info`
  std::string message;
  std::optional<std::string> file = {}; ///< that it is about
};

/// A build that succeeded, or that found duplicates and was told to fail on them.
struct BuildReport {
  BuildResult result;
  std::string output_path; ///< absolute, as typed below the working directory
  std::chrono::nanoseconds elapsed{};
  bool tells_change = false;     ///< whether the result says if the output was left alone
  std::size_t seeds_applied = 0; ///< files
  std::optional<std::string> seed_profile = {};
  std::optional<std::string> artifact_path = {}; ///< of the dump, as it was typed
  std::vector<Warning> warnings;
  std::vector<Duplicate> duplicates;
  std::string error;                 ///< why nothing was built; empty if it was
  const Progress* timings = nullptr; ///< whose steps are told too, if that was asked for
};

/// A split that succeeded.
struct SplitReport {
  SplitResult result;
  std::chrono::nanoseconds elapsed{};
};

/// What a build would read.
struct ListReport {
  std::string environment;
  Selection selection;
  std::string project_dir; ///< paths below it are given relative to it
};

/// A failure, as far as a caller sees it.
struct FailureReport {
  std::string command; ///< as JSON names it
  std::string code;
  std::string message;
  std::string hint; ///< may be empty
};

/// Without the command, which whoever ran it knows.
FailureReport describe(const Error& error);

/// One line of a list: a file, and how it came to be in the build.
struct ListedFile {
  std::string path;  ///< where it really is, below the project; as it was found if not below it
  std::string entry; ///< likewise
  Integer order;
  std::string pattern;
};

std::vector<ListedFile> listed_files(const ListReport& report);

/// A time as JSON and CSV have it.
std::int64_t milliseconds(std::chrono::nanoseconds time);

// One rendering a format, each in the file of its name. Text is for people; JSON and CSV have the
// reference's keys, order and types (reference, section 8) and end in a newline. CSV lines end in
// `line_end`.
std::string build_text(const BuildReport& report, const Style& style);
std::string duplicates_text(const std::vector<Duplicate>& duplicates, const Style& style);
std::string warning_text(const Warning& warning, const Style& style);
std::string split_text(const SplitReport& report, const Style& style);
std::string list_text(const ListReport& report, const Style& style);
std::string failure_text(const FailureReport& failure, const Style& style);
std::string build_json(const BuildReport& report);
std::string split_json(const SplitReport& report);
std::string list_json(const ListReport& report);
std::string failure_json(const FailureReport& failure);
std::string build_csv(const BuildReport& report, const std::string& line_end);
std::string list_csv(const ListReport& report, const std::string& line_end);

/// Prints a build's result, or writes it to `report_file` if that is given and the format is not
/// text; as text only the fingerprint on a quiet terminal. Throws Error (Schema001) if it cannot be
/// written.
void deliver(Terminal& terminal,
             const BuildReport& report,
             Format format,
             const std::optional<std::string>& report_file);

/// As text only the paths on a quiet terminal.
void deliver(Terminal& terminal, const ListReport& report, Format format);

/// As text or JSON, there is no CSV of a split; no text on a quiet terminal.
void deliver(Terminal& terminal, const SplitReport& report, Format format);

/// Tells of a failure: as JSON where results are JSON, else as text on standard error.
void deliver(Terminal& terminal,
             const FailureReport& failure,
             Format format,
             const std::optional<std::string>& report_file);

} // namespace confiture::cli
