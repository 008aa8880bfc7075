#include "cli/command_list.hpp"

#include "cli/build_options.hpp"
#include "cli/common_options.hpp"
#include "cli/completion_scripts.hpp"
#include "cli/overview.hpp"

#include <fmt/format.h>

#include <algorithm>

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

Command hash_command(const LineUse& use) {
  HashArguments hash;
  CommandLine line("confiture-build hash",
                   "Prints the fingerprint of the sources, SHA-256 over paths and contents: of an "
                   "environment,\nor of the directories DIR. Writes nothing and does not look at "
                   "the text.");
  add_source_options(line, hash.sources);
  add_terminal_options(line, hash.terminal);
  if (auto answer = use(line)) {
    return *answer;
  }
  return hash;
}

Command manifest_command(const LineUse& use) {
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
  if (auto answer = use(line)) {
    return *answer;
  }
  return manifest;
}

Command check_command(const LineUse& use) {
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
  if (auto answer = use(line)) {
    return *answer;
  }
  return check;
}

Command lint_command(const LineUse& use) {
  LintArguments lint;
  CommandLine line("confiture-build lint",
                   "Judges the SQL of an environment's sources, or of these files alone, with "
                   "PostgreSQL's own parser.\nA comment '-- confiture-build: allow RULE' permits "
                   "what its line, or the one below it, has.");
  line.positionals(lint.files, "[FILE...]", {Offer::Kind::Files});
  add_environment_options(line, lint.sources);
  line.group(result_group);
  line.flag("--list-rules", lint.list_rules, "Print all rules and look at no file");
  add_finding_formats(line, lint.format, lint.annotations);
  add_terminal_options(line, lint.terminal);
  line.footer("Exit status: 0 clean, or notices alone; 1 findings; 4 or 5 not to be told.");
  if (auto answer = use(line)) {
    return *answer;
  }
  return lint;
}

Command locate_command(const LineUse& use) {
  LocateArguments locate;
  CommandLine line(
      "confiture-build locate",
      "Tells which source a line of a built schema comes from. Without places it "
      "copies what psql prints\nfrom standard input, with sources in place of the "
      "schema:\n  psql -v ON_ERROR_STOP=1 -f schema.sql 2>&1 | confiture-build locate");
  line.positionals(locate.places, "[FILE:LINE[:COLUMN]...]", {Offer::Kind::Files});
  line.group(sources_group);
  line.value("--bundle", locate.bundle, "FILE", "What psql ran, if it has another name there");
  line.value("--map", locate.map, "FILE", "Its source map: build --source-map FILE");
  line.value("-e,--env",
             locate.environment,
             "NAME",
             "What was built (default: as the schema says)",
             {Offer::Kind::Environments});
  line.value(
      "--project-dir", locate.project_dir, "DIR", "The project, which holds db (default: .)");
  line.group(result_group);
  add_format_option(line, locate.format, {"text", "json"});
  add_terminal_options(line, locate.terminal);
  line.footer("Exit status: 0 told, 4 or 5 not to be told. For that of psql: set -o pipefail.");
  if (auto answer = use(line)) {
    return *answer;
  }
  return locate;
}

Command apply_command(const LineUse& use) {
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
  if (auto answer = use(line)) {
    return *answer;
  }
  return apply;
}

Command diff_command(const LineUse& use) {
  DiffArguments diff;
  std::vector<std::string> manifests;
  CommandLine line(
      "confiture-build diff",
      "Tells what changed between two manifests; one of them may be -, standard input.");
  line.positionals(manifests, "BEFORE AFTER", {Offer::Kind::Files}, 2);
  line.group(result_group);
  add_format_option(line, diff.format, {"text", "json"});
  add_terminal_options(line, diff.terminal);
  line.footer("Exit status: 0 the same, 1 different, 4 not to be told.");
  if (auto answer = use(line)) {
    return *answer;
  }
  diff.before = manifests.at(0);
  diff.after = manifests.at(1);
  return diff;
}

Command split_command(const LineUse& use) {
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
  if (auto answer = use(line)) {
    return *answer;
  }
  return split;
}

Command completion_command(const LineUse& use) {
  std::vector<std::string> shells;
  CommandLine line("confiture-build completion",
                   "Prints the script by which a shell completes command lines of this program. In "
                   "the shell's\nstart-up file, such as ~/.bashrc or, below compinit, ~/.zshrc:\n"
                   "  eval \"$(confiture-build completion bash)\"\n"
                   "  eval \"$(confiture-build completion zsh)\"\n"
                   "  confiture-build completion fish | source");
  Offer offer;
  for (const CompletionScript& script : completion_scripts()) {
    offer.words.push_back({std::string(script.shell)});
  }
  line.positionals(shells, "bash|zsh|fish", offer, 1);
  line.group("General");
  line.help_flags();
  if (auto answer = use(line)) {
    return *answer;
  }
  for (const CompletionScript& script : completion_scripts()) {
    if (script.shell == shells.at(0)) {
      return Answer{ExitStatus::Success, std::string(script.text)};
    }
  }
  return Answer{ExitStatus::Usage,
                fmt::format("confiture-build: there is no completion for {}\nTry "
                            "'confiture-build completion --help'.\n",
                            printable(shells.at(0)))};
}

Command help_command(const LineUse& use) {
  std::vector<std::string> topic;
  CommandLine line("confiture-build help",
                   "Explains a command and all its options; without one, lists the commands.");
  line.positionals(topic, "[COMMAND]", {.words = command_words()}, 1);
  line.group("General");
  line.help_flags();
  if (auto answer = use(line)) {
    return *answer;
  }
  return overview();
}

} // namespace

const std::vector<CommandEntry>& command_list() {
  static const std::vector<CommandEntry> commands = {
      {"build", "Build the schema; what happens when no command is given", build_command},
      {"hash", "Print the fingerprint of the sources and nothing else", hash_command},
      {"manifest", "Write down what the sources hold, file by file", manifest_command},
      {"check", "Tell what changed since the manifest or the schema was written", check_command},
      {"lint", "Judge the SQL with PostgreSQL's own parser, before it is deployed", lint_command},
      {"locate",
       "Lead a line of the schema, or psql's messages, back to the sources",
       locate_command},
      {"apply",
       "Load the schema into a database; errors are told with their source",
       apply_command},
      {"diff", "Tell what changed between two manifests", diff_command},
      {"split", "Build three files for deployment in phases, by superuser_dirs", split_command},
      {"help", "Explain a command and all its options: confiture-build help build", help_command},
      {"completion",
       "Print the script that completes command lines in bash, zsh or fish",
       completion_command,
       false}};
  return commands;
}

std::vector<Offer::Word> command_words() {
  std::vector<Offer::Word> words;
  words.reserve(command_list().size());
  for (const CommandEntry& command : command_list()) {
    words.push_back({std::string(command.word), command.summary});
  }
  return words;
}

const CommandEntry* command_named(std::string_view word) {
  const auto& commands = command_list();
  const auto found = std::find_if(commands.begin(), commands.end(), [&](const CommandEntry& entry) {
    return entry.word == word;
  });
  return found == commands.end() ? nullptr : &*found;
}

} // namespace confiture::cli
