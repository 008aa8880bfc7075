#include "text_position.hpp"

#include <algorithm>

namespace confiture {

TextPosition TextPositions::position_of(std::size_t at) {
  if (at < counted_) {
    counted_ = 0;
    position_ = {};
  }
  for (at = std::min(at, text_.size()); counted_ < at; ++counted_) {
    const char c = text_[counted_];
    const bool is_continuation = (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
    const bool ends_return = c == '\n' && counted_ > 0 && text_[counted_ - 1] == '\r';
    if (is_continuation || ends_return) {
      continue;
    }
    ++position_.offset;
    position_.line += c == '\n' || c == '\r' ? 1 : 0;
  }
  return position_;
}

} // namespace confiture
