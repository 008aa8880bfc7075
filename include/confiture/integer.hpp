#pragma once

#include <confiture/api.h>

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace confiture {

/// A whole number of any size, as far as it has to be read, compared and printed.
class CONFITURE_API Integer {
public:
  Integer(std::int64_t value = 0); // NOLINT(google-explicit-constructor): a number is a number

  /// The value of `digits` in a base up to 16; other characters than digits of the base are not
  /// allowed. Takes time quadratic in their number.
  static Integer parse(std::string_view digits, unsigned base, bool negative = false);

  /// Makes this, which must not be negative, `base` times itself plus `digit`.
  void append_digit(unsigned base, unsigned digit);

  [[nodiscard]] Integer negated() const;

  /// In decimal, with `-` if it is negative.
  [[nodiscard]] std::string text() const;

  friend bool operator==(const Integer&, const Integer&) = default;
  friend std::strong_ordering operator<=>(const Integer& a, const Integer& b);

private:
  bool negative_ = false;
  std::string digits_; ///< decimal, without leading zeros; empty for zero
};

/// The value of `text` as Python's `int()` reads it: blanks around, a sign, `_` between digits, at
/// most 4300 digits; none for anything else. Digits are ASCII here, any alphabet's in Python.
CONFITURE_API std::optional<Integer> python_int(std::string_view text);

} // namespace confiture
