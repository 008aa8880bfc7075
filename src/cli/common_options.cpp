#include "cli/common_options.hpp"

#include <utility>

namespace confiture::cli {

void add_source_options(CommandLine& line, SourceArguments& sources) {
  line.positionals(sources.directories, "[DIR...]", {Offer::Kind::Directories});
  add_environment_options(line, sources);
}

void add_environment_options(CommandLine& line, SourceArguments& sources) {
  line.group(sources_group);
  line.value("-e,--env",
             sources.environment,
             "NAME",
             "From db/environments/NAME.yaml (default: local)",
             {Offer::Kind::Environments});
  line.value(
      "--project-dir", sources.project_dir, "DIR", "The project, which holds db (default: .)");
  line.flag("--schema-only", sources.schema_only, "Leave out include entries that hold seeds");
  line.value("-j,--jobs",
             sources.jobs,
             "N",
             "Threads (default: one a core, at least two; more to read from a disk)")
      ->check(CLI::Range(1U, 1024U));
}

void add_format_option(CommandLine& line, FormatChoice& format, std::vector<std::string> names) {
  line.word("-f,--format", format.name, names, "FORMAT", format.name);
  format.offered = std::move(names);
}

void add_terminal_options(CommandLine& line, TerminalArguments& terminal) {
  line.group("General");
  CLI::Option* quiet =
      line.flag("-q,--quiet", terminal.quiet, "Only errors and what was asked for");
  line.flag("-v,--verbose", terminal.verbose, "What is selected, how long each step takes")
      ->excludes(quiet);
  line.flag("--timings", terminal.timings, "Print the time and size of each step");
  line.choice(
      "--color",
      terminal.color,
      {{"auto", ColorChoice::Auto}, {"always", ColorChoice::Always}, {"never", ColorChoice::Never}},
      "WHEN",
      "auto");
  line.help_flags();
}

} // namespace confiture::cli
