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

/// The place of an offset in a text with newlines.
Position position_at(std::string_view text, std::size_t offset);

/// The text as the parser should see it: without a byte-order mark, every line ending a newline.
/// Throws SyntaxError for bytes that are not UTF-8 and characters that YAML does not allow.
std::string prepare(std::string_view text);

} // namespace confiture::yaml
