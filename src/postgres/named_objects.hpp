#pragma once

#include "postgres/node.hpp"
#include "postgres/objects.hpp"

#include <optional>
#include <string_view>

namespace confiture::postgres {

/// What a statement such as ALTER, COMMENT ON, GRANT or DROP is about.
struct NamedObject {
  ObjectKind kind;
  ObjectName name;
  Call call = {};    ///< of a function
  Node node = {};    ///< of kind RangeVar or TypeName, where it says where the name stands
  bool is_it = true; ///< false if it is only a part of that, such as a trigger of a table
};

/// `type` is the name of an ObjectType, `object` the node that goes with it. None for what the rule
/// does not know, such as roles, servers and operators.
std::optional<NamedObject> named_object(std::string_view type, Node object);

/// Whether it is something with rows, whose type goes with it.
bool has_row_type(std::string_view type);

} // namespace confiture::postgres
