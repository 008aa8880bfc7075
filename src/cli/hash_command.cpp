#include "cli/commands.hpp"
#include "cli/progress_line.hpp"
#include "cli/sources.hpp"
#include <confiture/build.hpp>

namespace confiture::cli {

void run_hash(const HashArguments& arguments, Terminal& terminal) {
  Stopwatch stopwatch;
  Progress progress;
  const SourceArguments& sources = arguments.sources;
  const Config config = load(sources, terminal, stopwatch, progress);
  const Selection selection = select_sources(config, sources, terminal, stopwatch, progress);
  const std::string hash = [&] {
    const auto line = show_progress(terminal, progress, stopwatch.start());
    return fingerprint(selection, sources.jobs, &progress);
  }();
  tell_read(progress, terminal, stopwatch);
  terminal.print(hash + "\n");
}

} // namespace confiture::cli
