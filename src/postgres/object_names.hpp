#pragma once

#include "postgres/node.hpp"
#include "postgres/objects.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace confiture::postgres {

/// A name from a list of strings, without the last `left_out` of them. A database before it is
/// left out; empty for no strings.
ObjectName name_of(Node list, std::size_t left_out = 0);

/// Like `name_of`, for a node of kind RangeVar. A temporary one is in schema pg_temp.
ObjectName name_of_relation(Node range);

/// The name in a string such as `a."B"`, as `regclass` reads it; none if it is anything else.
std::optional<ObjectName> parse_name(std::string_view text);

/// The schemas of a setting of search_path that is one string, as in set_config().
std::vector<std::string> parse_path(std::string_view text);

/// An identifier as it stands in a text, without quotes and in lower case unless it has some.
std::string identifier_of(std::string_view text);

/// The constant string in a node of kind A_Const; null for any other node.
std::optional<std::string_view> string_constant(Node node);

/// The members of a node of kind List, or of a list.
Node items_of(Node node);

} // namespace confiture::postgres
