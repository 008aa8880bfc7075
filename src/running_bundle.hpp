#pragma once

#include "sql_script.hpp"
#include <confiture/source_map.hpp>

#include <optional>
#include <string>

namespace confiture {

/// A bundle that is run: its text, and where its lines come from.
struct RunningBundle {
  SqlScript script;
  MappedBundle mapped;
};

/// None if there is no such file. Throws Error (Schema001) if it cannot be read, and for one
/// without separators.
std::optional<RunningBundle> read_running_bundle(const std::string& path);

} // namespace confiture
