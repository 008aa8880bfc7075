#pragma once

#include <optional>
#include <string_view>

namespace confiture::yaml {

/// A day, or a moment: what a timestamp of YAML 1.1 spells, as far as it can be wrong.
struct Timestamp {
  int year = 0;
  int month = 0;
  int day = 0;
  bool has_time = false;
  int hour = 0;
  int minute = 0;
  int second = 0;
  int zone_hour = 0; ///< of the offset from UTC, whatever its sign
  int zone_minute = 0;

  /// Whether Python has a date or a datetime for it: the years 1 to 9999, no second 60, an offset
  /// below a day.
  [[nodiscard]] bool exists() const;
};

/// What `text` spells, possible or not: `2020-01-31`, `2020-1-31 9:30:00.5 +1`.
std::optional<Timestamp> parse_timestamp(std::string_view text);

} // namespace confiture::yaml
