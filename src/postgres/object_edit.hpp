#pragma once

#include "postgres/node.hpp"
#include "postgres/object_names.hpp"
#include "postgres/type_name.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace confiture::postgres {

/// The name of a RangeVar as it is written; one that is temporary has no schema either.
ObjectName relation_name_of(Node relation);

/// What a statement does to objects that are there already (reference, `ddl_walk.object_edits`).
struct ObjectEdit {
  enum class Kind { Drop, Rename, Move };

  Kind kind = Kind::Drop;
  std::vector<std::string_view> object_kinds; ///< of these kinds, such as `table`
  ObjectName object;                          ///< without a schema: in any
  /// Of a routine; without it every overload is meant.
  std::optional<std::vector<TypeIdentity>> arguments = {};
  std::string to = {}; ///< the new name or schema
};

/// The edits of one statement: those of DROP, RENAME TO and SET SCHEMA for the kinds of objects
/// that an inventory holds. Renaming or moving a routine is none, as in the reference.
std::vector<ObjectEdit> object_edits(Node statement);

} // namespace confiture::postgres
