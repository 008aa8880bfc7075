#pragma once

#include <confiture/error.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What the fuzz targets share. Each takes its input as text, in lines, so that a person can read
/// and write one.
namespace confiture::fuzz {

inline std::string_view view(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// Ends the run, for libFuzzer to keep the input, unless `holds`.
inline void require(bool holds, const char* claim) {
  if (!holds) {
    std::fprintf(stderr, "This does not hold: %s\n", claim);
    std::abort();
  }
}

/// What stands before the first `end`, and what stands after; all and nothing where there is none.
inline std::pair<std::string_view, std::string_view> split(std::string_view text, char end) {
  const std::size_t at = text.find(end);
  return at == std::string_view::npos ? std::pair(text, std::string_view())
                                      : std::pair(text.substr(0, at), text.substr(at + 1));
}

/// The parts between these characters, at least one.
inline std::vector<std::string> split_all(std::string_view text, char end) {
  std::vector<std::string> parts;
  bool is_last = false;
  while (!is_last) {
    is_last = text.find(end) == std::string_view::npos;
    const auto [part, rest] = split(text, end);
    parts.emplace_back(part);
    text = rest;
  }
  return parts;
}

/// An error has something to say, and only in characters that can be printed.
inline void require_message(const Error& error) {
  const std::string message = error.what();
  require(!message.empty(), "an error has a message");
  for (const std::string& line : split_all(message, '\n')) {
    require(printable(line) == line, "a message holds no control characters");
  }
}

/// Each byte on its own.
inline std::vector<std::string> bytes_of(std::string_view text) {
  std::vector<std::string> bytes;
  for (const char c : text) {
    bytes.emplace_back(1, c);
  }
  return bytes;
}

} // namespace confiture::fuzz
