#pragma once

#include "cli/command_line.hpp"
#include "cli/declaration.hpp"
#include "cli/options.hpp"

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace confiture::cli {

/// What is done with the options of a command once they are declared: arguments are understood by
/// them, or they are told of. An answer leaves nothing to run.
using LineUse = std::function<std::optional<Answer>(CommandLine&)>;

struct CommandEntry {
  std::string_view word;
  const char* summary; ///< in a line
  Command (*understand)(const LineUse& use);
  bool is_in_overview = true; ///< which has room for what is used every day
};

/// All commands, in the order of the overview and of the manual.
const std::vector<CommandEntry>& command_list();

/// The same as words that a shell can offer.
std::vector<Offer::Word> command_words();

/// The command that is called so, or null.
const CommandEntry* command_named(std::string_view word);

} // namespace confiture::cli
