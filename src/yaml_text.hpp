#pragma once

#include "yaml.hpp"

#include <stdexcept>
#include <string>
#include <string_view>

namespace confiture::yaml {

/// Something in the text that YAML does not allow.
class SyntaxError : public std::runtime_error {
public:
  SyntaxError(Position position, const std::string& what)
      : std::runtime_error(what), position_(position) {}
  [[nodiscard]] Position position() const { return position_; }

private:
  Position position_;
};

/// The text as the parser should see it: without a byte-order mark, every line ending a newline.
/// Throws SyntaxError for what PyYAML refuses and yaml-cpp would let pass: bytes that are not
/// UTF-8, control characters, tabs outside quotes, comments and block scalars, and a quote that is
/// never closed.
std::string prepare(std::string_view text);

} // namespace confiture::yaml
