#include <confiture/integer.hpp>

#include <algorithm>

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
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
  std::string places; // decimal values, the lowest first
  for (const char digit : digits) {
    unsigned carry = digit_value(digit);
    for (char& place : places) {
      const unsigned value = static_cast<unsigned>(place) * base + carry;
      place = static_cast<char>(value % 10);
      carry = value / 10;
    }
    for (; carry > 0; carry /= 10) {
      places += static_cast<char>(carry % 10);
    }
  }
  Integer integer;
  integer.digits_.assign(places.rbegin(), places.rend());
  for (char& place : integer.digits_) {
    place = static_cast<char>(place + '0');
  }
  integer.negative_ = negative && !integer.digits_.empty();
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

} // namespace confiture
