#include "yaml_scalar.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <limits>
#include <string>

namespace confiture::yaml {

namespace {

// What Python converts at most; it keeps the time for conversion, which is quadratic, in bounds.
constexpr std::size_t longest_number = 4300;

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
constexpr std::array<std::string_view, 9> true_spellings = {
    "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"};
constexpr std::array<std::string_view, 9> false_spellings = {
    "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"};

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

/// The base in which an unsigned integer is written (60 for `1:30`), or 0 for no integer.
unsigned integer_base(std::string_view digits) {
  const auto all = [](std::string_view text, std::string_view set) {
    return !text.empty() && text.find_first_not_of(set) == std::string_view::npos;
  };
  if (digits.starts_with("0b")) {
    return all(digits.substr(2), "01_") ? 2 : 0;
  }
  if (digits.starts_with("0x")) {
    return all(digits.substr(2), "0123456789abcdefABCDEF_") ? 16 : 0;
  }
  if (digits == "0") {
    return 10;
  }
  if (digits.starts_with('0')) {
    return all(digits.substr(1), "01234567_") ? 8 : 0;
  }
  if (digits.starts_with('_')) {
    return 0;
  }
  if (all(digits, "0123456789_")) {
    return 10;
  }
  return is_sexagesimal(digits) ? 60 : 0;
}

std::string without_underscores(std::string_view digits) {
  std::string clean(digits);
  std::erase(clean, '_');
  return clean;
}

/// `1:30` is 90.
Integer parse_sexagesimal(std::string_view digits) {
  const std::size_t first = digits.find(':');
  Integer value = Integer::parse(without_underscores(digits.substr(0, first)), 10);
  digits.remove_prefix(first);
  while (!digits.empty()) {
    digits.remove_prefix(1);
    const std::size_t end = std::min(digits.find(':'), digits.size());
    unsigned group = 0;
    std::from_chars(digits.data(), digits.data() + end, group);
    value.append_digit(60, group);
    digits.remove_prefix(end);
  }
  return value;
}

bool resolve_integer(std::string_view text, Node& node) {
  if (text.size() > longest_number) {
    return false;
  }
  std::string_view digits = text;
  const bool negative = digits.starts_with('-');
  if (negative || digits.starts_with('+')) {
    digits.remove_prefix(1);
  }
  const unsigned base = integer_base(digits);
  if (base == 0) {
    return false;
  }
  const std::size_t prefix = base == 2 || base == 16 ? 2 : 0;
  const Integer value = base == 60
                            ? parse_sexagesimal(digits)
                            : Integer::parse(without_underscores(digits.substr(prefix)), base);
  node.integer = negative ? value.negated() : value;
  node.kind = Kind::Integer;
  return true;
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

bool resolve_real(std::string_view text, Node& node) {
  if (!is_real(text)) {
    return false;
  }
  node.kind = Kind::Real;
  std::string clean(text);
  std::erase(clean, '_');
  char* end = nullptr;
  node.real = std::strtod(clean.c_str(), &end);
  if (*end != '\0') { // infinity, not a number, base 60: a real that no setting takes
    node.real = std::numeric_limits<double>::quiet_NaN();
  }
  return true;
}

bool take_date(Cursor& cursor, std::size_t shortest) {
  const auto part = [&] {
    const std::size_t digits = cursor.take_while(is_digit, 2);
    return digits >= shortest;
  };
  return cursor.take_while(is_digit, 4) == 4 && cursor.take("-") && part() && cursor.take("-") &&
         part();
}

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

bool is_date(std::string_view text) {
  Cursor date(text);
  if (take_date(date, 2) && date.at_end()) {
    return true;
  }
  Cursor moment(text);
  if (!take_date(moment, 1) || (!moment.take_one_of("Tt") && moment.take_while(is_blank) == 0) ||
      moment.take_while(is_digit, 2) == 0 || !moment.take(":") ||
      moment.take_while(is_digit, 2) != 2 || !moment.take(":") ||
      moment.take_while(is_digit, 2) != 2) {
    return false;
  }
  if (moment.take(".")) {
    moment.take_while(is_digit);
  }
  if (moment.at_end()) {
    return true;
  }
  moment.take_while(is_blank);
  if (moment.take("Z")) {
    return moment.at_end();
  }
  if (!moment.take_one_of("+-") || moment.take_while(is_digit, 2) == 0) {
    return false;
  }
  return moment.at_end() ||
         (moment.take(":") && moment.take_while(is_digit, 2) == 2 && moment.at_end());
}

} // namespace

Node resolve_plain(std::string_view text) {
  Node node;
  node.text = text;
  if (is_one_of(text, null_spellings)) {
    node.kind = Kind::Null;
  } else if (is_one_of(text, true_spellings) || is_one_of(text, false_spellings)) {
    node.kind = Kind::Boolean;
    node.boolean = is_one_of(text, true_spellings);
  } else if (!resolve_integer(text, node) && !resolve_real(text, node)) {
    node.kind = is_date(text) ? Kind::Date : Kind::Text;
  }
  return node;
}

} // namespace confiture::yaml
