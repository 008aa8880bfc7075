#pragma once

#include "postgres/node.hpp"
#include "span.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace confiture::postgres {

/// A foreign key in a CREATE TABLE that an ALTER TABLE behind it can add just as well.
struct ForeignKey {
  std::string clause;      ///< what comes after ADD: its name and all that it says
  std::size_t begin = 0;   ///< where it stands, by the location of its parse node
  std::size_t element = 0; ///< which of the table's elements it is, or is in, from 0
  /// Where it stands in a column's element, by the locations of parse nodes: in two parts if there
  /// is something of the column between the key and what qualifies it. A part whose end is
  /// `std::string_view::npos` goes up to the end of the element. None if the key is an element.
  std::vector<Span> in_column;
};

/// The keys of a CreateStmt that can be moved, in their order. What would get lost stays: a key
/// with MATCH FULL, with a list of columns to set, or one that is not enforced; other statements
/// have none. All that gets lost is PERIOD, before a column of a temporal key, as in the reference.
std::vector<ForeignKey> movable_keys(Node create);

/// The name of a RangeVar as SQL writes it; without a database.
std::string relation_name(Node relation);

} // namespace confiture::postgres
