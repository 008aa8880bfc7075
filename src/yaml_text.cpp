#include "yaml_text.hpp"

#include "utf8.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace confiture::yaml {

namespace {

constexpr std::string_view next_line = "\xC2\x85";

std::string with_newlines(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i, 2) == next_line) {
      out += '\n';
      ++i;
    } else if (text[i] != '\r') {
      out += text[i];
    } else if (i + 1 == text.size() || text[i + 1] != '\n') {
      out += '\n';
    }
  }
  return out;
}

/// The characters that YAML 1.1 calls printable, as far as well-formed UTF-8 can hold others, but
/// for U+2028 and U+2029: they end a line in YAML 1.1 and no longer do in YAML 1.2.
bool is_allowed(char32_t c) {
  return c == '\t' || c == '\n' || (c >= 0x20 && c < 0x7F) ||
         (c >= 0xA0 && c != 0x2028 && c != 0x2029 && c != 0xFFFE && c != 0xFFFF);
}

void check_characters(std::string_view text) {
  for (std::size_t offset = 0; offset < text.size();) {
    const utf8::Decoded next = utf8::decode(text.substr(offset));
    if (!next.valid) {
      throw SyntaxError(
          position_at(text, offset),
          fmt::format("byte 0x{:02x} is not UTF-8", static_cast<unsigned>(next.code_point)));
    }
    if (!is_allowed(next.code_point)) {
      throw SyntaxError(position_at(text, offset),
                        fmt::format("the character U+{:04X} is not allowed",
                                    static_cast<unsigned>(next.code_point)));
    }
    offset += next.length;
  }
}

} // namespace

Position position_at(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const auto lines = std::count(before.begin(), before.end(), '\n');
  const std::size_t line_start = before.rfind('\n') + 1; // npos + 1 is 0
  return {static_cast<int>(lines) + 1,
          static_cast<int>(offset - line_start) + 1,
          static_cast<int>(offset)};
}

std::string prepare(std::string_view text) {
  if (text.starts_with(utf8::byte_order_mark)) {
    text.remove_prefix(utf8::byte_order_mark.size());
  }
  if (text.starts_with(utf8::byte_order_mark)) {
    throw SyntaxError({1, 1, 0}, "two byte-order marks (U+FEFF) at the start");
  }
  std::string prepared = with_newlines(text);
  check_characters(prepared);
  return prepared;
}

} // namespace confiture::yaml
