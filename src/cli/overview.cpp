#include "cli/overview.hpp"

#include "cli/build_options.hpp"
#include "cli/command_line.hpp"
#include "cli/command_list.hpp"
#include "cli/help.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <variant>
#include <vector>

namespace confiture::cli {

namespace {

constexpr const char* overview_group = "What most builds need";

const std::vector<std::string> overview_options = {
    "--env", "--project-dir", "--output", "--show-hash", "--list-files", "--format", "--version"};

std::string description() {
  std::string text = "Builds one PostgreSQL schema file from a tree of .sql files.\n\nCommands:";
  for (const CommandEntry& command : command_list()) {
    if (command.is_in_overview) {
      text += fmt::format("\n  {:<10}{}", command.word, command.summary);
    }
  }
  return text;
}

} // namespace

Answer overview() {
  return std::get<Answer>(build_command([](CommandLine& line) {
    Declaration overview = line.declaration();
    overview.name = "confiture-build [COMMAND]";
    overview.description = description();
    overview.footer.clear();
    for (DeclaredOption& option : overview.options) {
      const bool is_shown =
          std::find(overview_options.begin(), overview_options.end(), option.long_name) !=
          overview_options.end();
      option.group = is_shown ? overview_group : "";
    }
    return Answer{ExitStatus::Success, help_text(overview)};
  }));
}

} // namespace confiture::cli
