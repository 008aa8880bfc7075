#include "cli/duplicate_gate.hpp"

#include "cli/progress_line.hpp"
#include <confiture/duplicates.hpp>

#include <fmt/format.h>

#include <chrono>
#include <utility>

namespace confiture::cli {

namespace {

DuplicateReport
search(const BuildArguments& arguments, const Selection& selection, const Terminal& terminal) {
  Progress progress; // of its own, as the build reads the files again
  progress.files_selected = selection.files.size();
  const auto line = show_progress(terminal, progress, std::chrono::steady_clock::now());
  return find_duplicates(selection,
                         {.project_dir = arguments.sources.project_dir,
                          .jobs = arguments.sources.jobs,
                          .progress = &progress});
}

Warning unchecked(const std::string& file) {
  return {.code = "SCHEMA_206",
          .severity = "warning",
          .message = file + ": pglast could not parse it — not checked for duplicates",
          .file = file};
}

/// CSV has no place for any of this, and what a quiet command prints may be taken for the
/// fingerprint.
void tell(const BuildReport& report, Format format, Terminal& terminal) {
  if (format == Format::Text && !terminal.is_quiet()) {
    if (!report.duplicates.empty()) {
      terminal.print(duplicates_text(report.duplicates, terminal.output_style()));
    }
  } else if (format != Format::Json) {
    for (const Warning& warning : report.warnings) {
      terminal.complain(warning_text(warning, terminal.error_style()));
    }
    if (!report.duplicates.empty()) {
      terminal.complain(duplicates_text(report.duplicates, terminal.error_style()));
    }
  }
}

} // namespace

bool is_stopped_by_duplicates(const BuildArguments& arguments,
                              const Selection& selection,
                              Format format,
                              Terminal& terminal,
                              BuildReport& report) {
  if (!arguments.warn_duplicates && !arguments.fail_on_duplicates) {
    return false;
  }
  DuplicateReport found = search(arguments, selection, terminal);
  for (const std::string& file : found.unparsed) {
    report.warnings.push_back(unchecked(file));
  }
  report.duplicates = std::move(found.duplicates);
  tell(report, format, terminal);
  if (!arguments.fail_on_duplicates || report.duplicates.empty()) {
    return false;
  }
  report.error =
      fmt::format("{} duplicate definition(s); nothing was built", report.duplicates.size());
  report.result.files = selection.files.size();
  report.result.is_changed = false;
  return true;
}

} // namespace confiture::cli
