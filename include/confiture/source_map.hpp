#pragma once

#include <confiture/api.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace confiture {

/// What a line of a bundle is made of.
enum class LineKind {
  Header,    ///< what stands above the body
  Separator, ///< what stands before a file
  Source,    ///< a file's text
  MovedKey,  ///< a foreign key that was taken out of its table
};

/// The kind as it is printed: `header`, `separator`, `source`, `moved_key`.
CONFITURE_API std::string_view name(LineKind kind);

/// What a place in a bundle is, and where it comes from.
struct Origin {
  LineKind kind = LineKind::Header;
  std::string_view file = {}; ///< relative to the base directory; empty for the header
  std::uint64_t line = 0;     ///< in that file, from 1; 0 for header and separators
  std::uint64_t column = 0;   ///< in characters, from 1; 0 as above
};

/// Which line of a bundle comes from which line of which source: runs of lines, each with the place
/// where it starts. Lines are counted from 1, columns from 1 in characters, a byte-order mark being
/// one. Lines of a bundle end in `\n`, those of a source in `\n`, `\r\n` or a lone `\r`.
class CONFITURE_API SourceMap {
public:
  static constexpr std::size_t no_file = static_cast<std::size_t>(-1);

  /// Goes on until the next run starts.
  struct Run {
    std::uint64_t line = 1; ///< of the bundle
    std::uint64_t column = 1;
    LineKind kind = LineKind::Header;
    std::size_t file = no_file;      ///< position in `files`
    std::uint64_t source_line = 0;   ///< for Source and MovedKey
    std::uint64_t source_column = 0; ///< likewise

    friend bool operator==(const Run&, const Run&) = default;
  };

  std::vector<std::string> files = {}; ///< in build order, relative to the base directory
  std::vector<Run> runs = {};   ///< by place; the first starts at 1:1, unless there is no line
  std::uint64_t lines = 0;      ///< that the bundle has
  std::string body_digest = {}; ///< of the bundle that it belongs to, as its header has it

  /// The run that a place is in; null for a line that the bundle does not have.
  [[nodiscard]] const Run* run_at(std::uint64_t line, std::uint64_t column = 1) const;

  /// None for a line that the bundle does not have.
  [[nodiscard]] std::optional<Origin> origin_of(std::uint64_t line, std::uint64_t column = 1) const;
};

/// A bundle and where its lines come from.
struct MappedBundle {
  SourceMap map;
  std::string environment = {};   ///< as the header has it; empty without one
  bool is_as_built = false;       ///< the body is the one that the header names
  bool fits = true;               ///< the map is of this body, or of the one that the header names
  bool has_unknown_moves = false; ///< two passes took text out where the map does not tell, so that
                                  ///< lines of sources may be off
};

/// Finds the sources of a bundle's lines by its separators, of any style but `custom`. None if
/// there is no such file. Throws Error (Schema001) if it cannot be read, or has no separators.
CONFITURE_API std::optional<MappedBundle> map_bundle(const std::string& path);

/// The same with the map that its build wrote, which is exact whatever the separators, and behind
/// keys that were moved.
CONFITURE_API std::optional<MappedBundle> map_bundle(const std::string& path, const SourceMap& map);

} // namespace confiture
