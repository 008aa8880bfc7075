#include "cli/options.hpp"

#include "cli/help.hpp"
#include "suggest.hpp"
#include "version.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <functional>
#include <memory>

namespace confiture::cli {

namespace {

constexpr const char* program = "confiture-build";

constexpr const char* selecting = "Selecting";
constexpr const char* writing = "Writing";
constexpr const char* checking = "Checking";
constexpr const char* reporting = "Reporting";

constexpr const char* footer =
    "\nCommands:\n"
    "  build   Build the schema; what happens when no command is given\n"
    "  hash    Print the fingerprint of the sources and nothing else\n"
    "  split   Build three files for deployment in phases, by superuser_dirs\n"
    "  help    Explain a command: confiture-build help hash\n"
    "  A directory that is called like a command is written ./build.\n\n"
    "Exit status: 0 done, 2 wrong usage, 4 wrong sources or output, 5 wrong configuration.";

/// Repeated options are no error: the last one wins.
CLI::Option* last_wins(CLI::Option* option) {
  return option->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
}

template <typename Target>
CLI::Option* add_value(CLI::App& app,
                       const char* names,
                       Target& target,
                       const char* placeholder,
                       const char* description) {
  return last_wins(app.add_option(names, target, description))->type_name(placeholder);
}

CLI::Option* add_flag(CLI::App& app, const char* names, bool& target, const char* description) {
  return last_wins(app.add_flag(names, target, description))->disable_flag_override();
}

void add_source_options(CLI::App& app, SourceArguments& sources) {
  app.add_option("directories", sources.directories);
  add_value(app,
            "-e,--env",
            sources.environment,
            "NAME",
            "Environment: reads db/environments/NAME.yaml (default: local)")
      ->group(selecting);
  add_value(app,
            "--project-dir",
            sources.project_dir,
            "DIR",
            "Project that holds db/environments (default: current directory)")
      ->group(selecting);
  add_flag(app, "--schema-only", sources.schema_only, "Leave out include entries that hold seeds")
      ->group(selecting);
  add_value(
      app, "-j,--jobs", sources.jobs, "N", "Threads to use (default: one a core, at least two)")
      ->check(CLI::Range(1U, 1024U))
      ->group(selecting);
}

void add_writing_options(CLI::App& app, BuildArguments& build) {
  add_value(app,
            "-o,--output",
            build.output,
            "FILE",
            "Output (default: db/generated/schema_<env>.sql in the project)")
      ->group(writing);
  add_value(app,
            "--separator-style",
            build.separator_style,
            "STYLE",
            "block_comment, line_comment, mysql or custom (default: from config)")
      ->group(writing);
  add_value(app,
            "--separator-template",
            build.separator_template,
            "TEXT",
            "Template for 'custom', such as '-- {file_path}'")
      ->group(writing);
}

void add_reporting_options(CLI::App& app, BuildArguments& build) {
  add_flag(app, "--show-hash", build.show_hash, "Print the fingerprint of the sources too")
      ->group(reporting);
  add_flag(app, "--list-files", build.list_files, "Print what would be read, and build nothing")
      ->group(reporting);
  add_value(app, "-f,--format", build.format, "FORMAT", "text, json or csv (default: text)")
      ->group(reporting);
  add_value(app, "--report", build.report, "FILE", "Write the JSON or CSV result to a file")
      ->group(reporting);
}

/// Options of the form --name/--no-name, of which the last one given wins and none leaves the
/// configuration's value.
class Switches {
public:
  void add(CLI::App& app,
           const char* names,
           std::optional<bool>& target,
           const char* description,
           const char* group) {
    bool& value = values_.emplace_back(false);
    CLI::Option* option = add_flag(app, names, value, description)->group(group);
    read_.emplace_back([option, &value, &target] {
      if (option->count() > 0) {
        target = value;
      }
    });
  }

  /// To be called when the arguments have been parsed.
  void apply() const {
    for (const auto& read : read_) {
      read();
    }
  }

private:
  std::deque<bool> values_;
  std::vector<std::function<void()>> read_;
};

void add_switches(CLI::App& app, BuildArguments& build, Switches& switches) {
  switches.add(app,
               "--validate-comments,!--no-validate-comments",
               build.validate_comments,
               "Refuse files that end inside a block comment (default: from config)",
               checking);
  switches.add(app,
               "--fail-on-spillover,!--no-fail-on-spillover",
               build.fail_on_spillover,
               "Whether such a file is an error (default: from config)",
               checking);
  switches.add(app,
               "--fail-on-unclosed,!--no-fail-on-unclosed",
               build.fail_on_unclosed,
               "Accepted for compatibility; has no effect",
               checking);
  switches.add(app, "--two-pass,!--no-two-pass", build.two_pass, "", "");
}

/// Options of the reference that this version understands but cannot do.
class UnavailableOptions {
public:
  void add_to(CLI::App& app) {
    for (const char* names : {"--warn-duplicates", "--fail-on-duplicates"}) {
      options_.push_back(add_flag(app, names, ignored_flag_, "")->group(""));
    }
    for (const char* names : {"--dump", "--dump-format", "--seed-profile"}) {
      options_.push_back(add_value(app, names, ignored_value_, "TEXT", "")->group(""));
    }
    // These matter only where seeds are applied, which is refused.
    add_flag(app, "--continue-on-error", ignored_flag_, "")->group("");
    add_value(app, "-d,--database-url", ignored_value_, "URL", "")->group("");
  }

  [[nodiscard]] std::vector<std::string> given() const {
    std::vector<std::string> names;
    for (const CLI::Option* option : options_) {
      if (option->count() > 0) {
        names.push_back("--" + option->get_lnames().front());
      }
    }
    return names;
  }

private:
  std::vector<CLI::Option*> options_;
  bool ignored_flag_ = false;
  std::string ignored_value_;
};

/// CLI11 takes the value of `--name=` from the next argument; an empty value has to stand alone.
std::vector<std::string> with_empty_values(const CLI::App& app,
                                           const std::vector<std::string>& arguments) {
  std::vector<std::string> out;
  for (const std::string& argument : arguments) {
    const std::string name = argument.substr(0, argument.find('='));
    const bool is_empty_value = argument.size() == name.size() + 1 && name.starts_with("--") &&
                                app.get_option_no_throw(name) != nullptr;
    if (is_empty_value) {
      out.push_back(name);
      out.emplace_back();
    } else {
      out.push_back(argument);
    }
  }
  return out;
}

/// What was wrong with the arguments, and the option that was probably meant.
std::string usage_error(const CLI::App& app,
                        const CLI::ParseError& error,
                        const std::vector<std::string>& arguments) {
  std::vector<std::string> known;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& long_name : option->get_lnames()) {
      known.push_back("--" + long_name);
    }
  }
  for (const std::string& argument : arguments) {
    const std::string name = argument.substr(0, argument.find('='));
    const bool is_unknown = name.starts_with("--") && name.size() > 2 &&
                            std::find(known.begin(), known.end(), name) == known.end();
    if (is_unknown) {
      const auto meant = suggestion(name, known);
      return fmt::format("there is no option {}{}",
                         printable(name),
                         meant ? fmt::format("; did you mean {}?", *meant) : "");
    }
  }
  return printable(error.what());
}

/// Parses; an answer if there is nothing to run.
std::optional<Answer> try_parse(CLI::App& app, const std::vector<std::string>& arguments) {
  app.formatter(std::make_shared<HelpFormatter>());
  app.set_help_flag("-h,--help", "Print this help")->group(reporting);
  app.set_version_flag(
         "--version",
         fmt::format("confiture-build {} (output of confiture {})", version, reference_version),
         "Print the version")
      ->group(reporting);
  std::vector<std::string> reversed = with_empty_values(app, arguments);
  std::reverse(reversed.begin(), reversed.end()); // as CLI11 wants them
  try {
    app.parse(std::move(reversed));
    return std::nullopt;
  } catch (const CLI::CallForHelp&) {
    return Answer{ExitStatus::Success, app.help()};
  } catch (const CLI::CallForVersion& request) {
    return Answer{ExitStatus::Success, std::string(request.what()) + "\n"};
  } catch (const CLI::ParseError& error) {
    return Answer{ExitStatus::Usage,
                  fmt::format("confiture-build: {}\nTry '{} --help'.\n",
                              usage_error(app, error, arguments),
                              app.get_name())};
  }
}

Command parse_build(const std::vector<std::string>& arguments) {
  BuildArguments build;
  Switches switches;
  UnavailableOptions unavailable;
  CLI::App app(
      "Builds one PostgreSQL schema file, and its fingerprint, from a tree of .sql files: those "
      "of an\nenvironment, or those below the directories DIR.",
      program);
  app.footer(footer);
  add_source_options(app, build.sources);
  add_writing_options(app, build);
  add_switches(app, build, switches);
  add_reporting_options(app, build);
  add_flag(app, "--sequential", build.sequential, "")->group("");
  unavailable.add_to(app);
  if (auto answer = try_parse(app, arguments)) {
    return *answer;
  }
  switches.apply();
  build.unavailable = unavailable.given();
  return build;
}

Command parse_hash(const std::vector<std::string>& arguments) {
  HashArguments hash;
  CLI::App app("Prints the fingerprint of the sources, SHA-256 over paths and contents: of an "
               "environment, or\nof the directories DIR. Writes nothing and does not look at the "
               "text.",
               "confiture-build hash");
  add_source_options(app, hash.sources);
  if (auto answer = try_parse(app, arguments)) {
    return *answer;
  }
  return hash;
}

Command parse_split(const std::vector<std::string>& arguments) {
  SplitArguments split;
  CLI::App app("Builds three files for deployment in phases: what lies below superuser_dirs, the "
               "rest, and what\nlies below superuser_post_dirs.",
               "confiture-build split");
  add_source_options(app, split.sources);
  add_value(app,
            "--output-dir",
            split.output_dir,
            "DIR",
            "Where the files go (default: db/generated in the project)")
      ->group(writing);
  add_value(app, "-f,--format", split.format, "FORMAT", "text or json (default: text)")
      ->group(reporting);
  if (auto answer = try_parse(app, arguments)) {
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
  if (take_word("help")) { // `help COMMAND` is `COMMAND --help`
    arguments.emplace_back("--help");
  }
  if (take_word("hash")) {
    return parse_hash(arguments);
  }
  if (take_word("split")) {
    return parse_split(arguments);
  }
  take_word("build");
  return parse_build(arguments);
}

std::optional<Format> format_named(const std::string& name) {
  if (name == "text") {
    return Format::Text;
  }
  if (name == "json") {
    return Format::Json;
  }
  return name == "csv" ? std::optional(Format::Csv) : std::nullopt;
}

} // namespace confiture::cli
