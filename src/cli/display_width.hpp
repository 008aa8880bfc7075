#pragma once

#include <cstddef>

namespace confiture::cli {

/// How many columns of a terminal a character takes: 0 for what is drawn onto the one before it, 2
/// for ideographs, emoji and the like, else 1. By blocks of Unicode, which is as exact as terminals
/// agree on.
std::size_t display_width(char32_t c);

} // namespace confiture::cli
