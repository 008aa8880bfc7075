#pragma once

#include "path.hpp"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace confiture::testing {

/// Numbered order as sorting by the reference's key (section 4): per component, whether it has no
/// number, the number, the rest; then the components themselves.
class NaiveOrder {
public:
  using Paths = std::vector<std::string>;

  explicit NaiveOrder(const Paths& paths) {
    for (const std::string& path : paths) {
      const auto parts = components_of(path);
      for (std::size_t i = 0; i < parts.size(); ++i) {
        const std::string digits = digits_of(parts[i]);
        if (digits.find_first_of("abcdefABCDEF") != std::string::npos) {
          hex_parents_.emplace(parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(i));
        }
      }
    }
  }

  [[nodiscard]] Paths sorted(Paths paths) const {
    std::sort(paths.begin(), paths.end(), [this](const auto& a, const auto& b) {
      return key(a) < key(b);
    });
    return paths;
  }

private:
  /// A number's decimal digits behind their count, which compares like the number.
  using Number = std::pair<std::size_t, std::string>;
  using ComponentKey = std::tuple<int, Number, std::string>;
  using Key = std::pair<std::vector<ComponentKey>, Paths>;

  static Paths components_of(const std::string& path) {
    const auto parts = path::components(path);
    return {parts.begin(), parts.end()};
  }

  static std::string digits_of(const std::string& name) {
    const std::size_t underscore = name.find('_');
    if (underscore == std::string::npos) {
      return {};
    }
    const std::string digits = name.substr(0, underscore);
    const bool all_hex = digits.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
    return all_hex && digits.find_first_of("0123456789") != std::string::npos ? digits : "";
  }

  static Number number(const std::string& digits, int base) {
    std::string value; // in decimal, lowest digit first
    for (const char digit : digits) {
      int carry = std::stoi(std::string(1, digit), nullptr, 16);
      for (char& place : value) {
        carry += (place - '0') * base;
        place = static_cast<char>('0' + carry % 10);
        carry /= 10;
      }
      for (; carry > 0; carry /= 10) {
        value += static_cast<char>('0' + carry % 10);
      }
    }
    return {value.size(), {value.rbegin(), value.rend()}};
  }

  [[nodiscard]] Key key(const std::string& path) const {
    const Paths parts = components_of(path);
    std::vector<ComponentKey> keys;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const std::string digits = digits_of(parts[i]);
      const Paths parent(parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(i));
      if (digits.empty()) {
        keys.emplace_back(1, Number(), parts[i]);
      } else {
        keys.emplace_back(0,
                          number(digits, hex_parents_.contains(parent) ? 16 : 10),
                          parts[i].substr(digits.size() + 1));
      }
    }
    return {keys, parts};
  }

  std::set<Paths> hex_parents_;
};

} // namespace confiture::testing
