#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// What `text.hpp` does in pieces, done to a whole text by the rules as they are written.
namespace confiture::testing {

/// RFC 3629's grammar, a row a shape: the range of each byte.
inline std::string naive_utf8(const std::string& bytes) {
  using Range = std::pair<int, int>;
  const std::vector<std::vector<Range>> shapes = {
      {{0x00, 0x7F}},
      {{0xC2, 0xDF}, {0x80, 0xBF}},
      {{0xE0, 0xE0}, {0xA0, 0xBF}, {0x80, 0xBF}},
      {{0xE1, 0xEC}, {0x80, 0xBF}, {0x80, 0xBF}},
      {{0xED, 0xED}, {0x80, 0x9F}, {0x80, 0xBF}},
      {{0xEE, 0xEF}, {0x80, 0xBF}, {0x80, 0xBF}},
      {{0xF0, 0xF0}, {0x90, 0xBF}, {0x80, 0xBF}, {0x80, 0xBF}},
      {{0xF1, 0xF3}, {0x80, 0xBF}, {0x80, 0xBF}, {0x80, 0xBF}},
      {{0xF4, 0xF4}, {0x80, 0x8F}, {0x80, 0xBF}, {0x80, 0xBF}},
  };
  for (std::size_t start = 0; start < bytes.size();) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[start + i]); };
    const std::string place = std::to_string(start) + " " + std::to_string(byte(0)) + " ";
    const std::vector<Range>* shape = nullptr;
    for (const auto& candidate : shapes) {
      if (candidate[0].first <= byte(0) && byte(0) <= candidate[0].second) {
        shape = &candidate;
      }
    }
    if (shape == nullptr) {
      return place + "invalid start byte";
    }
    for (std::size_t i = 1; i < shape->size(); ++i) {
      if (start + i == bytes.size()) {
        return place + "unexpected end of data";
      }
      if (byte(i) < (*shape)[i].first || byte(i) > (*shape)[i].second) {
        return place + "invalid continuation byte";
      }
    }
    start += shape->size();
  }
  return "ok";
}

/// Python's universal newlines.
inline std::string naive_newlines(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool first_of_two = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
    if (!first_of_two) {
      out += text[i] == '\r' ? '\n' : text[i];
    }
  }
  return out;
}

/// The reference's loop: per line, two characters at a time.
inline std::optional<std::uint64_t> naive_open_comment(const std::string& text) {
  std::optional<std::uint64_t> open;
  std::uint64_t number = 1;
  for (std::size_t start = 0; start <= text.size(); ++number) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    const std::string line = text.substr(start, end - start);
    for (std::size_t i = 0; i < line.size();) {
      const std::string two = line.substr(i, 2);
      if (two == "/*") {
        open = number;
        i += 2;
      } else if (open && two == "*/") {
        open.reset();
        i += 2;
      } else {
        i += 1;
      }
    }
    start = end + 1;
  }
  return open;
}

} // namespace confiture::testing
