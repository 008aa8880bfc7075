#pragma once

#include <string_view>

namespace confiture::yaml {

/// Checks where the tokens of a text stand, by PyYAML's rules for indentation, keys, quotes, tags
/// and directives. They are stricter than yaml-cpp's, and where the two would read one token
/// differently the text is refused. `text` is allowed characters with newlines. Throws SyntaxError.
void check_tokens(std::string_view text);

} // namespace confiture::yaml
