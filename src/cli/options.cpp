#include "cli/options.hpp"

#include "cli/build_options.hpp"
#include "cli/command_line.hpp"
#include "cli/common_options.hpp"

#include <map>
#include <string_view>

namespace confiture::cli {

namespace {

/// How a command tells its findings.
void add_finding_formats(CommandLine& line,
                         FormatChoice& format,
                         std::optional<bool>& annotations) {
  line.group(result_group);
  add_format_option(line, format, {"text", "json", "github", "sarif", "gitlab"});
  line.toggle("annotations", annotations, "For GitHub, with text (default: in its Actions)");
}

constexpr const char* check_footer = "Exit status: 0 current, 1 stale, 4 or 5 not to be told.";

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
  add_finding_formats(line, check.format, check.annotations);
  add_terminal_options(line, check.terminal);
  line.footer(check_footer);
  if (auto answer = line.parse(arguments)) {
    return *answer;
  }
  return check;
}

Command parse_lint(const std::vector<std::string>& arguments) {
  LintArguments lint;
  CommandLine line("confiture-build lint",
                   "Judges the SQL of an environment's sources, or of these files alone, with "
                   "PostgreSQL's own parser.\nA comment '-- confiture-build: allow RULE' permits "
                   "what its line, or the one below it, has.");
  line.positionals(lint.files, "[FILE...]");
  add_environment_options(line, lint.sources);
  line.group(result_group);
  line.flag("--list-rules", lint.list_rules, "Print all rules and look at no file");
  add_finding_formats(line, lint.format, lint.annotations);
  add_terminal_options(line, lint.terminal);
  line.footer("Exit status: 0 clean, or notices alone; 1 findings; 4 or 5 not to be told.");
  if (auto answer = line.parse(arguments)) {
    return *answer;
  }
  return lint;
}

Command parse_locate(const std::vector<std::string>& arguments) {
  LocateArguments locate;
  CommandLine line(
      "confiture-build locate",
      "Tells which source a line of a built schema comes from. Without places it "
      "copies what psql prints\nfrom standard input, with sources in place of the "
      "schema:\n  psql -v ON_ERROR_STOP=1 -f schema.sql 2>&1 | confiture-build locate");
  line.positionals(locate.places, "[FILE:LINE[:COLUMN]...]");
  line.group(sources_group);
  line.value("--bundle", locate.bundle, "FILE", "What psql ran, if it has another name there");
  line.value("--map", locate.map, "FILE", "Its source map: build --source-map FILE");
  line.value(
      "-e,--env", locate.environment, "NAME", "What was built (default: as the schema says)");
  line.value(
      "--project-dir", locate.project_dir, "DIR", "The project, which holds db (default: .)");
  line.group(result_group);
  add_format_option(line, locate.format, {"text", "json"});
  add_terminal_options(line, locate.terminal);
  line.footer("Exit status: 0 told, 4 or 5 not to be told. For that of psql: set -o pipefail.");
  if (auto answer = line.parse(arguments)) {
    return *answer;
  }
  return locate;
}

Command parse_apply(const std::vector<std::string>& arguments) {
  ApplyArguments apply;
  CommandLine line("confiture-build apply",
                   "Loads the schema into a database, all of it or nothing: that of an "
                   "environment, or of the\ndirectories DIR. What the server refuses is told with "
                   "its source, line and column.");
  add_source_options(line, apply.sources);
  line.toggle("two-pass", apply.two_pass, "Add foreign keys when all tables are there");
  line.group("Database");
  line.value("-d,--database-url",
             apply.database_url,
             "URL",
             "Where to (default: database_url of the environment)");
  CLI::Option* throwaway =
      line.flag("--throwaway", apply.throwaway, "Into a new database there, then drop that again");
  line.flag("--keep-going", apply.keep_going, "Go on after a failure, to tell of all at once")
      ->needs(throwaway);
  add_finding_formats(line, apply.format, apply.annotations);
  add_terminal_options(line, apply.terminal);
  line.footer("A password is better in PGPASSWORD or ~/.pgpass than in the URL.\n"
              "Exit status: 0 loaded, 1 refused by the server, 3 no database, 4 or 5 not to be "
              "built.");
  if (auto answer = line.parse(arguments)) {
    return *answer;
  }
  return apply;
}

Command parse_diff(const std::vector<std::string>& arguments) {
  DiffArguments diff;
  std::vector<std::string> manifests;
  CommandLine line(
      "confiture-build diff",
      "Tells what changed between two manifests; one of them may be -, standard input.");
  line.positionals(manifests, "BEFORE AFTER", 2);
  line.group(result_group);
  add_format_option(line, diff.format, {"text", "json"});
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
  add_format_option(line, split.format, {"text", "json"});
  add_terminal_options(line, split.terminal);
  if (auto answer = line.parse(arguments)) {
    return *answer;
  }
  return split;
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
  const std::map<std::string_view, Parser> commands = {{"apply", parse_apply},
                                                       {"build", parse_build},
                                                       {"hash", parse_hash},
                                                       {"lint", parse_lint},
                                                       {"locate", parse_locate},
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
