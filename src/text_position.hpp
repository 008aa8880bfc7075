#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace confiture {

/// A place in a text, as people and the reference count it.
struct TextPosition {
  std::uint64_t offset = 0; ///< in characters from the start, each line end counted as one
  std::uint64_t line = 1;
};

/// Counts characters and lines of a UTF-8 text whose lines end in `\n`, `\r\n` or `\r`. Asked for
/// places in ascending order it reads the text once. Does not copy.
class TextPositions {
public:
  /// `text` has to outlive this.
  explicit TextPositions(std::string_view text) : text_(text) {}

  /// Where the byte `at` is.
  TextPosition position_of(std::size_t at);

private:
  std::string_view text_;
  std::size_t counted_ = 0; ///< bytes before this are in `position_`
  TextPosition position_;
};

} // namespace confiture
