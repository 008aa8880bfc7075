#pragma once

#include "postgres/node.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace confiture::postgres {

/// The schemas that a VariableSetStmt sets search_path to; none if it sets it to its default.
std::optional<std::vector<std::string>> path_of(Node setting);

/// Whether this is how an option is turned on, and not off.
bool is_on(std::string_view value);

/// Whether a VariableSetStmt turns an option on, or back to a default that is on.
bool is_turned_on(Node setting);

} // namespace confiture::postgres
