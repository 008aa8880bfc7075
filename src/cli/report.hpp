#pragma once

#include "cli/options.hpp"
#include <confiture/build.hpp>
#include <confiture/error.hpp>
#include <confiture/selection.hpp>

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
};

/// A build that succeeded.
struct BuildReport {
  BuildResult result;
  std::string output_path; ///< absolute, as typed below the working directory
  std::int64_t milliseconds = 0;
  std::vector<Warning> warnings;
};

/// A split that succeeded.
struct SplitReport {
  SplitResult result;
  std::int64_t milliseconds = 0;
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

// One rendering a format, each in the file of its name. Text is for people; JSON and CSV have the
// reference's keys, order and types (reference, section 8) and end in a newline. CSV lines end in
// `line_end`.
std::string build_text(const BuildReport& report);
std::string split_text(const SplitReport& report);
std::string list_text(const ListReport& report);
std::string failure_text(const FailureReport& failure);
std::string build_json(const BuildReport& report);
std::string split_json(const SplitReport& report);
std::string list_json(const ListReport& report);
std::string failure_json(const FailureReport& failure);
std::string build_csv(const BuildReport& report, const std::string& line_end);
std::string list_csv(const ListReport& report, const std::string& line_end);

/// Prints a build's result, or writes it to `report_file` if that is given and the format is not
/// text. Throws Error (Schema001) if it cannot be written.
void deliver(const BuildReport& report,
             Format format,
             const std::optional<std::string>& report_file);

void deliver(const ListReport& report, Format format);

/// As text or JSON; there is no CSV of a split.
void deliver(const SplitReport& report, Format format);

/// Tells of a failure: as JSON where results are JSON, else as text on standard error.
void deliver(const FailureReport& failure,
             Format format,
             const std::optional<std::string>& report_file);

} // namespace confiture::cli
