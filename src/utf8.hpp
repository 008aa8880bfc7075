#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace confiture::utf8 {

/// U+FEFF at the start of a text, which some editors put there.
inline constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// One code point and the number of bytes it took; `valid` is false for a byte that starts no
/// well-formed sequence (then `length` is 1 and `code_point` the byte).
struct Decoded {
  char32_t code_point;
  std::size_t length;
  bool valid;
};

/// Decodes the first code point of `text`, which must not be empty (RFC 3629: no surrogates, no
/// overlong forms, nothing above U+10FFFF).
inline Decoded decode(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) {
    return {lead, 1, true};
  }
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) {
    return {lead, 1, false};
  }
  char32_t code_point = lead & (0x7Fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0u) != 0x80u) {
      return {lead, 1, false};
    }
    code_point = (code_point << 6) | (byte(i) & 0x3Fu);
  }
  const bool overlong =
      (length == 3 && code_point < 0x800) || (length == 4 && code_point < 0x10000);
  const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
  if (overlong || surrogate || code_point > 0x10FFFF) {
    return {lead, 1, false};
  }
  return {code_point, length, true};
}

/// The number of bytes at the start of `text` that are well-formed UTF-8.
inline std::size_t valid_length(std::string_view text) {
  std::size_t position = 0;
  while (position < text.size()) {
    const Decoded decoded = decode(text.substr(position));
    if (!decoded.valid) {
      break;
    }
    position += decoded.length;
  }
  return position;
}

/// The first `count` characters of `text`; a byte that is not UTF-8 counts as one.
inline std::string_view first_characters(std::string_view text, std::size_t count) {
  std::string_view rest = text;
  for (; count > 0 && !rest.empty(); --count) {
    rest.remove_prefix(decode(rest).length);
  }
  return text.substr(0, text.size() - rest.size());
}

/// The number of characters; a byte that is not UTF-8 counts as one.
inline std::size_t count_characters(std::string_view text) {
  std::size_t count = 0;
  for (; !text.empty(); ++count) {
    text.remove_prefix(decode(text).length);
  }
  return count;
}

inline bool is_valid(std::string_view text) {
  return valid_length(text) == text.size();
}

/// Whether Unicode calls the character white space.
inline bool is_blank(char32_t c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000;
}

/// `text` without the blanks at its ends.
inline std::string_view trimmed(std::string_view text) {
  std::size_t first = text.size();
  std::size_t end = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Decoded next = decode(text.substr(at));
    const bool blank = next.valid && is_blank(next.code_point);
    first = blank ? first : std::min(first, at);
    at += next.length;
    end = blank ? end : at;
  }
  return first < end ? text.substr(first, end - first) : std::string_view();
}

} // namespace confiture::utf8
