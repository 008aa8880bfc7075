#include "cli/overview.hpp"

#include "cli/build_options.hpp"
#include "cli/command_line.hpp"
#include "cli/command_list.hpp"

#include <fmt/format.h>

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
    text += fmt::format("\n  {:<10}{}", command.word, command.summary);
  }
  return text;
}

} // namespace

Answer overview() {
  return std::get<Answer>(build_command([](CommandLine& line) {
    return Answer{
        ExitStatus::Success,
        line.excerpt("confiture-build [COMMAND]", description(), overview_group, overview_options)};
  }));
}

} // namespace confiture::cli
