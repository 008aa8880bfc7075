#include "cli/apply_report.hpp"
#include "cli/commands.hpp"
#include "cli/database_step.hpp"
#include "cli/findings.hpp"
#include "cli/progress_line.hpp"
#include "cli/sources.hpp"
#include "cli/units.hpp"
#include "database/address.hpp"
#include "database/connection.hpp"
#include "database/load.hpp"
#include "database/throwaway_database.hpp"
#include "postgres/foreign_keys.hpp"
#include "script_build.hpp"
#include "sql_script.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <utility>

namespace confiture::cli {

namespace {

/// Loads into the database, or into one that is dropped again before this returns.
database::LoadResult load_into(const database::Address& address,
                               std::optional<database::DropGuard>& guard,
                               const SqlScript& script,
                               const database::LoadOptions& options) {
  if (!guard) {
    database::Connection connection(address);
    return database::load(connection, script, options);
  }
  database::ThrowawayDatabase throwaway(address, *guard);
  database::LoadResult result;
  {
    database::Connection connection(throwaway.address());
    result = database::load(connection, script, options);
  }
  throwaway.drop();
  return result;
}

ApplyReport apply(const ApplyArguments& arguments, Terminal& terminal) {
  Stopwatch stopwatch;
  Progress progress;
  Config config = load(arguments.sources, terminal, stopwatch, progress);
  config.two_pass = arguments.two_pass.value_or(config.two_pass);
  if (config.two_pass) {
    postgres::require_foreign_key_moves(arguments.two_pass ? "--two-pass" : "build.two_pass");
  }
  const database::Address address(database_url(arguments.database_url, config, "apply"));
  std::optional<database::DropGuard> guard; // made before there are threads
  if (arguments.throwaway) {
    guard.emplace(address);
  }
  const Selection selection =
      select_sources(config, arguments.sources, terminal, stopwatch, progress);
  const auto line = show_progress(terminal, progress, stopwatch.start());
  BuiltScript built = build_script(config, selection, arguments.sources.jobs, &progress);
  const SqlScript script(std::move(built.text));
  ApplyReport report{.findings = {},
                     .statements = script.statements().size(),
                     .database = arguments.throwaway ? "" : address.shown()};
  tell_read(progress, terminal, stopwatch);
  const database::LoadResult result = load_into(
      address,
      guard,
      script,
      {.keep_going = arguments.keep_going, .is_trial = arguments.throwaway, .progress = &progress});
  terminal.detail(fmt::format("Loaded in {}\n", readable_time(stopwatch.lap())));
  report.findings = apply_findings(result, script, built.map, selection);
  return report;
}

} // namespace

ExitStatus run_apply(const ApplyArguments& arguments, Format format, Terminal& terminal) {
  const ApplyReport report = apply(arguments, terminal);
  if (format == Format::Json) {
    terminal.print(apply_json(report));
  } else {
    const bool is_silent = report.findings.empty() && terminal.is_quiet();
    deliver(terminal,
            plain(report.findings),
            apply_rules(report),
            {.format = format,
             .text = is_silent ? "" : apply_text(report, terminal.output_style()),
             .annotations = arguments.annotations});
  }
  return report.is_loaded() ? ExitStatus::Success : ExitStatus::Findings;
}

} // namespace confiture::cli
