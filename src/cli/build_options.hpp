#pragma once

#include "cli/options.hpp"

#include <string>
#include <vector>

namespace confiture::cli {

/// Understands the arguments of `confiture-build build`.
Command parse_build(const std::vector<std::string>& arguments);

/// The help of the program as a whole: its commands, and what most builds need.
Answer overview();

} // namespace confiture::cli
