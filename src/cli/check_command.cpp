#include "cli/check_report.hpp"
#include "cli/commands.hpp"
#include "cli/findings.hpp"
#include "cli/progress_line.hpp"
#include "cli/shell.hpp"
#include "cli/sources.hpp"
#include "cli/units.hpp"
#include <confiture/outputs.hpp>

#include <fmt/format.h>

#include <utility>

namespace confiture::cli {

namespace {

/// The arguments by which another command finds the same sources.
std::string same_sources(const SourceArguments& sources) {
  std::string text;
  if (sources.environment != "local") {
    text += " --env " + shell_quoted(sources.environment);
  }
  if (sources.project_dir != ".") {
    text += " --project-dir " + shell_quoted(sources.project_dir);
  }
  if (sources.schema_only) {
    text += " --schema-only";
  }
  for (const std::string& directory : sources.directories) {
    text += " " + shell_quoted(directory.starts_with('-') ? "./" + directory : directory);
  }
  return text;
}

std::string repair_command(const CheckArguments& arguments, const CheckResult& result) {
  const bool repairs_manifest =
      result.manifest.value_or(ManifestState::Current) != ManifestState::Current;
  const bool repairs_bundle = result.bundle.value_or(BundleState::Current) != BundleState::Current;
  const std::string sources = same_sources(arguments.sources);
  const std::string output = arguments.output ? " --output " + shell_quoted(*arguments.output) : "";
  // A file called so is checked, but what is written there goes to standard output.
  const std::string manifest_file =
      arguments.manifest == "-" ? "./-" : arguments.manifest.value_or("");
  const std::string manifest = arguments.manifest ? " --output " + shell_quoted(manifest_file) : "";
  if (repairs_bundle && repairs_manifest && manifest.empty()) {
    return "confiture-build build --manifest" + sources + output;
  }
  std::string command = repairs_bundle ? "confiture-build build" + sources + output : "";
  if (repairs_manifest) {
    command += (command.empty() ? "" : " && ") + std::string("confiture-build manifest") + sources +
               manifest;
  }
  return command;
}

/// What there is to check: what was named, else what is there.
CheckOptions options_for(const CheckArguments& arguments) {
  const SourceArguments& sources = arguments.sources;
  CheckOptions options =
      arguments.manifest || arguments.output
          ? CheckOptions{.manifest = arguments.manifest, .bundle = arguments.output}
          : outputs_to_check(sources.project_dir, sources.environment);
  options.jobs = sources.jobs;
  return options;
}

CheckReport check_sources(const CheckArguments& arguments, Terminal& terminal) {
  Stopwatch stopwatch;
  Progress progress;
  CheckOptions options = options_for(arguments);
  options.progress = &progress;
  const SourceArguments& sources = arguments.sources;
  const Config config = load(sources, terminal, stopwatch, progress);
  Selection selection = select_sources(config, sources, terminal, stopwatch, progress);
  if (config.seeds.is_sequential) {
    set_seeds_apart(selection);
  }
  CheckReport report;
  {
    const auto line = show_progress(terminal, progress, stopwatch.start());
    report.result = check(config, selection, options);
  }
  tell_read(progress, terminal, stopwatch);
  report.manifest = options.manifest.value_or("");
  report.bundle = options.bundle.value_or("");
  report.files = selection.files.size();
  report.base_dir = selection.base_dir;
  report.repair = repair_command(arguments, report.result);
  return report;
}

/// Needs no sources, and so no configuration either.
CheckReport check_bundle_alone(const std::string& bundle) {
  CheckReport report;
  report.result.bundle = check_bundle(bundle);
  report.bundle = bundle;
  return report;
}

} // namespace

ExitStatus run_check(const CheckArguments& arguments, Format format, Terminal& terminal) {
  const CheckReport report =
      arguments.bundle ? check_bundle_alone(*arguments.bundle) : check_sources(arguments, terminal);
  const bool is_current = report.result.is_current();
  if (format == Format::Json) {
    terminal.print(check_json(report));
  } else {
    const bool is_silent = is_current && terminal.is_quiet();
    deliver(terminal,
            check_findings(report),
            check_rules(),
            {.format = format,
             .text = is_silent ? "" : check_text(report, terminal.output_style()),
             .annotations = arguments.annotations,
             .subject = report.manifest.empty() ? report.bundle : report.manifest});
  }
  return is_current ? ExitStatus::Success : ExitStatus::Findings;
}

} // namespace confiture::cli
