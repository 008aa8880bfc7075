#include "utf8.hpp"
#include <confiture/integer.hpp>

namespace confiture {

namespace {

unsigned digit_value(char digit) {
  return static_cast<unsigned>(digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
}

} // namespace

Integer::Integer(std::int64_t value) : negative_(value < 0) {
  if (value != 0) {
    digits_ = std::to_string(value).substr(negative_ ? 1 : 0);
  }
}

Integer Integer::parse(std::string_view digits, unsigned base, bool negative) {
  Integer integer;
  for (const char digit : digits) {
    integer.append_digit(base, digit_value(digit));
  }
  return negative ? integer.negated() : integer;
}

void Integer::append_digit(unsigned base, unsigned digit) {
  unsigned carry = digit;
  for (auto place = digits_.rbegin(); place != digits_.rend(); ++place) {
    const unsigned value = digit_value(*place) * base + carry;
    *place = static_cast<char>('0' + value % 10);
    carry = value / 10;
  }
  if (carry > 0) {
    digits_.insert(0, std::to_string(carry));
  }
}

Integer Integer::negated() const {
  Integer integer = *this;
  integer.negative_ = !negative_ && !digits_.empty();
  return integer;
}

std::string Integer::text() const {
  return digits_.empty() ? "0" : (negative_ ? "-" : "") + digits_;
}

std::strong_ordering operator<=>(const Integer& a, const Integer& b) {
  if (a.negative_ != b.negative_) {
    return b.negative_ <=> a.negative_;
  }
  const std::string& low = a.negative_ ? b.digits_ : a.digits_;
  const std::string& high = a.negative_ ? a.digits_ : b.digits_;
  const auto by_length = low.size() <=> high.size();
  return by_length != std::strong_ordering::equal ? by_length : low <=> high;
}

std::optional<Integer> python_int(std::string_view text) {
  // What Python converts at most; it keeps the time for conversion, which is quadratic, in bounds.
  constexpr std::size_t longest_number = 4300;
  text = utf8::trimmed(text);
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) {
    text.remove_prefix(1);
  }
  const bool lone_underscore =
      text.starts_with('_') || text.ends_with('_') || text.find("__") != std::string_view::npos;
  std::string digits(text);
  std::erase(digits, '_');
  const bool whole = !digits.empty() && digits.size() <= longest_number && !lone_underscore &&
                     digits.find_first_not_of("0123456789") == std::string::npos;
  return whole ? std::optional(Integer::parse(digits, 10, negative)) : std::nullopt;
}

} // namespace confiture
