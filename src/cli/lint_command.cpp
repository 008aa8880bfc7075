#include "cli/commands.hpp"
#include "cli/findings.hpp"
#include "cli/lint_report.hpp"
#include "cli/progress_line.hpp"
#include "cli/sources.hpp"
#include "path.hpp"
#include <confiture/lint.hpp>

#include <fmt/format.h>

#include <set>
#include <string>
#include <vector>

namespace confiture::cli {

namespace {

/// The files that were named, in their order, each once.
std::vector<SelectedFile> files_named(const std::vector<std::string>& names) {
  std::vector<SelectedFile> files;
  std::set<std::string> seen;
  for (const std::string& name : names) {
    std::string path = path::absolute(name);
    if (seen.insert(path::resolve(path)).second) {
      files.push_back({.path = std::move(path), .target = {}, .entry = 0, .pattern = 0});
    }
  }
  return files;
}

std::vector<SelectedFile> files_for(const LintArguments& arguments,
                                    Terminal& terminal,
                                    Stopwatch& stopwatch,
                                    Progress& progress) {
  if (!arguments.files.empty()) {
    progress.is_timed = terminal.wants_timings();
    std::vector<SelectedFile> files = files_named(arguments.files);
    progress.files_selected = files.size();
    return files;
  }
  const Config config = load(arguments.sources, terminal, stopwatch, progress);
  return select_sources(config, arguments.sources, terminal, stopwatch, progress).files;
}

LintReport lint_sources(const LintArguments& arguments, Terminal& terminal) {
  Stopwatch stopwatch;
  Progress progress;
  LintReport report;
  const std::vector<SelectedFile> files = files_for(arguments, terminal, stopwatch, progress);
  {
    const auto line = show_progress(terminal, progress, stopwatch.start());
    report.findings =
        lint(files,
             {.scope = arguments.files.empty() ? LintScope::Build : LintScope::EachFile,
              .jobs = arguments.sources.jobs,
              .progress = &progress});
  }
  tell_read(progress, terminal, stopwatch);
  report.files = files.size();
  return report;
}

void list_rules(Format format, Terminal& terminal) {
  if (format != Format::Text && format != Format::Json) {
    throw Error(ErrorCode::Valid001, "--list-rules is told as text or as json.");
  }
  terminal.print(format == Format::Json ? rules_json(lint_rules()) : rules_text(lint_rules()));
}

} // namespace

ExitStatus run_lint(const LintArguments& arguments, Format format, Terminal& terminal) {
  if (arguments.list_rules) {
    list_rules(format, terminal);
    return ExitStatus::Success;
  }
  const LintReport report = lint_sources(arguments, terminal);
  if (format == Format::Json) {
    terminal.print(lint_json(report));
  } else {
    const bool is_silent = report.findings.empty() && terminal.is_quiet();
    deliver(terminal,
            report.findings,
            lint_rules(),
            {.format = format,
             .text = is_silent ? "" : lint_text(report, terminal.output_style()),
             .annotations = arguments.annotations});
  }
  return report.is_clean() ? ExitStatus::Success : ExitStatus::Findings;
}

} // namespace confiture::cli
