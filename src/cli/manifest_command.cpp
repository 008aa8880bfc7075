#include "cli/commands.hpp"
#include "cli/progress_line.hpp"
#include "cli/sources.hpp"
#include "cli/units.hpp"
#include "path.hpp"
#include <confiture/manifest.hpp>
#include <confiture/outputs.hpp>

#include <fmt/format.h>

namespace confiture::cli {

void run_manifest(const ManifestArguments& arguments, Terminal& terminal) {
  Stopwatch stopwatch;
  Progress progress;
  const SourceArguments& sources = arguments.sources;
  const Config config = load(sources, terminal, stopwatch, progress);
  const Selection selection = select_sources(config, sources, terminal, stopwatch, progress);
  const std::string output =
      arguments.output.value_or(default_manifest(sources.project_dir, sources.environment));
  const bool prints = output == "-";
  Manifest manifest;
  {
    const auto line = show_progress(terminal, progress, stopwatch.start());
    manifest = make_manifest(config,
                             selection,
                             {.output = prints ? std::nullopt : std::optional(output),
                              .fsync = arguments.fsync,
                              .jobs = sources.jobs,
                              .progress = &progress});
  }
  tell_read(progress, terminal, stopwatch);
  if (prints) {
    terminal.print(manifest_text(manifest));
  } else if (!terminal.is_quiet()) {
    terminal.print(fmt::format("{}\n  Output: {}\n  Files: {}\n  Hash: {}\n  Time: {}\n",
                               terminal.output_style().success("Manifest written"),
                               printable(path::absolute(output)),
                               with_commas(manifest.files.size()),
                               manifest.fingerprint,
                               readable_time(stopwatch.total())));
  }
}

} // namespace confiture::cli
