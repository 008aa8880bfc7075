#include "yaml_scalar.hpp"

#include "yaml_timestamp.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>

namespace confiture::yaml {

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_digit_or_underscore(char c) {
  return is_digit(c) || c == '_';
}

/// Reads a scalar from the left; every `take` says whether it moved on.
class Cursor {
public:
  explicit Cursor(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool at_end() const { return rest_.empty(); }
  [[nodiscard]] bool next_is(char c) const { return rest_.starts_with(c); }
  [[nodiscard]] std::string_view rest() const { return rest_; }

  bool take(std::string_view expected) {
    if (!rest_.starts_with(expected)) {
      return false;
    }
    rest_.remove_prefix(expected.size());
    return true;
  }
  bool take_one_of(std::string_view set) {
    if (rest_.empty() || set.find(rest_.front()) == std::string_view::npos) {
      return false;
    }
    rest_.remove_prefix(1);
    return true;
  }
  /// Takes as many characters as `belongs` accepts, at most `limit`, and returns how many.
  template <typename Predicate>
  std::size_t take_while(Predicate belongs,
                         std::size_t limit = std::numeric_limits<std::size_t>::max()) {
    std::size_t count = 0;
    while (count < rest_.size() && count < limit && belongs(rest_[count])) {
      ++count;
    }
    rest_.remove_prefix(count);
    return count;
  }

private:
  std::string_view rest_;
};

template <std::size_t Size>
bool is_one_of(std::string_view text, const std::array<std::string_view, Size>& spellings) {
  return std::find(spellings.begin(), spellings.end(), text) != spellings.end();
}

constexpr std::array<std::string_view, 5> null_spellings = {"", "~", "null", "Null", "NULL"};
constexpr std::array<std::string_view, 18> boolean_spellings = {"yes",
                                                                "Yes",
                                                                "YES",
                                                                "true",
                                                                "True",
                                                                "TRUE",
                                                                "on",
                                                                "On",
                                                                "ON",
                                                                "no",
                                                                "No",
                                                                "NO",
                                                                "false",
                                                                "False",
                                                                "FALSE",
                                                                "off",
                                                                "Off",
                                                                "OFF"};

/// `:MM` and `:SS` groups of base 60, at least one.
bool take_sexagesimal_groups(Cursor& cursor) {
  bool any = false;
  while (cursor.take(":")) {
    const bool tens = cursor.rest().size() > 1 && is_digit(cursor.rest()[1]);
    if (tens && !cursor.take_one_of("012345")) {
      return false;
    }
    if (!cursor.take_one_of("0123456789")) {
      return false;
    }
    any = true;
  }
  return any;
}

bool is_sexagesimal(std::string_view digits) {
  Cursor cursor(digits);
  return cursor.take_one_of("123456789") &&
         (cursor.take_while(is_digit_or_underscore), take_sexagesimal_groups(cursor)) &&
         cursor.at_end();
}

bool is_integer(std::string_view digits) {
  if (digits.starts_with('-') || digits.starts_with('+')) {
    digits.remove_prefix(1);
  }
  const auto all = [](std::string_view text, std::string_view set) {
    return !text.empty() && text.find_first_not_of(set) == std::string_view::npos;
  };
  if (digits.starts_with("0b")) {
    return all(digits.substr(2), "01_");
  }
  if (digits.starts_with("0x")) {
    return all(digits.substr(2), "0123456789abcdefABCDEF_");
  }
  if (digits.starts_with('0')) {
    return digits == "0" || all(digits.substr(1), "01234567_");
  }
  return (all(digits, "0123456789_") && !digits.starts_with('_')) || is_sexagesimal(digits);
}

/// An exponent, which needs its sign; true also where there is none.
bool take_exponent(Cursor& cursor) {
  if (!cursor.take_one_of("eE")) {
    return true;
  }
  return cursor.take_one_of("+-") && cursor.take_while(is_digit) > 0;
}

bool is_real(std::string_view text) {
  Cursor cursor(text);
  const bool is_signed = cursor.take_one_of("+-");
  if (cursor.rest() == ".inf" || cursor.rest() == ".Inf" || cursor.rest() == ".INF") {
    return true;
  }
  if (!is_signed && (text == ".nan" || text == ".NaN" || text == ".NAN")) {
    return true;
  }
  if (cursor.take(".")) {
    return !is_signed && cursor.take_while(is_digit, 1) == 1 &&
           (cursor.take_while(is_digit_or_underscore), take_exponent(cursor)) && cursor.at_end();
  }
  if (cursor.take_while(is_digit, 1) == 0) {
    return false;
  }
  cursor.take_while(is_digit_or_underscore);
  if (cursor.next_is(':')) {
    return take_sexagesimal_groups(cursor) && cursor.take(".") &&
           (cursor.take_while(is_digit_or_underscore), cursor.at_end());
  }
  return cursor.take(".") && (cursor.take_while(is_digit_or_underscore), take_exponent(cursor)) &&
         cursor.at_end();
}

/// A date alone has two digits for month and day.
bool is_date(std::string_view text) {
  constexpr std::size_t date_length = 10;
  const std::optional<Timestamp> stamp = parse_timestamp(text);
  return stamp && (stamp->has_time || text.size() == date_length);
}

} // namespace

Kind resolve_plain(std::string_view text) {
  if (is_one_of(text, null_spellings)) {
    return Kind::Null;
  }
  if (is_one_of(text, boolean_spellings)) {
    return Kind::Boolean;
  }
  if (is_integer(text)) {
    return Kind::Integer;
  }
  if (is_real(text)) {
    return Kind::Real;
  }
  return is_date(text) ? Kind::Date : Kind::Text;
}

} // namespace confiture::yaml
