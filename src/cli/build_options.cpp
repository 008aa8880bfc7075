#include "cli/build_options.hpp"

#include "cli/command_line.hpp"
#include "cli/common_options.hpp"
#include "separator.hpp"

#include <optional>

namespace confiture::cli {

namespace {

constexpr const char* checks_group = "Checks, where not given as the environment file says";

constexpr const char* build_footer =
    "A directory that is called like a command is written ./build.\n"
    "Exit status: 0 done, 1 duplicates that are not to be, 2 wrong usage, 3 no database to apply\n"
    "seeds to, 4 wrong sources or output, 5 wrong configuration or seeds.";

void add_output_options(CommandLine& line, BuildArguments& build) {
  line.group(output_group);
  line.value(
      "-o,--output", build.output, "FILE", "Where to (default: db/generated/schema_NAME.sql)");
  line.flag("--if-changed", build.if_changed, "Leave what would be the same alone");
  line.flag("--manifest", build.manifest, "Write db/confiture_NAME.sum too");
  line.value("--depfile", build.depfile, "FILE", "Write the dependencies too, for make and ninja");
  line.value(
      "--source-map", build.source_map, "FILE", "Write where each line comes from too, for locate");
  line.flag("--fsync", build.fsync, fsync_help);
  line.word("--separator-style",
            build.separator_style,
            {separator_styles.begin(), separator_styles.end()},
            "STYLE");
  line.value("--separator-template",
             build.separator_template,
             "TEXT",
             "For 'custom', such as '-- {file_path}'");
  line.toggle("two-pass", build.two_pass, "Add foreign keys when all tables are there");
}

void add_checks(CommandLine& line, BuildArguments& build) {
  line.group(checks_group);
  line.toggle("validate-comments", build.validate_comments, "Look for block comments left open…");
  line.toggle("fail-on-spillover", build.fail_on_spillover, "…and refuse a file that has one");
  line.toggle("fail-on-unclosed", build.fail_on_unclosed, "Accepted, without effect");
  line.flag("--warn-duplicates", build.warn_duplicates, "Tell what is defined more than once");
  line.flag("--fail-on-duplicates",
            build.fail_on_duplicates,
            "The same, and build nothing if there is anything");
}

void add_result_options(CommandLine& line, BuildArguments& build) {
  line.group(result_group);
  line.flag("--show-hash", build.show_hash, "Print the fingerprint of the sources too");
  line.flag("--list-files", build.list_files, "Print what would be read, build nothing");
  add_format_option(line, build.format, {"text", "json", "csv"});
  line.value("--report", build.report, "FILE", "Write the JSON or CSV result to a file");
}

void add_database_options(CommandLine& line, BuildArguments& build) {
  line.group("Seeds and dumps, which need a PostgreSQL server");
  line.flag("--sequential", build.sequential, "Apply seeds to a database, not build them in");
  line.flag(
      "--continue-on-error", build.continue_on_error, "Go on with the seeds after one that fails");
  line.value("--seed-profile",
             build.seed_profile,
             "NAME",
             "Only seeds of seed.profiles.NAME",
             {Offer::Kind::SeedProfiles});
  line.value("-d,--database-url",
             build.database_url,
             "URL",
             "Where the server is (default: database_url)");
  line.value(
      "--dump", build.dump, "PATH", "Write a pg_dump too; in a directory, named by its hash");
  line.word("--dump-format", build.dump_format, {"custom", "directory"}, "FORMAT", "custom");
}

void add_build_options(CommandLine& line, BuildArguments& build) {
  add_source_options(line, build.sources);
  add_output_options(line, build);
  add_checks(line, build);
  add_database_options(line, build);
  add_result_options(line, build);
  add_terminal_options(line, build.terminal);
}

} // namespace

Command build_command(const LineUse& use) {
  BuildArguments build;
  CommandLine line("confiture-build build",
                   "Builds one PostgreSQL schema file, and its fingerprint, from a tree of .sql "
                   "files:\nthose of an environment, or those below the directories DIR.");
  line.footer(build_footer);
  add_build_options(line, build);
  if (auto answer = use(line)) {
    return *answer;
  }
  return build;
}

} // namespace confiture::cli
