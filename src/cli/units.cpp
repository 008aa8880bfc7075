#include "cli/units.hpp"

#include <fmt/format.h>

#include <array>

namespace confiture::cli {

std::string with_commas(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

std::string counted(std::uint64_t number, std::string_view thing) {
  return fmt::format("{} {}{}", with_commas(number), thing, number == 1 ? "" : "s");
}

std::string readable_size(std::uint64_t bytes) {
  constexpr double step = 1024;
  constexpr std::array units{"KiB", "MiB", "GiB", "TiB"};
  if (bytes < 1024) {
    return counted(bytes, "byte");
  }
  double value = static_cast<double>(bytes) / step;
  std::size_t unit = 0;
  // What would be printed as 1024.0 is 1.0 of the next.
  for (; value >= step - 0.05 && unit + 1 < units.size(); ++unit) {
    value /= step;
  }
  return fmt::format("{:.1f} {}", value, units[unit]);
}

std::string readable_time(std::chrono::nanoseconds time) {
  using Seconds = std::chrono::duration<double>;
  using Milliseconds = std::chrono::duration<double, std::milli>;
  const double milliseconds = Milliseconds(time).count();
  if (milliseconds < 9.95) {
    return fmt::format("{:.1f} ms", milliseconds);
  }
  if (milliseconds < 999.5) {
    return fmt::format("{:.0f} ms", milliseconds);
  }
  const double seconds = Seconds(time).count();
  if (seconds < 59.95) {
    return fmt::format("{:.1f} s", seconds);
  }
  const auto whole = std::chrono::round<std::chrono::seconds>(time).count();
  return fmt::format("{} min {} s", whole / 60, whole % 60);
}

} // namespace confiture::cli
