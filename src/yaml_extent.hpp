#pragma once

#include <cstddef>
#include <string_view>

namespace confiture::yaml {

/// The offset behind the anchor or alias that starts at `start`. Throws SyntaxError unless it is a
/// word of ASCII with a blank behind it.
std::size_t end_of_name(std::string_view text, std::size_t start);

/// The offset behind the tag that starts at `start`. Throws SyntaxError for one that has no meaning
/// in an environment file, and for anything but a blank behind it.
std::size_t end_of_tag(std::string_view text, std::size_t start);

/// The offset behind the quoted scalar that starts at `start`. Throws SyntaxError if it is never
/// closed, and for what yaml-cpp reads differently: escapes, and empty lines at its end.
std::size_t end_of_quoted(std::string_view text, std::size_t start);

/// The offset of what follows the block scalar whose `|` or `>` stands at `start`: the first
/// character that is no space on a line that is not indented deeply enough. `parent` is the column
/// of the block around it, -1 for none. Throws SyntaxError for a wrong header, and for what
/// yaml-cpp reads differently: `>+`, and a last line of blanks.
std::size_t end_of_block_scalar(std::string_view text, std::size_t start, int parent);

} // namespace confiture::yaml
