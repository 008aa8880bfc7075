#include "cli/command_line.hpp"
#include "cli/command_list.hpp"
#include "cli/completion.hpp"
#include "support.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

namespace confiture {
namespace {

using cli::CommandEntry;
using cli::Completion;
using cli::DeclaredOption;
using cli::Offer;
using testing::TemporaryDirectory;
using testing::write_file;
using Words = std::vector<std::string>;
using Kind = Offer::Kind;

Words texts(const Completion& completion) {
  Words words;
  for (const Offer::Word& word : completion.offer.words) {
    words.push_back(word.text);
  }
  return words;
}

/// What the last of the words after the program's name may become.
Words offered(const Words& words) {
  return texts(cli::complete(words));
}

Kind kind(const Words& words) {
  return cli::complete(words).offer.kind;
}

std::string prefix(const Words& words) {
  return cli::complete(words).prefix;
}

cli::Declaration declaration_of(const CommandEntry& command) {
  cli::Declaration declaration;
  command.understand([&](cli::CommandLine& line) {
    declaration = line.declaration();
    return cli::Answer{ExitStatus::Success, {}};
  });
  return declaration;
}

Words names_of(const DeclaredOption& option) {
  Words names = {option.short_name, option.long_name, option.negation};
  std::erase(names, "");
  return names;
}

Words sorted(Words words) {
  std::sort(words.begin(), words.end());
  return words;
}

TEST_CASE("the first word is a command, an option of a build or a directory") {
  Words commands;
  for (const CommandEntry& command : cli::command_list()) {
    commands.emplace_back(command.word);
  }
  CHECK(offered({""}) == commands);
  CHECK(kind({""}) == Kind::Nothing);
  CHECK(offered({}) == commands);
  CHECK(offered({"ma"}) == Words{"manifest"});
  CHECK(cli::complete({"ma"}).offer.words.front().description ==
        "Write down what the sources hold, file by file");
  CHECK(kind({"ma"}) == Kind::Directories);
  CHECK(offered({"db/"}).empty());
  CHECK(kind({"db/"}) == Kind::Directories);
  CHECK(offered({"--sou"}) == Words{"--source-map"});
  CHECK(kind({"--sou"}) == Kind::Nothing);
  CHECK(offered({"--quiet", "ma"}).empty()); // only the first word is a command
}

TEST_CASE("every option of every command is offered, with what the help says of it") {
  for (const CommandEntry& command : cli::command_list()) {
    const std::string name(command.word);
    CAPTURE(name);
    Words expected;
    for (const DeclaredOption& option : declaration_of(command).options) {
      for (const std::string& option_name : names_of(option)) {
        CAPTURE(option_name);
        expected.push_back(option_name);
        const std::string description = option_name == option.negation
                                            ? "The opposite of " + option.long_name
                                            : option.description;
        const Completion completion = cli::complete({name, option_name});
        const bool is_described = std::any_of(
            completion.offer.words.begin(), completion.offer.words.end(), [&](const auto& word) {
              return word.text == option_name && word.description == description;
            });
        CHECK(is_described);
      }
    }
    CHECK(sorted(offered({name, "-"})) == sorted(expected));
  }
}

TEST_CASE("the words that are offered for a value are those that the command takes") {
  for (const CommandEntry& command : cli::command_list()) {
    const std::string name(command.word);
    for (const DeclaredOption& option : declaration_of(command).options) {
      for (const Offer::Word& word : option.offer.words) {
        CAPTURE(name + " " + option.long_name + " " + word.text);
        CHECK(offered({name, option.long_name, word.text}) == Words{word.text});
        const cli::Command parsed = cli::parse({name, option.long_name, word.text, "a", "b"});
        CHECK_FALSE(std::holds_alternative<cli::Answer>(parsed));
        if (option.long_name == "--format") {
          CHECK(cli::format_named(word.text));
        }
      }
    }
  }
  CHECK(offered({"build", "--format", ""}) == Words{"text", "json", "csv"});
  CHECK(offered({"check", "--format", ""}) == Words{"text", "json", "github", "sarif", "gitlab"});
  CHECK(offered({"diff", "-f", ""}) == Words{"text", "json"});
  CHECK(offered({"--color", ""}) == Words{"auto", "always", "never"});
  CHECK(offered({"--dump-format", ""}) == Words{"custom", "directory"});
  CHECK(offered({"--separator-style", "m"}) == Words{"mysql"});
}

TEST_CASE("a value may stand alone, behind an equals sign or behind a letter") {
  CHECK(offered({"lint", "--format", "s"}) == Words{"sarif"});
  CHECK(prefix({"lint", "--format", "s"}).empty());
  CHECK(offered({"lint", "--format=s"}) == Words{"sarif"});
  CHECK(prefix({"lint", "--format=s"}) == "--format=");
  CHECK(offered({"lint", "-fs"}) == Words{"sarif"});
  CHECK(prefix({"lint", "-fs"}) == "-f");
  CHECK(offered({"lint", "-qfs"}) == Words{"sarif"});
  CHECK(prefix({"lint", "-qfs"}) == "-qf");
  CHECK(offered({"lint", "-qf", "s"}) == Words{"sarif"});
  CHECK(offered({"lint", "--format="}).size() == 5);
}

TEST_CASE("the shell looks for files and directories where a value or an argument is one") {
  for (const Words& words : std::vector<Words>{{"--output", ""},
                                               {"--output=x"},
                                               {"-ox"},
                                               {"--dump", "x"},
                                               {"check", "--bundle", "x"},
                                               {"lint", ""},
                                               {"lint", "-q", "x"},
                                               {"lint", "--", "-x"},
                                               {"locate", "x"},
                                               {"diff", "a", "x"}}) {
    CAPTURE(words.back());
    CHECK(kind(words) == Kind::Files);
    CHECK(offered(words).empty());
  }
  for (const Words& words : std::vector<Words>{{"--project-dir", ""},
                                               {"split", "--output-dir=x"},
                                               {"hash", "x"},
                                               {"build", ""},
                                               {"--env", "local", ""},
                                               {"--", "-x"}}) {
    CAPTURE(words.back());
    CHECK(kind(words) == Kind::Directories);
    CHECK(offered(words).empty());
  }
  CHECK(prefix({"-ox"}) == "-o");
  CHECK(prefix({"split", "--output-dir=x"}) == "--output-dir=");
}

TEST_CASE("what cannot be helped with is left alone") {
  for (const Words& words : std::vector<Words>{{"--bogus"},
                                               {"--bogus="},
                                               {"--bogus=x"},
                                               {"-Z"},
                                               {"-qZ"},
                                               {"--quiet="},
                                               {"--quiet=x"},
                                               {"---"},
                                               {"--=x"},
                                               {"--jobs", ""},
                                               {"--database-url", "p"},
                                               {"--separator-template="},
                                               {"--format", "x"},
                                               {"--Format="},
                                               {"diff", "a", "b", ""},
                                               {"help", "build", ""},
                                               {"--env", "\n"}}) {
    CAPTURE(printable(words.back()));
    const Completion completion = cli::complete(words);
    CHECK(completion.offer.words.empty());
    CHECK(completion.offer.kind == Kind::Nothing);
  }
}

TEST_CASE("an option is offered once, and not with one that it excludes") {
  CHECK(offered({"--verb"}) == Words{"--verbose"});
  CHECK(offered({"--verbose", "--verb"}).empty());
  CHECK(offered({"-v", "--verb"}).empty());
  CHECK(offered({"-qv", "--qui"}).empty());
  CHECK(offered({"--quiet", "--verb"}).empty());
  CHECK(offered({"--no-two-pass", "--two"}).empty());
  CHECK(offered({"--outp"}) == Words{"--output"});
  CHECK(offered({"--output=x", "--outp"}).empty());
  CHECK(offered({"--output", "--quiet", "--qui"}) == Words{"--quiet"}); // that was a file's name
  CHECK(offered({"--", "--outp"}).empty());
  CHECK(offered({"apply", "--keep"}) == Words{"--keep-going"}); // with one that may still come
}

TEST_CASE("help is completed with commands") {
  CHECK(offered({"help", "l"}) == Words{"lint", "locate"});
  CHECK(kind({"help", "l"}) == Kind::Nothing);
  CHECK(offered({"help", ""}).size() == cli::command_list().size());
}

TEST_CASE("a hidden option is offered to who types what only it starts with") {
  bool flag = false;
  Words arguments;
  cli::CommandLine line("x", "");
  line.positionals(arguments, "", {});
  line.group("");
  line.flag("--depth-of-field", flag, "");
  line.group("Shown");
  line.flag("--depfile", flag, "");
  const cli::Declaration declaration = line.declaration();
  CHECK(texts(complete(declaration, {"--"})) == Words{"--depfile"});
  CHECK(texts(complete(declaration, {"--dep"})) == Words{"--depfile"});
  CHECK(texts(complete(declaration, {"--dept"})) == Words{"--depth-of-field"});
}

TEST_CASE("environments are those of the project that was named") {
  const TemporaryDirectory project;
  for (const std::string file :
       {"local.yaml", "my env.yaml", "a.b.yaml", "x\ny.yaml", "local.yml"}) {
    write_file(project.path() / "db/environments" / file, "");
  }
  const std::string path = project.path();
  CHECK(offered({"--project-dir", path, "--env", ""}) == Words{"a.b", "local", "my env"});
  CHECK(offered({"hash", "--project-dir=" + path, "-elo"}) == Words{"local"});
  CHECK(offered({"locate", "--project-dir", path + "/", "--env=my"}) == Words{"my env"});
  CHECK(offered({"--project-dir", path + "/absent", "--env", ""}).empty());
  CHECK(offered({"--project-dir", "", "--env", ""}) == offered({"--env", ""}));
  CHECK(kind({"--project-dir", path, "--env", ""}) == Kind::Nothing);
}

TEST_CASE("seed profiles are those of the environment that was named") {
  const TemporaryDirectory project;
  const auto write_environment = [&](const std::string& name, const std::string& text) {
    write_file(project.path() / "db/environments" / (name + ".yaml"), text);
  };
  const std::string start =
      "database_url: postgresql://h/d\ninclude_dirs: [db]\nseed:\n  profiles:\n";
  write_file(project.path() / "db/a.sql", "");
  write_environment("local", start + "    slim: {}\n    full: {}\n    \"a\\tb\": {}\n");
  write_environment("test", start + "    tiny: {}\n");
  write_environment("broken", start + "    : [\n");
  const std::string in_project = "--project-dir=" + project.path().string();
  CHECK(offered({in_project, "--seed-profile", ""}) == Words{"full", "slim"});
  CHECK(offered({in_project, "-e", "test", "--seed-profile="}) == Words{"tiny"});
  CHECK(offered({in_project, "-e", "broken", "--seed-profile="}).empty());
  CHECK(offered({in_project, "-e", "absent", "--seed-profile="}).empty());
}

TEST_CASE("what is told to a shell are words with descriptions, then what else to look for") {
  CHECK(cli::completion_text({}) == ":\n");
  CHECK(cli::completion_text(cli::complete({"hash", "--schema"})) ==
        "--schema-only\tLeave out include entries that hold seeds\n:\n");
  CHECK(cli::completion_text(cli::complete({"diff", "-fj"})) == "json\n:\t-f\n");
  CHECK(cli::completion_text(cli::complete({"--output="})) == ":files\t--output=\n");
  CHECK(cli::completion_text(cli::complete({"hash", ""})) == ":directories\n");
}

TEST_CASE("the program is asked without any harm") {
  const TemporaryDirectory home;
  write_file(home.path() / "shop/db/environments/local.yaml", "");
  testing::ProcessOptions options{.cwd = home.path()};
  options.env["HOME"] = home.path();
  const auto ask = [&](Words words) {
    words.insert(words.begin(), {CONFITURE_BUILD_PROGRAM, "complete", "--"});
    return testing::run(words, options);
  };
  CHECK(ask({"--project-dir", "~/shop", "-e", ""}).out == "local\n:\n");
  CHECK(ask({"hash", "--"}).out.starts_with("--env\t"));
  CHECK(ask({}).out.starts_with("build\t"));
  for (const Words& words : std::vector<Words>{{"complete", "--", ""},
                                               {"--project-dir", "/proc/self/mem", "-e", ""},
                                               {"-e", "\xFF", "--seed-profile", ""},
                                               {"--project-dir=\n", "-e../..", "--seed-profile="},
                                               {std::string(100'000, '-')},
                                               Words(10'000, "-")}) {
    const testing::ProcessResult result = ask(words);
    CHECK(result.status == 0);
    CHECK(result.err.empty());
  }
  CHECK(std::distance(std::filesystem::recursive_directory_iterator(home.path()), {}) == 4);
}

TEST_CASE("without two dashes the word complete is a directory") {
  const cli::Command command = cli::parse({"complete", "x"});
  CHECK(std::get<cli::BuildArguments>(command).sources.directories == Words{"complete", "x"});
}

} // namespace
} // namespace confiture
