#pragma once

#include <string_view>

namespace confiture::database {

/// What the class of a code is about (PostgreSQL's documentation, appendix A), such as `Data
/// Exception` for `22012`.
std::string_view sqlstate_class(std::string_view sqlstate);

} // namespace confiture::database
