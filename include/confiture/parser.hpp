#pragma once

#include <optional>

namespace confiture {

/// The version of PostgreSQL whose grammar this was built with, such as 18; none if it was built
/// without a parser, and what needs one throws Error (Schema001).
std::optional<int> grammar_version();

} // namespace confiture
