#include "cli/commands.hpp"
#include "cli/terminal.hpp"
#include "path.hpp"

#include <fmt/format.h>

#include <chrono>

namespace confiture::cli {

void run_split(const SplitArguments& arguments, Format format) {
  const auto start = std::chrono::steady_clock::now();
  const SourceArguments& sources = arguments.sources;
  const Config config = load(sources);
  require_available({}, config);
  const std::string directory = arguments.output_dir
                                    ? path::plain(*arguments.output_dir)
                                    : path::join(sources.project_dir, "db/generated");
  print_notice(
      fmt::format("Building schema for environment: {}\n", printable(sources.environment)));
  const Selection selection = select(config, scope_of(sources));
  SplitReport report;
  report.result = build_split(config, selection, {.directory = directory, .jobs = sources.jobs});
  report.milliseconds = milliseconds_since(start);
  deliver(report, format);
}

} // namespace confiture::cli
