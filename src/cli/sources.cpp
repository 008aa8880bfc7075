#include "cli/sources.hpp"

#include "cli/progress_line.hpp"
#include "cli/timings.hpp"
#include "cli/units.hpp"
#include "secret.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

namespace confiture::cli {

namespace {

/// One line an include entry: what it adds to the build, in which order, by which patterns.
std::string details_of(const Selection& selection) {
  std::vector<std::size_t> files_of(selection.entries.size());
  for (const SelectedFile& file : selection.files) {
    ++files_of[file.entry];
  }
  std::string text;
  for (std::size_t i = 0; i < selection.entries.size(); ++i) {
    const IncludeEntry& entry = selection.entries[i];
    text += fmt::format("  {}: {}, order {}, include {}",
                        printable(entry.path),
                        counted(files_of[i], "file"),
                        entry.order.text(),
                        quotable(fmt::format("{}", fmt::join(entry.include, " "))));
    if (!entry.exclude.empty()) {
      text += ", exclude " + quotable(fmt::format("{}", fmt::join(entry.exclude, " ")));
    }
    text += entry.recursive ? "\n" : ", not recursive\n";
  }
  return text;
}

void tell_timings(const Progress& progress, Terminal& terminal) {
  if (terminal.wants_timings()) {
    terminal.complain(timings_text(progress)); // it was asked for, so also of a quiet command
  }
}

} // namespace

Config load(const SourceArguments& arguments,
            Terminal& terminal,
            Stopwatch& stopwatch,
            Progress& progress) {
  progress.is_timed = terminal.wants_timings();
  const StepTimer timer(&progress, Step::Config);
  if (!arguments.directories.empty()) {
    return config_for_directories(arguments.directories, arguments.environment);
  }
  Config config = load_config(arguments.project_dir, arguments.environment);
  for (const std::string& notice : config.notices) {
    terminal.complain(
        fmt::format("confiture-build: {}: {}\n", terminal.error_style().warning("notice"), notice));
  }
  terminal.detail(fmt::format("Read the environment '{}' in {}\n",
                              printable(arguments.environment),
                              readable_time(stopwatch.lap())));
  return config;
}

Selection select_sources(const Config& config,
                         const SourceArguments& arguments,
                         Terminal& terminal,
                         Stopwatch& stopwatch,
                         Progress& progress) {
  Selection selection = [&] {
    const auto line = show_progress(terminal, progress, stopwatch.start());
    return select(config,
                  arguments.schema_only ? Scope::SchemaOnly : Scope::Everything,
                  {.jobs = arguments.jobs, .progress = &progress});
  }();
  terminal.detail(fmt::format("Selected {} in {}; their paths start from {}\n{}",
                              counted(selection.files.size(), "file"),
                              readable_time(stopwatch.lap()),
                              printable(selection.base_dir),
                              details_of(selection)));
  return selection;
}

void tell_environment(const SourceArguments& arguments, Terminal& terminal) {
  terminal.notice(
      fmt::format("Building schema for environment: {}\n", printable(arguments.environment)));
}

void tell_read(const Progress& progress, Terminal& terminal, Stopwatch& stopwatch) {
  terminal.detail(fmt::format(
      "Read {} in {}\n", readable_size(progress.bytes_read), readable_time(stopwatch.lap())));
  tell_timings(progress, terminal);
}

void tell_built(const Progress& progress, Terminal& terminal, Stopwatch& stopwatch) {
  terminal.detail(fmt::format("Read {} and wrote the result in {}\n",
                              readable_size(progress.bytes_read),
                              readable_time(stopwatch.lap())));
  tell_timings(progress, terminal);
}

} // namespace confiture::cli
