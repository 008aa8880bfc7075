#pragma once

#include <string>
#include <string_view>

namespace confiture::cli {

/// Colours by meaning, for terminals (ECMA-48, section 8.3.117); without them text stays as it is.
class Style {
public:
  explicit Style(bool is_colored = false) : is_colored_(is_colored) {}

  [[nodiscard]] std::string success(std::string_view text) const { return in("1;32", text); }
  [[nodiscard]] std::string warning(std::string_view text) const { return in("1;33", text); }
  [[nodiscard]] std::string error(std::string_view text) const { return in("1;31", text); }
  [[nodiscard]] std::string hint(std::string_view text) const { return in("36", text); }
  [[nodiscard]] std::string aside(std::string_view text) const { return in("2", text); }

private:
  [[nodiscard]] std::string in(std::string_view code, std::string_view text) const {
    return is_colored_ ? std::string("\x1b[").append(code).append("m").append(text) + "\x1b[0m"
                       : std::string(text);
  }

  bool is_colored_;
};

} // namespace confiture::cli
