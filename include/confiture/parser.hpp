#pragma once

#include <confiture/api.h>

#include <optional>

namespace confiture {

/// The version of PostgreSQL whose grammar this was built with, such as 18; none if it was built
/// without a parser, and what needs one throws Error (Schema001).
CONFITURE_API std::optional<int> grammar_version();

} // namespace confiture
