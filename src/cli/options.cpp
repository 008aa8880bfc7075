#include "cli/options.hpp"

#include "cli/command_line.hpp"

#include <array>
#include <map>
#include <string_view>

namespace confiture::cli {

namespace {

constexpr const char* sources_group = "Sources";
constexpr const char* output_group = "Output";
constexpr const char* checks_group = "Checks, where not given as the environment file says";
constexpr const char* result_group = "Result";
constexpr const char* general_group = "General";
constexpr const char* hidden = "";

constexpr const char* build_footer =
    "A directory that is called like a command is written ./build.\n"
    "Exit status: 0 done, 2 wrong usage, 4 wrong sources or output, 5 wrong configuration.";

constexpr const char* check_footer = "Exit status: 0 current, 1 stale, 4 or 5 not to be told.";

constexpr const char* fsync_help =
    "Do not end before what is new would outlast a power cut (reports aside)";

constexpr const char* overview_text =
    "Builds one PostgreSQL schema file from a tree of .sql files.\n"
    "\n"
    "Commands:\n"
    "  build     Build the schema; what happens when no command is given\n"
    "  hash      Print the fingerprint of the sources and nothing else\n"
    "  manifest  Write down what the sources hold, file by file\n"
    "  check     Tell what changed since the manifest or the schema was written\n"
    "  diff      Tell what changed between two manifests\n"
    "  split     Build three files for deployment in phases, by superuser_dirs\n"
    "  help      Explain a command and all its options: confiture-build help build";

constexpr const char* overview_group = "What most builds need";

const std::vector<std::string> overview_options = {"--env",
                                                   "--project-dir",
                                                   "--output",
                                                   "--show-hash",
                                                   "--list-files",
                                                   "--format",
                                                   "--quiet",
                                                   "--verbose",
                                                   "--version"};

void add_source_options(CommandLine& line, SourceArguments& sources) {
  line.positionals(sources.directories, "[DIR...]");
  line.group(sources_group);
  line.value(
      "-e,--env", sources.environment, "NAME", "From db/environments/NAME.yaml (default: local)");
  line.value(
      "--project-dir", sources.project_dir, "DIR", "The project, which holds db (default: .)");
  line.flag("--schema-only", sources.schema_only, "Leave out include entries that hold seeds");
  line.value("-j,--jobs",
             sources.jobs,
             "N",
             "Threads (default: one a core, at least two; more to read from a disk)")
      ->check(CLI::Range(1U, 1024U));
}

void add_output_options(CommandLine& line, BuildArguments& build) {
  line.group(output_group);
  line.value(
      "-o,--output", build.output, "FILE", "Where to (default: db/generated/schema_NAME.sql)");
  line.flag("--if-changed", build.if_changed, "Leave what would be the same alone");
  line.flag("--manifest", build.manifest, "Write db/confiture_NAME.sum too");
  line.value("--depfile", build.depfile, "FILE", "Write the dependencies too, for make and ninja");
  line.flag("--fsync", build.fsync, fsync_help);
  line.value("--separator-style",
             build.separator_style,
             "STYLE",
             "block_comment, line_comment, mysql or custom");
  line.value("--separator-template",
             build.separator_template,
             "TEXT",
             "For 'custom', such as '-- {file_path}'");
}

void add_checks(CommandLine& line, BuildArguments& build) {
  line.group(checks_group);
  line.toggle("validate-comments", build.validate_comments, "Look for block comments left open…");
  line.toggle("fail-on-spillover", build.fail_on_spillover, "…and refuse a file that has one");
  line.toggle("fail-on-unclosed", build.fail_on_unclosed, "Accepted, without effect");
}

void add_result_options(CommandLine& line, BuildArguments& build) {
  line.group(result_group);
  line.flag("--show-hash", build.show_hash, "Print the fingerprint of the sources too");
  line.flag("--list-files", build.list_files, "Print what would be read, build nothing");
  line.value("-f,--format", build.format, "FORMAT", "text, json or csv (default: text)");
  line.value("--report", build.report, "FILE", "Write the JSON or CSV result to a file");
}

void add_terminal_options(CommandLine& line, TerminalArguments& terminal) {
  line.group(general_group);
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
      "auto, always or never (default: auto)");
  line.help_flags();
}

/// Options of the reference that this version understands but cannot do.
class UnavailableOptions {
public:
  void add_to(CommandLine& line) {
    line.group(hidden);
    line.flag("--warn-duplicates", warn_duplicates_, "");
    line.flag("--fail-on-duplicates", fail_on_duplicates_, "");
    for (std::size_t i = 0; i < values_.size(); ++i) {
      line.value(value_names[i], values_[i], "TEXT", "");
    }
  }

  [[nodiscard]] std::vector<std::string> given() const {
    std::vector<std::string> names;
    if (warn_duplicates_) {
      names.emplace_back("--warn-duplicates");
    }
    if (fail_on_duplicates_) {
      names.emplace_back("--fail-on-duplicates");
    }
    for (std::size_t i = 0; i < values_.size(); ++i) {
      if (values_[i]) {
        names.emplace_back(value_names[i]);
      }
    }
    return names;
  }

private:
  static constexpr std::array value_names{"--dump", "--dump-format", "--seed-profile"};

  bool warn_duplicates_ = false;
  bool fail_on_duplicates_ = false;
  std::array<std::optional<std::string>, value_names.size()> values_;
};

void add_build_options(CommandLine& line, BuildArguments& build) {
  add_source_options(line, build.sources);
  add_output_options(line, build);
  add_checks(line, build);
  add_result_options(line, build);
  add_terminal_options(line, build.terminal);
  line.group(hidden);
  line.toggle("two-pass", build.two_pass, "");
  line.flag("--sequential", build.sequential, "");
}

Command parse_build(const std::vector<std::string>& arguments) {
  BuildArguments build;
  UnavailableOptions unavailable;
  bool continue_on_error = false;
  std::string database_url;
  CommandLine line("confiture-build build",
                   "Builds one PostgreSQL schema file, and its fingerprint, from a tree of .sql "
                   "files:\nthose of an environment, or those below the directories DIR.");
  line.footer(build_footer);
  add_build_options(line, build);
  unavailable.add_to(line);
  // These matter only where seeds are applied to a database, which is refused.
  line.flag("--continue-on-error", continue_on_error, "");
  line.value("-d,--database-url", database_url, "URL", "");
  if (auto answer = line.parse(arguments)) {
    return *answer;
  }
  build.unavailable = unavailable.given();
  return build;
}

Command parse_hash(const std::vector<std::string>& arguments) {
  HashArguments hash;
  CommandLine line("confiture-build hash",
                   "Prints the fingerprint of the sources, SHA-256 over paths and contents: of an "
                   "environment,\nor of the directories DIR. Writes nothing and does not look at "
                   "the text.");
  add_source_options(line, hash.sources);
  add_terminal_options(line, hash.terminal);
  if (auto answer = line.parse(arguments)) {
    return *answer;
  }
  return hash;
}

Command parse_manifest_command(const std::vector<std::string>& arguments) {
  ManifestArguments manifest;
  CommandLine line("confiture-build manifest",
                   "Writes what the sources hold, file by file: a list for 'confiture-build check' "
                   "and\n'sha256sum --check', to be kept in version control.");
  add_source_options(line, manifest.sources);
  line.group(output_group);
  line.value("-o,--output",
             manifest.output,
             "FILE",
             "Where to, - for stdout (default: db/confiture_NAME.sum)");
  line.flag("--fsync", manifest.fsync, fsync_help);
  add_terminal_options(line, manifest.terminal);
  if (auto answer = line.parse(arguments)) {
    return *answer;
  }
  return manifest;
}

Command parse_check(const std::vector<std::string>& arguments) {
  CheckArguments check;
  CommandLine line(
      "confiture-build check",
      "Tells what changed since the manifest or the schema file was written, whichever "
      "there\nis, or both.");
  add_source_options(line, check.sources);
  line.group("What to check");
  CLI::Option* manifest =
      line.value("--manifest", check.manifest, "FILE", "Manifest (default: db/confiture_NAME.sum)");
  CLI::Option* output = line.value(
      "-o,--output", check.output, "FILE", "Schema (default: db/generated/schema_NAME.sql)");
  line.value("--bundle", check.bundle, "FILE", "Only whether this schema was edited by hand")
      ->excludes(manifest)
      ->excludes(output);
  line.group(result_group);
  line.value(
      "-f,--format", check.format, "FORMAT", "text, json, github, sarif or gitlab (default: text)");
  line.toggle("annotations", check.annotations, "For GitHub, with text (default: in its Actions)");
  add_terminal_options(line, check.terminal);
  line.footer(check_footer);
  if (auto answer = line.parse(arguments)) {
    return *answer;
  }
  return check;
}

Command parse_diff(const std::vector<std::string>& arguments) {
  DiffArguments diff;
  std::vector<std::string> manifests;
  CommandLine line(
      "confiture-build diff",
      "Tells what changed between two manifests; one of them may be -, standard input.");
  line.positionals(manifests, "BEFORE AFTER", 2);
  line.group(result_group);
  line.value("-f,--format", diff.format, "FORMAT", "text or json (default: text)");
  add_terminal_options(line, diff.terminal);
  line.footer("Exit status: 0 the same, 1 different, 4 not to be told.");
  if (auto answer = line.parse(arguments)) {
    return *answer;
  }
  diff.before = manifests.at(0);
  diff.after = manifests.at(1);
  return diff;
}

Command parse_split(const std::vector<std::string>& arguments) {
  SplitArguments split;
  CommandLine line("confiture-build split",
                   "Builds three files for deployment in phases: what lies below superuser_dirs, "
                   "the rest,\nand what lies below superuser_post_dirs.");
  add_source_options(line, split.sources);
  line.group(output_group);
  line.value("--output-dir", split.output_dir, "DIR", "Where to (default: db/generated)");
  line.flag("--fsync", split.fsync, fsync_help);
  line.group(result_group);
  line.value("-f,--format", split.format, "FORMAT", "text or json (default: text)");
  add_terminal_options(line, split.terminal);
  if (auto answer = line.parse(arguments)) {
    return *answer;
  }
  return split;
}

/// The help of the program as a whole: its commands, and what most builds need.
Answer overview() {
  BuildArguments build;
  CommandLine line("confiture-build [COMMAND]", overview_text);
  add_build_options(line, build);
  return {ExitStatus::Success, line.help(overview_group, overview_options)};
}

} // namespace

Command parse(std::vector<std::string> arguments) {
  const auto take_word = [&](std::string_view word) {
    const bool is_first = !arguments.empty() && arguments.front() == word;
    if (is_first) {
      arguments.erase(arguments.begin());
    }
    return is_first;
  };
  const bool is_help = take_word("help") || take_word("--help") || take_word("-h");
  if (is_help && arguments.empty()) {
    return overview();
  }
  if (is_help) { // `help COMMAND` is `COMMAND --help`
    arguments.emplace_back("--help");
  }
  using Parser = Command (*)(const std::vector<std::string>&);
  const std::map<std::string_view, Parser> commands = {{"build", parse_build},
                                                       {"hash", parse_hash},
                                                       {"manifest", parse_manifest_command},
                                                       {"check", parse_check},
                                                       {"diff", parse_diff},
                                                       {"split", parse_split}};
  for (const auto& [word, parse_command] : commands) {
    if (take_word(word)) {
      return parse_command(arguments);
    }
  }
  return parse_build(arguments);
}

std::optional<Format> format_named(const std::string& name) {
  const std::map<std::string_view, Format> formats = {{"text", Format::Text},
                                                      {"json", Format::Json},
                                                      {"csv", Format::Csv},
                                                      {"github", Format::Github},
                                                      {"sarif", Format::Sarif},
                                                      {"gitlab", Format::Gitlab}};
  const auto found = formats.find(name);
  return found == formats.end() ? std::nullopt : std::optional(found->second);
}

} // namespace confiture::cli
