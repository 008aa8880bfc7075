#include "yaml_value.hpp"

#include "utf8.hpp"
#include "yaml_timestamp.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <limits>
#include <string>

namespace confiture::yaml {

namespace {

constexpr std::size_t longest_number = 4300; // digits; what Python takes in base 10

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return out;
}

std::optional<bool> boolean(std::string_view text) {
  const std::string word = lower(text);
  if (word == "yes" || word == "true" || word == "on") {
    return true;
  }
  if (word == "no" || word == "false" || word == "off") {
    return false;
  }
  return std::nullopt;
}

/// A number without its underscores, and its sign apart.
struct SignedDigits {
  bool negative;
  std::string digits;
};

SignedDigits signed_digits(std::string_view text) {
  SignedDigits number{false, std::string(text)};
  std::erase(number.digits, '_');
  if (!number.digits.empty() && (number.digits[0] == '-' || number.digits[0] == '+')) {
    number.negative = number.digits[0] == '-';
    number.digits.erase(0, 1);
  }
  return number;
}

std::optional<Integer> integer_in_base(std::string_view digits, unsigned base) {
  constexpr std::string_view all = "0123456789abcdef";
  const bool whole = !digits.empty() && digits.size() <= longest_number &&
                     lower(digits).find_first_not_of(all.substr(0, base)) == std::string::npos;
  return whole ? std::optional(Integer::parse(digits, base)) : std::nullopt;
}

/// `1:30` is 90.
std::optional<Integer> sexagesimal_integer(std::string_view digits) {
  std::size_t end = digits.find(':');
  std::optional<Integer> value = integer_in_base(digits.substr(0, end), 10);
  while (value && end != std::string_view::npos && digits.size() <= longest_number) {
    digits.remove_prefix(end + 1);
    end = digits.find(':');
    const std::string_view part = digits.substr(0, end);
    unsigned group = 0;
    const auto [stop, failure] = std::from_chars(part.data(), part.data() + part.size(), group);
    if (failure != std::errc() || stop != part.data() + part.size()) {
      return std::nullopt;
    }
    value->append_digit(60, group);
  }
  return value;
}

std::optional<Integer> unsigned_integer(std::string_view digits) {
  if (digits.starts_with("0b")) {
    return integer_in_base(digits.substr(2), 2);
  }
  if (digits.starts_with("0x")) {
    return integer_in_base(digits.substr(2), 16);
  }
  if (digits.starts_with('0')) {
    const bool has_prefix = digits.starts_with("0o") || digits.starts_with("0O");
    return integer_in_base(digits.substr(has_prefix ? 2 : 0), 8);
  }
  return digits.find(':') == std::string_view::npos ? python_int(digits)
                                                    : sexagesimal_integer(digits);
}

std::optional<Integer> integer(std::string_view text) {
  const SignedDigits number = signed_digits(text);
  const std::optional<Integer> value = unsigned_integer(number.digits);
  return value && number.negative ? std::optional(value->negated()) : value;
}

/// Python's `float()`.
std::optional<double> python_float(std::string_view text) {
  const std::string number(utf8::trimmed(text));
  const std::size_t sign = number.starts_with('-') || number.starts_with('+') ? 1 : 0;
  const std::string word = number.substr(sign);
  const bool is_word = word == "inf" || word == "infinity" || word == "nan";
  if (number.empty() ||
      (!is_word && number.find_first_not_of("0123456789.e+-") != std::string::npos)) {
    return std::nullopt;
  }
  char* end = nullptr;
  const double value = std::strtod(number.c_str(), &end);
  return *end == '\0' ? std::optional(value) : std::nullopt;
}

/// `1:30.5` is 90.5.
std::optional<double> unsigned_real(std::string_view digits) {
  if (digits == ".inf") {
    return std::numeric_limits<double>::infinity();
  }
  if (digits == ".nan") {
    return std::numeric_limits<double>::quiet_NaN();
  }
  double value = 0;
  double base = 1;
  for (;;) {
    const std::size_t colon = digits.rfind(':');
    const std::optional<double> part = python_float(digits.substr(colon + 1)); // npos + 1 is 0
    if (!part) {
      return std::nullopt;
    }
    value += *part * base;
    if (colon == std::string_view::npos) {
      return value;
    }
    base *= 60;
    digits.remove_suffix(digits.size() - colon);
  }
}

std::optional<double> real(std::string_view text) {
  const SignedDigits number = signed_digits(lower(text));
  const std::optional<double> value = unsigned_real(number.digits);
  return value && number.negative ? std::optional(-*value) : value;
}

} // namespace

std::optional<Node> construct(Kind kind, std::string_view text) {
  Node node;
  node.kind = kind;
  node.text = text;
  const auto with = [&](const auto& value, auto& member) -> std::optional<Node> {
    if (!value) {
      return std::nullopt;
    }
    member = *value;
    return node;
  };
  switch (kind) {
  case Kind::Null:
  case Kind::Text:
    return node;
  case Kind::Boolean:
    return with(boolean(text), node.boolean);
  case Kind::Integer:
    return with(integer(text), node.integer);
  case Kind::Real:
    return with(real(text), node.real);
  case Kind::Date: {
    const std::optional<Timestamp> stamp = parse_timestamp(text);
    return stamp && stamp->exists() ? std::optional(node) : std::nullopt;
  }
  case Kind::Sequence:
  case Kind::Mapping:
    break;
  }
  return std::nullopt;
}

} // namespace confiture::yaml
