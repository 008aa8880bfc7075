#include "cli/commands.hpp"
#include "cli/progress_line.hpp"
#include "cli/report.hpp"
#include "cli/sources.hpp"
#include "path.hpp"
#include "source_pass.hpp"

namespace confiture::cli {

void run_split(const SplitArguments& arguments, Format format, Terminal& terminal) {
  Stopwatch stopwatch;
  Progress progress;
  const SourceArguments& sources = arguments.sources;
  const Config config = load(sources, terminal, stopwatch, progress);
  require_passes(config);
  const std::string directory = arguments.output_dir
                                    ? path::plain(*arguments.output_dir)
                                    : path::join(sources.project_dir, "db/generated");
  tell_environment(sources, terminal);
  const Selection selection = select_sources(config, sources, terminal, stopwatch, progress);
  SplitReport report;
  {
    const auto line = show_progress(terminal, progress, stopwatch.start());
    report.result = build_split(config,
                                selection,
                                {.directory = directory,
                                 .fsync = arguments.fsync,
                                 .jobs = sources.jobs,
                                 .progress = &progress});
  }
  tell_built(progress, terminal, stopwatch);
  report.elapsed = stopwatch.total();
  deliver(terminal, report, format);
}

} // namespace confiture::cli
