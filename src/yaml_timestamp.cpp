#include "yaml_timestamp.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>

namespace confiture::yaml {

namespace {

/// Takes a number of one or two digits, `shortest` at least, from the left.
bool take_number(std::string_view& text,
                 std::size_t shortest,
                 int& value,
                 std::size_t longest = 2) {
  const std::size_t end = std::min(text.find_first_not_of("0123456789"), text.size());
  const std::string_view digits = text.substr(0, std::min(end, longest));
  if (digits.size() < shortest) {
    return false;
  }
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  text.remove_prefix(digits.size());
  return true;
}

bool take_one_of(std::string_view& text, std::string_view set) {
  if (text.empty() || set.find(text.front()) == std::string_view::npos) {
    return false;
  }
  text.remove_prefix(1);
  return true;
}

std::size_t take_all_of(std::string_view& text, std::string_view set) {
  const std::size_t length = std::min(text.find_first_not_of(set), text.size());
  text.remove_prefix(length);
  return length;
}

bool take_day(std::string_view& text, Timestamp& stamp) {
  return take_number(text, 4, stamp.year, 4) && take_one_of(text, "-") &&
         take_number(text, 1, stamp.month) && take_one_of(text, "-") &&
         take_number(text, 1, stamp.day);
}

bool take_time(std::string_view& text, Timestamp& stamp) {
  stamp.has_time = true;
  const bool whole = (take_one_of(text, "Tt") || take_all_of(text, " \t") > 0) &&
                     take_number(text, 1, stamp.hour) && take_one_of(text, ":") &&
                     take_number(text, 2, stamp.minute) && take_one_of(text, ":") &&
                     take_number(text, 2, stamp.second);
  if (whole && take_one_of(text, ".")) {
    take_all_of(text, "0123456789");
  }
  return whole;
}

bool take_zone(std::string_view& text, Timestamp& stamp) {
  take_all_of(text, " \t");
  if (take_one_of(text, "Z")) {
    return true;
  }
  return take_one_of(text, "+-") && take_number(text, 1, stamp.zone_hour) &&
         (!take_one_of(text, ":") || take_number(text, 2, stamp.zone_minute));
}

} // namespace

bool Timestamp::exists() const {
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  constexpr int minutes_of_day = 24 * 60;
  return year >= 1 && date.ok() && hour < 24 && minute < 60 && second < 60 &&
         zone_hour * 60 + zone_minute < minutes_of_day;
}

std::optional<Timestamp> parse_timestamp(std::string_view text) {
  Timestamp stamp;
  const bool spelled = take_day(text, stamp) &&
                       (text.empty() || (take_time(text, stamp) &&
                                         (text.empty() || take_zone(text, stamp)) && text.empty()));
  return spelled ? std::optional(stamp) : std::nullopt;
}

} // namespace confiture::yaml
