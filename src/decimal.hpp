#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>
#include <system_error>

namespace confiture {

/// Takes a decimal number off the front; none, and nothing taken, if there is no digit or the
/// number is too large.
inline std::optional<std::uint64_t> take_decimal(std::string_view& text) {
  std::uint64_t number = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
  if (result.ec != std::errc()) {
    return std::nullopt;
  }
  text.remove_prefix(static_cast<std::size_t>(result.ptr - text.data()));
  return number;
}

/// The number that all of a text is.
inline std::optional<std::uint64_t> decimal(std::string_view text) {
  const auto number = take_decimal(text);
  return text.empty() ? number : std::nullopt;
}

} // namespace confiture
