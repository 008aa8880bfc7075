#include "cli/timings.hpp"

#include "cli/units.hpp"

#include <fmt/format.h>

#include <array>
#include <chrono>

namespace confiture::cli {

namespace {

/// By position in Step.
constexpr std::array<const char*, step_count> names{
    "config", "discover", "order", "read", "fingerprint", "body", "write"};

std::string rate(std::uint64_t bytes, std::int64_t nanoseconds) {
  if (bytes == 0 || nanoseconds == 0) {
    return "";
  }
  // Bytes a microsecond are megabytes a second.
  return fmt::format("{:.0f} MB/s",
                     static_cast<double>(bytes) * 1000 / static_cast<double>(nanoseconds));
}

std::string row(std::string_view name,
                const std::string& time,
                const std::string& size,
                const std::string& rate) {
  std::string text = fmt::format("{:<12}{:>10}{:>12}{:>13}", name, time, size, rate);
  text.erase(text.find_last_not_of(' ') + 1);
  return text + "\n";
}

} // namespace

std::string timings_text(const Progress& progress) {
  std::string text = row("step", "time", "size", "rate");
  for (std::size_t i = 0; i < step_count; ++i) {
    const std::int64_t time = progress.steps[i].nanoseconds;
    const std::uint64_t bytes = progress.steps[i].bytes;
    if (time != 0 || bytes != 0) {
      text += row(names[i],
                  readable_time(std::chrono::nanoseconds(time)),
                  bytes == 0 ? "" : readable_size(bytes),
                  rate(bytes, time));
    }
  }
  return text;
}

nlohmann::ordered_json timings_json(const Progress& progress) {
  nlohmann::ordered_json document = nlohmann::ordered_json::object();
  for (std::size_t i = 0; i < step_count; ++i) {
    document[names[i]] = {
        {"milliseconds", static_cast<double>(progress.steps[i].nanoseconds) / 1e6},
        {"bytes", progress.steps[i].bytes.load()}};
  }
  return document;
}

} // namespace confiture::cli
