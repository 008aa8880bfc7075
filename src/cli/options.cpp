#include "cli/options.hpp"

#include "cli/build_options.hpp"
#include "cli/command_list.hpp"
#include "cli/overview.hpp"

#include <map>
#include <string_view>

namespace confiture::cli {

Command parse(std::vector<std::string> arguments) {
  const auto take_word = [&](std::string_view word) {
    const bool is_first = !arguments.empty() && arguments.front() == word;
    if (is_first) {
      arguments.erase(arguments.begin());
    }
    return is_first;
  };
  if (arguments.size() >= 2 && arguments[0] == "complete" && arguments[1] == "--") {
    return CompleteArguments{{arguments.begin() + 2, arguments.end()}};
  }
  const bool is_help = take_word("help") || take_word("--help") || take_word("-h");
  if (is_help && arguments.empty()) {
    return overview();
  }
  if (is_help) { // `help COMMAND` is `COMMAND --help`
    arguments.emplace_back("--help");
  }
  const CommandEntry* command = arguments.empty() ? nullptr : command_named(arguments.front());
  if (command != nullptr) {
    arguments.erase(arguments.begin());
  }
  const LineUse parse_them = [&](CommandLine& line) { return line.parse(arguments); };
  return command == nullptr ? build_command(parse_them) : command->understand(parse_them);
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
