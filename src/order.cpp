#include "order.hpp"

#include <confiture/integer.hpp>

#include <algorithm>
#include <charconv>
#include <compare>
#include <cstdint>
#include <numeric>
#include <unordered_set>

namespace confiture {

namespace {

constexpr std::string_view hex_digits = "0123456789abcdefABCDEF";
constexpr std::string_view hex_letters = "abcdefABCDEF";
constexpr std::string_view decimal_digits = "0123456789";

/// The digits before the first underscore, or nothing for a name without a number.
std::string_view number_of(std::string_view name) {
  const std::size_t end = name.find_first_not_of(hex_digits);
  if (end == 0 || end == std::string_view::npos || name[end] != '_') {
    return {};
  }
  const std::string_view digits = name.substr(0, end);
  return digits.find_first_of(decimal_digits) == std::string_view::npos ? std::string_view()
                                                                        : digits;
}

bool has_hex_letter(std::string_view digits) {
  return digits.find_first_of(hex_letters) != std::string_view::npos;
}

std::string_view without_leading_zeros(std::string_view digits) {
  return digits.substr(std::min(digits.find_first_not_of('0'), digits.size()));
}

/// Compares two numbers of any length, each written in its own base.
std::strong_ordering
compare_numbers(std::string_view a, unsigned base_a, std::string_view b, unsigned base_b) {
  a = without_leading_zeros(a);
  b = without_leading_zeros(b);
  constexpr std::size_t always_fits = 16; // digits, in base 16 or below, of 64 bits
  if (a.size() <= always_fits && b.size() <= always_fits) {
    std::uint64_t value_a = 0;
    std::uint64_t value_b = 0;
    std::from_chars(a.data(), a.data() + a.size(), value_a, static_cast<int>(base_a));
    std::from_chars(b.data(), b.data() + b.size(), value_b, static_cast<int>(base_b));
    return value_a <=> value_b;
  }
  return Integer::parse(a, base_a) <=> Integer::parse(b, base_b);
}

/// Numbered order over a set of paths.
class NumberedOrder {
public:
  explicit NumberedOrder(const std::vector<std::string_view>& paths) {
    for (const std::string_view path : paths) {
      for (std::size_t start = 1; start <= path.size();) {
        const std::size_t end = std::min(path.find('/', start), path.size());
        if (has_hex_letter(number_of(path.substr(start, end - start)))) {
          hex_directories_.insert(path.substr(0, start));
        }
        start = end + 1;
      }
    }
  }

  [[nodiscard]] bool before(std::string_view a, std::string_view b) const {
    std::size_t start_a = common_directory_length(a, b);
    std::size_t start_b = start_a;
    while (start_a < a.size() && start_b < b.size()) {
      const std::size_t end_a = std::min(a.find('/', start_a), a.size());
      const std::size_t end_b = std::min(b.find('/', start_b), b.size());
      const auto order = compare_names(a.substr(start_a, end_a - start_a),
                                       base_in(a.substr(0, start_a)),
                                       b.substr(start_b, end_b - start_b),
                                       base_in(b.substr(0, start_b)));
      if (order != std::strong_ordering::equal) {
        return order == std::strong_ordering::less;
      }
      start_a = end_a + 1;
      start_b = end_b + 1;
    }
    const bool a_ended = start_a >= a.size();
    const bool b_ended = start_b >= b.size();
    return a_ended != b_ended ? a_ended : comes_before(a, b);
  }

private:
  /// The length of the directories, slash included, that both paths start with.
  static std::size_t common_directory_length(std::string_view a, std::string_view b) {
    const auto differ = std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first;
    const auto same = static_cast<std::size_t>(differ - a.begin());
    return same == 0 ? 0 : a.rfind('/', same - 1) + 1;
  }

  /// `directory` ends in a slash.
  [[nodiscard]] unsigned base_in(std::string_view directory) const {
    return !hex_directories_.empty() && hex_directories_.contains(directory) ? 16 : 10;
  }

  static std::strong_ordering
  compare_names(std::string_view a, unsigned base_a, std::string_view b, unsigned base_b) {
    const std::string_view number_a = number_of(a);
    const std::string_view number_b = number_of(b);
    if (number_a.empty() || number_b.empty()) {
      const auto by_kind = number_a.empty() <=> number_b.empty();
      return by_kind != std::strong_ordering::equal ? by_kind : a <=> b;
    }
    const auto by_value = compare_numbers(number_a, base_a, number_b, base_b);
    return by_value != std::strong_ordering::equal
               ? by_value
               : a.substr(number_a.size() + 1) <=> b.substr(number_b.size() + 1);
  }

  std::unordered_set<std::string_view> hex_directories_; ///< with their final slash
};

} // namespace

bool comes_before(std::string_view a, std::string_view b) {
  const auto [in_a, in_b] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  if (in_a == a.end() || in_b == b.end()) {
    return in_a == a.end() && in_b != b.end();
  }
  // A component that ends is less than one that goes on, so the slash is the lowest of all.
  if (*in_a == '/' || *in_b == '/') {
    return *in_a == '/';
  }
  return static_cast<unsigned char>(*in_a) < static_cast<unsigned char>(*in_b);
}

bool is_numbered(std::string_view name) {
  return !number_of(name).empty();
}

std::vector<std::size_t> numbered_order(const std::vector<std::string_view>& paths) {
  const NumberedOrder order(paths);
  std::vector<std::size_t> positions(paths.size());
  std::iota(positions.begin(), positions.end(), std::size_t{0});
  std::sort(positions.begin(), positions.end(), [&](std::size_t a, std::size_t b) {
    return order.before(paths[a], paths[b]);
  });
  return positions;
}

} // namespace confiture
