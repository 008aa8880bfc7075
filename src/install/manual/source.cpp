// Prints the manual for scdoc: the text on standard input, in which the line `@usage COMMAND`
// becomes how the command is called, `@options COMMAND` its options as they are declared, and
// `@version@` the version.

#include "cli/command_line.hpp"
#include "cli/command_list.hpp"
#include "cli/help.hpp"
#include "version.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdio>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace confiture;

cli::Declaration declaration_of(std::string_view word) {
  const cli::CommandEntry* command = cli::command_named(word);
  if (command == nullptr) {
    throw std::runtime_error(fmt::format("there is no command '{}'", word));
  }
  cli::Declaration declaration;
  command->understand([&](cli::CommandLine& line) {
    declaration = line.declaration();
    return cli::Answer{ExitStatus::Success, {}};
  });
  return declaration;
}

/// The text as scdoc shows it, letter by letter.
std::string plain(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '\\' || c == '*' || c == '_') {
      escaped += '\\';
    }
    escaped += c;
  }
  return escaped;
}

std::string usage(const cli::Declaration& declaration) {
  return fmt::format(
      "*{}* [_OPTIONS_] {}\n", plain(declaration.name), plain(declaration.positionals));
}

/// `*-o*, *--output* _FILE_`
std::string synopsis(const cli::DeclaredOption& option) {
  std::vector<std::string> names = {option.short_name, option.long_name, option.negation};
  std::erase(names, "");
  const std::string value =
      option.placeholder.empty() ? "" : fmt::format(" _{}_", plain(option.placeholder));
  return fmt::format("*{}*{}", fmt::join(names, "*, *"), value);
}

std::string options(const cli::Declaration& declaration) {
  std::string text;
  for (const cli::OptionGroup& group : cli::option_groups(declaration)) {
    text += fmt::format("{}:\n\n", plain(group.title));
    for (const cli::DeclaredOption* option : group.options) {
      text += fmt::format("{}\n\t{}\n\n", synopsis(*option), plain(option->description));
    }
  }
  return text;
}

std::string expanded(std::string line) {
  constexpr std::string_view usage_of = "@usage ";
  constexpr std::string_view options_of = "@options ";
  constexpr std::string_view version_mark = "@version@";
  if (line.starts_with(usage_of)) {
    return usage(declaration_of(line.substr(usage_of.size())));
  }
  if (line.starts_with(options_of)) {
    return options(declaration_of(line.substr(options_of.size())));
  }
  const std::size_t at = line.find(version_mark);
  if (at != std::string::npos) {
    line.replace(at, version_mark.size(), version);
  }
  return line + "\n";
}

} // namespace

int main() {
  try {
    for (std::string line; std::getline(std::cin, line);) {
      std::cout << expanded(line);
    }
    return std::cout.flush() ? 0 : 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "manual: %s\n", error.what());
    return 1;
  }
}
