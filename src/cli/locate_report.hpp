#pragma once

#include "cli/style.hpp"
#include <confiture/finding.hpp>
#include <confiture/source_map.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace confiture::cli {

/// A place in a bundle, as it was asked for.
struct BundlePlace {
  std::string bundle;
  std::uint64_t line = 0;
  std::uint64_t column = 0; ///< in characters, from 1; 0 for the whole line
};

/// What stands at a place of a bundle, and where it comes from.
struct LocatedPlace {
  BundlePlace place;
  LineKind kind = LineKind::Header;
  std::string file = {};    ///< relative to the base directory; empty if it is of none
  std::string path = {};    ///< the same for a person here
  std::uint64_t line = 0;   ///< in that file; 0 for what no source has
  std::uint64_t column = 0; ///< 0 as above, and for the whole line of a source
  Excerpt excerpt = {};     ///< of the bundle
  bool has_changed = false; ///< that line of the file is another one now
};

/// `path:line:column` and the line for those that sources have, a sentence for others.
std::string locate_text(const std::vector<LocatedPlace>& places, const Style& style);

std::string locate_json(const std::vector<LocatedPlace>& places);

} // namespace confiture::cli
