#pragma once

#include <confiture/source_map.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace confiture {

/// Makes the map of a body from its parts, given in order. Separators and files each end with a
/// line. For one thread at a time.
class SourceMapBuilder {
public:
  /// Begins the next file with its separator.
  void begin_file(std::string_view path, std::uint64_t separator_lines);

  /// Takes text of the file begun last, in pieces. What stands before all files counts as header.
  void add_text(std::string_view text);

  /// Whatever comes now is made of keys that were taken out of files, no one knows which.
  void begin_moved_keys() { begin_run(LineKind::MovedKey); }

  /// The map of the body, without a digest; nothing may be added after.
  SourceMap finish();

private:
  void begin_run(LineKind kind);

  SourceMap map_;
  std::uint64_t lines_ = 0; ///< that have ended
  bool is_in_line_ = false;
};

/// Makes the map of a body that of the bundle with this header above it.
void put_below_header(SourceMap& map, std::string_view header);

} // namespace confiture
