#include "cli/database_step.hpp"

#include "cli/progress_line.hpp"
#include "cli/units.hpp"
#include "database/seed_run.hpp"
#include "path.hpp"
#include "secret.hpp"
#include "seeds.hpp"

#include <fmt/format.h>

#include <chrono>
#include <vector>

namespace confiture::cli {

namespace {

Warning no_seeds(const std::string& environment) {
  return {.code = "SEED_003",
          .severity = "info",
          .message = fmt::format("No seed files found for environment '{}'", environment)};
}

Warning failed_seeds(std::size_t count) {
  return {.code = "SEED_002",
          .severity = "warning",
          .message = fmt::format("{} seed file(s) failed", count)};
}

} // namespace

std::string database_url(const std::optional<std::string>& given,
                         const Config& config,
                         std::string_view asked_by) {
  std::string url = given.value_or("");
  if (url.empty()) { // which the reference takes for none, too
    url = config.database_url;
  }
  if (url.empty()) {
    throw Error(ErrorCode::Config010,
                fmt::format("Database URL required for {}", asked_by),
                "Provide via --database-url or in the environment config.");
  }
  return url;
}

void apply_seeds(const BuildArguments& arguments,
                 const Config& config,
                 const Selection& selection,
                 const SeedProfile* profile,
                 Terminal& terminal,
                 BuildReport& report) {
  terminal.notice("Applying seed files sequentially...\n");
  if (seeds_in(selection, nullptr).empty()) {
    report.warnings.push_back(no_seeds(config.environment));
    return;
  }
  const std::vector<SelectedFile> seeds = seeds_in(selection, profile);
  const std::string url = database_url(arguments.database_url, config, "--sequential mode");
  database::SeedResult result;
  {
    Progress progress;
    progress.seeds = seeds.size();
    const auto line = show_progress(terminal, progress, std::chrono::steady_clock::now());
    result = database::apply_seeds(
        url,
        seeds,
        {.continue_on_error = arguments.continue_on_error || config.seeds.continue_on_error,
         .commits_each = config.seeds.commits_each,
         .progress = &progress});
  }
  for (const std::string& failure : result.failures) {
    terminal.complain(fmt::format("confiture-build: {}: {}\n",
                                  terminal.error_style().warning("warning [SEED_001]"),
                                  failure));
  }
  terminal.notice(fmt::format("Applied {}\n", counted(result.applied, "seed file")));
  report.seeds_applied = result.applied;
  if (!result.failures.empty()) {
    report.warnings.push_back(failed_seeds(result.failures.size()));
  }
}

std::unique_ptr<DumpStep> DumpStep::of(const BuildArguments& arguments, const Config& config) {
  if (!arguments.dump) {
    return nullptr;
  }
  const auto format = dump_format_named(arguments.dump_format);
  if (!format) {
    throw Error(ErrorCode::Config001,
                fmt::format("Invalid dump format: {}. Use custom or directory.",
                            quotable(arguments.dump_format)),
                "Pass --dump-format custom or directory.");
  }
  const std::string url = database_url(arguments.database_url, config, "--dump");
  return std::unique_ptr<DumpStep>(new DumpStep(url, *format));
}

void DumpStep::run(const BuildArguments& arguments,
                   const Config& config,
                   Selection selection,
                   const SeedProfile* profile,
                   Terminal& terminal,
                   BuildReport& report) {
  const std::string path = artifact_path(arguments.dump.value_or(""),
                                         {.environment = config.environment,
                                          .seed_profile = arguments.seed_profile,
                                          .fingerprint = report.result.fingerprint.value_or("")},
                                         format_);
  report.artifact_path = path;
  if (path::exists(path)) { // in the reference, whatever it holds
    terminal.notice(fmt::format("Artifact up-to-date (cache hit): {}\n", printable(path)));
    return;
  }
  set_seeds_apart(selection);
  {
    Progress progress;
    const auto line = show_progress(terminal, progress, std::chrono::steady_clock::now());
    server_.dump({.config = config,
                  .selection = selection,
                  .seeds = arguments.sources.schema_only ? std::vector<SelectedFile>()
                                                         : seeds_in(selection, profile),
                  .path = path,
                  .format = format_,
                  .fingerprint = report.result.fingerprint.value_or(""),
                  .fsync = arguments.fsync,
                  .jobs = arguments.sources.jobs,
                  .progress = &progress});
  }
  terminal.notice(fmt::format("Artifact written: {}\n", printable(path)));
}

} // namespace confiture::cli
