#pragma once

#include <string>
#include <string_view>

namespace confiture::cli {

/// The word as a POSIX shell has to be given it: itself where that is safe, else in quotes.
std::string shell_quoted(std::string_view word);

} // namespace confiture::cli
