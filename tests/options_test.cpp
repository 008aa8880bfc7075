#include "cli/command_list.hpp"
#include "cli/options.hpp"
#include "failure.hpp"

#include <doctest/doctest.h>

#include <sstream>
#include <string>
#include <vector>

namespace confiture {
namespace {

using cli::Answer;
using cli::BuildArguments;
using cli::HashArguments;
using testing::contains;
using Words = std::vector<std::string>;

BuildArguments build_arguments(const Words& words) {
  const cli::Command command = cli::parse(words);
  if (const auto* answer = std::get_if<Answer>(&command)) {
    FAIL(answer->text);
  }
  return std::get<BuildArguments>(command);
}

Answer answer_to(const Words& words) {
  return std::get<Answer>(cli::parse(words));
}

TEST_CASE("nothing typed is a build with defaults") {
  const BuildArguments build = build_arguments({});
  CHECK(build.sources.environment == "local");
  CHECK(build.sources.project_dir == ".");
  CHECK(build.sources.directories.empty());
  CHECK(build.sources.jobs == 0);
  CHECK_FALSE(build.sources.schema_only);
  CHECK_FALSE(build.output);
  CHECK_FALSE(build.depfile);
  CHECK_FALSE(build.show_hash);
  CHECK_FALSE(build.list_files);
  CHECK_FALSE(build.validate_comments);
  CHECK_FALSE(build.two_pass);
  CHECK_FALSE(build.separator_style);
  CHECK(build.format.name == "text");
  CHECK_FALSE(build.report);
}

TEST_CASE("every option of a build lands in its field") {
  const BuildArguments build = build_arguments({"build",
                                                "-e",
                                                "prod",
                                                "--project-dir",
                                                "p",
                                                "-o",
                                                "out",
                                                "--depfile",
                                                "dep",
                                                "--show-hash",
                                                "--schema-only",
                                                "--list-files",
                                                "--separator-style",
                                                "custom",
                                                "--separator-template",
                                                "-- {file_path}",
                                                "-f",
                                                "json",
                                                "--report",
                                                "r",
                                                "-j",
                                                "3"});
  CHECK(build.sources.environment == "prod");
  CHECK(build.sources.project_dir == "p");
  CHECK(build.output == "out");
  CHECK(build.depfile == "dep");
  CHECK(build.show_hash);
  CHECK(build.sources.schema_only);
  CHECK(build.list_files);
  CHECK(build.separator_style == "custom");
  CHECK(build.separator_template == "-- {file_path}");
  CHECK(build.format.name == "json");
  CHECK(build.report == "r");
  CHECK(build.sources.jobs == 3);
}

// Reference, section 1.
TEST_CASE("a value may be joined to its option") {
  CHECK(build_arguments({"--output=a=b"}).output == "a=b");
  CHECK(build_arguments({"-oa"}).output == "a");
  CHECK(build_arguments({"-fjson"}).format.name == "json");
  CHECK(build_arguments({"--output="}).output == "");
  CHECK(build_arguments({"--output", ""}).output == "");
  CHECK(build_arguments({"--env="}).sources.environment.empty());
}

TEST_CASE("of a repeated option the last wins") {
  CHECK(build_arguments({"-o", "a", "--output=b"}).output == "b");
  CHECK(build_arguments({"--env=a", "-e", "b"}).sources.environment == "b");
  CHECK(build_arguments({"--show-hash", "--show-hash"}).show_hash);
  CHECK(build_arguments({"--two-pass", "--no-two-pass"}).two_pass == false);
  CHECK(build_arguments({"--no-two-pass", "--two-pass"}).two_pass == true);
}

TEST_CASE("a switch that was not given leaves the configuration alone") {
  const BuildArguments on =
      build_arguments({"--validate-comments", "--fail-on-unclosed", "--fail-on-spillover"});
  CHECK(on.validate_comments == true);
  CHECK(on.fail_on_unclosed == true);
  CHECK(on.fail_on_spillover == true);
  const BuildArguments off = build_arguments(
      {"--no-validate-comments", "--no-fail-on-unclosed", "--no-fail-on-spillover"});
  CHECK(off.validate_comments == false);
  CHECK(off.fail_on_unclosed == false);
  CHECK(off.fail_on_spillover == false);
}

TEST_CASE("directories stand alone and may come anywhere") {
  CHECK(build_arguments({"a", "--show-hash", "b"}).sources.directories == Words{"a", "b"});
  CHECK(build_arguments({"build", "./build"}).sources.directories == Words{"./build"});
  CHECK(build_arguments({"--", "-x"}).sources.directories == Words{"-x"});
}

TEST_CASE("the word hash asks for the fingerprint alone") {
  const cli::Command command = cli::parse({"hash", "-e", "prod", "d"});
  const auto& hash = std::get<HashArguments>(command);
  CHECK(hash.sources.environment == "prod");
  CHECK(hash.sources.directories == Words{"d"});
  CHECK(answer_to({"hash", "--output", "x"}).status == ExitStatus::Usage);
  // Only the first word is a command.
  CHECK(build_arguments({"d", "hash"}).sources.directories == Words{"d", "hash"});
}

TEST_CASE("what a build is to do with a database is told by options") {
  const BuildArguments build = build_arguments({"--sequential",
                                                "-d",
                                                "postgres://",
                                                "--continue-on-error",
                                                "--seed-profile",
                                                "slim",
                                                "--dump=out",
                                                "--dump-format",
                                                "directory"});
  CHECK(build.sequential);
  CHECK(build.database_url == "postgres://");
  CHECK(build.continue_on_error);
  CHECK(build.seed_profile == "slim");
  CHECK(build.dump == "out");
  CHECK(build.dump_format == "directory");
  const BuildArguments plain = build_arguments({});
  CHECK_FALSE(plain.sequential);
  CHECK_FALSE(plain.continue_on_error);
  CHECK_FALSE(plain.database_url);
  CHECK_FALSE(plain.seed_profile);
  CHECK_FALSE(plain.dump);
  CHECK(plain.dump_format == "custom");
}

TEST_CASE("what cannot be understood is a usage error on standard error") {
  for (const Words& words : std::vector<Words>{{"--bogus"},
                                               {"--form", "json"}, // no abbreviations
                                               {"--output"},
                                               {"-z"},
                                               {"--show-hash=1"},
                                               {"--jobs", "0"},
                                               {"--jobs", "x"},
                                               {"--jobs=-1"},
                                               {"--jobs", "99999999999"}}) {
    CAPTURE(words.front());
    const Answer answer = answer_to(words);
    CHECK(answer.status == ExitStatus::Usage);
    CHECK(contains(answer.text, "confiture-build: "));
  }
  const std::string control = answer_to({"--bog\x1b[31mus"}).text;
  CHECK_FALSE(contains(control, "\x1b"));
}

TEST_CASE("what is no option and is missing is called as in the help") {
  CHECK(contains(answer_to({"diff", "a"}).text, "BEFORE AFTER: "));
  CHECK(contains(answer_to({"completion"}).text, "bash|zsh|fish is required"));
}

TEST_CASE("a script is printed for each shell that there is one for") {
  for (const std::string shell : {"bash", "zsh", "fish"}) {
    const Answer answer = answer_to({"completion", shell});
    CHECK(answer.status == ExitStatus::Success);
    CHECK(contains(answer.text, " complete -- "));
  }
  CHECK(answer_to({"completion", "tcsh"}).status == ExitStatus::Usage);
  CHECK(contains(answer_to({"completion", "tcsh"}).text, "there is no completion for tcsh"));
  CHECK(answer_to({"completion", "bash", "zsh"}).status == ExitStatus::Usage);
}

TEST_CASE("a mistyped option is answered with the one that was meant") {
  CHECK(contains(answer_to({"--formt", "json"}).text, "did you mean --format?"));
  CHECK(contains(answer_to({"--out-put=x"}).text, "did you mean --output?"));
  CHECK(contains(answer_to({"hash", "--project-dirr", "x"}).text, "did you mean --project-dir?"));
  CHECK_FALSE(contains(answer_to({"hash", "--separator-style", "x"}).text, "did you mean"));
  CHECK_FALSE(contains(answer_to({"--something"}).text, "did you mean"));
}

TEST_CASE("the word help explains a command") {
  CHECK(answer_to({"help"}).text == answer_to({"--help"}).text);
  CHECK(answer_to({"help"}).text == answer_to({"-h"}).text);
  for (const cli::CommandEntry& entry : cli::command_list()) {
    const std::string command(entry.word);
    const Answer answer = answer_to({"help", command});
    CHECK(answer.status == ExitStatus::Success);
    if (command != "help") { // of which the options are those of a build
      CHECK(answer.text == answer_to({command, "--help"}).text);
    }
    CHECK(contains(answer.text, "Usage: confiture-build " + command + " [OPTIONS]"));
    CHECK(contains(answer_to({"help"}).text, "\n  " + command + " ") == entry.is_in_overview);
  }
}

// What most terminals show without scrolling.
TEST_CASE("the help of the program fits one screen and its options are those of build") {
  const std::string overview = answer_to({"help"}).text;
  const std::string full = answer_to({"help", "build"}).text;
  std::istringstream lines(overview);
  std::size_t count = 0;
  std::size_t options = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    CAPTURE(line);
    CHECK(line.size() <= 80);
    if (line.starts_with("  -") || line.starts_with("      --")) {
      CHECK(contains(full, line + "\n"));
      ++options;
    }
  }
  CHECK(count <= 24);
  CHECK(options == 7);
}

TEST_CASE("help and version are answers that succeed") {
  for (const Words& words : std::vector<Words>{{"build", "--help"}, {"-o", "x", "--help"}}) {
    const Answer answer = answer_to(words);
    CHECK(answer.status == ExitStatus::Success);
    CHECK(contains(answer.text, "      --separator-style STYLE "));
    CHECK(contains(answer.text, "  -o, --output FILE "));
    CHECK(contains(answer.text, "      --[no-]validate-comments "));
    CHECK(contains(answer.text, "      --[no-]two-pass "));
  }
  const Answer hash = answer_to({"hash", "--help"});
  CHECK(contains(hash.text, "fingerprint"));
  CHECK_FALSE(contains(hash.text, "--separator-style"));
  CHECK(contains(answer_to({"--version"}).text, "1.29.0"));
  CHECK(contains(answer_to({"split", "--version"}).text, "1.29.0"));
}

TEST_CASE("how a command talks is asked for in the same way everywhere") {
  for (const std::string command : {"build", "hash", "split"}) {
    const cli::Command parsed = cli::parse({command, "-q", "--color", "always"});
    const auto terminal = std::visit(
        [](const auto& arguments) {
          if constexpr (requires { arguments.terminal; }) {
            return arguments.terminal;
          } else {
            return cli::TerminalArguments{};
          }
        },
        parsed);
    CHECK(terminal.quiet);
    CHECK_FALSE(terminal.verbose);
    CHECK(terminal.color == cli::ColorChoice::Always);
    CHECK(answer_to({command, "--color=blue"}).status == ExitStatus::Usage);
    CHECK(answer_to({command, "-q", "-v"}).status == ExitStatus::Usage);
  }
  CHECK(build_arguments({}).terminal.color == cli::ColorChoice::Auto);
  CHECK(build_arguments({"--verbose"}).terminal.verbose);
  CHECK(contains(answer_to({"--color=blue"}).text, "--color: blue not in {auto,always,never}"));
}

TEST_CASE("formats are spelled exactly") {
  CHECK(cli::format_named("text") == cli::Format::Text);
  CHECK(cli::format_named("json") == cli::Format::Json);
  CHECK(cli::format_named("csv") == cli::Format::Csv);
  CHECK(cli::format_named("github") == cli::Format::Github);
  CHECK(cli::format_named("sarif") == cli::Format::Sarif);
  CHECK(cli::format_named("gitlab") == cli::Format::Gitlab);
  CHECK_FALSE(cli::format_named("JSON"));
  CHECK_FALSE(cli::format_named(""));
}

} // namespace
} // namespace confiture
