#pragma once

#include "cli/command_list.hpp"

namespace confiture::cli {

/// `confiture-build build`, which is also what happens when no command is given.
Command build_command(const LineUse& use);

} // namespace confiture::cli
