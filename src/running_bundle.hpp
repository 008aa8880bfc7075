#pragma once

#include "sql_script.hpp"
#include <confiture/source_map.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace confiture {

/// A bundle that is run: its text, and where its lines come from.
struct RunningBundle {
  SqlScript script;
  MappedBundle mapped;
};

/// With the map that its build wrote, if that is given. None if there is no such file. Throws Error
/// (Schema001) if it cannot be read, and for one with neither map nor separators.
std::optional<RunningBundle> read_running_bundle(const std::string& path,
                                                 const std::optional<SourceMap>& map = {});

/// Whether the source still has what the bundle has at a place: up to where the line ends, or what
/// else it is made of begins. `path` is that of the place's source; `column` 0 means the line.
bool is_in_source(const RunningBundle& bundle,
                  std::uint64_t line,
                  std::uint64_t column,
                  const std::string& path);

} // namespace confiture
