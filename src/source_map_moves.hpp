#pragma once

#include "postgres/foreign_keys.hpp"
#include <confiture/source_map.hpp>

#include <string_view>

namespace confiture {

/// The map of what two passes made of a body, given the body and its map, both without header.
/// Every ALTER TABLE leads to the key that it adds; the banner above them to no file.
SourceMap
map_of_moved(const SourceMap& map, std::string_view body, const postgres::MovedBody& moved);

} // namespace confiture
