#pragma once

#include <string>
#include <string_view>

namespace confiture::postgres {

/// A name as SQL has to write it to mean just this one: in quotes where PostgreSQL would fold it,
/// or take it for a keyword that is no name.
std::string quoted_identifier(std::string_view name);

} // namespace confiture::postgres
