#pragma once

#include <string_view>

namespace confiture::cli {

/// Writes the result of a command. Throws std::runtime_error if it cannot be written.
void print(std::string_view text);

/// Writes a notice, a line of progress or an error to standard error.
void print_notice(std::string_view text);

/// Makes sure that all that was printed has arrived. Throws std::runtime_error.
void flush_output();

} // namespace confiture::cli
