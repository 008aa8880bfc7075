#pragma once

#include "cli/options.hpp"

namespace confiture::cli {

/// The help of the program as a whole: its commands, and what most builds need.
Answer overview();

} // namespace confiture::cli
