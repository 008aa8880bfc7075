#pragma once

#include <confiture/source_map.hpp>

#include <string>
#include <string_view>

namespace confiture {

// A source map as a file, version 1: JSON with these members, in this order.
//
//     {"version": 1,
//      "body_sha256": "07a1c6b2…",            of the bundle's body, as its header has it
//      "lines": 26,                           that the bundle has
//      "files": ["a.sql", "b/c.sql"],         in build order, relative to the base directory
//      "runs": [[1,1,"header"],
//               [15,1,"separator",0],
//               [20,1,"source",0,1,1],
//               …]}
//
// A run is the place in the bundle where it starts, line and column, and its kind; a separator's
// has the position of its file in `files` too, a source's that and the line and column in the file
// where its text starts. A moved key has what a source has, or, as part of the banner above all of
// them, just place and kind. A run goes on until the next one, within a line too. All is counted as
// in SourceMap. Each file and each run has a line of its own, so that a change touches few.

/// The map as such a text.
std::string source_map_text(const SourceMap& map);

/// Reads a map; `name` is what errors call it. Throws Error (Schema001), naming the line, for a
/// text that is none or contradicts itself.
SourceMap parse_source_map(std::string_view text, const std::string& name);

/// Reads a map from its file. Throws like `parse_source_map`, and for a file that cannot be read.
SourceMap read_source_map(const std::string& path);

} // namespace confiture
