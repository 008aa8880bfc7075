#include "secret.hpp"

#include <confiture/error.hpp>

#include <algorithm>
#include <array>

namespace confiture {

namespace {

constexpr std::size_t npos = std::string_view::npos;
constexpr std::string_view mask = "***";
constexpr std::string_view scheme_end = "://";

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Where the value of a setting such as `password=`, `sslpassword = ` or `"pwd": ` begins, or npos.
std::size_t password_setting(std::string_view value) {
  constexpr std::string_view between = "abcdefghijklmnopqrstuvwxyz_ \t\"'";
  std::string text(value.size(), '\0');
  std::transform(value.begin(), value.end(), text.begin(), lower);
  std::size_t first = npos;
  for (const std::string_view word : {"pass", "pwd"}) {
    for (std::size_t at = text.find(word); at != npos; at = text.find(word, at + 1)) {
      const std::size_t end = text.find_first_not_of(between, at);
      if (end != npos && (text[end] == '=' || text[end] == ':')) {
        first = std::min(first, end + 1);
      }
    }
  }
  return first;
}

} // namespace

std::string without_password(std::string_view value) {
  std::string shown(value);
  const std::size_t colon = shown.find(':');
  const std::size_t at = shown.rfind('@');
  const std::size_t scheme = shown.find(scheme_end);
  if (at != npos && colon < at) {
    shown.replace(colon + 1, at - colon - 1, mask);
  } else if (scheme != npos) {
    shown.replace(scheme + scheme_end.size(), npos, mask);
  }
  if (const std::size_t setting = password_setting(shown); setting != npos) {
    shown.replace(setting, npos, mask);
  }
  return shown;
}

std::string quotable(std::string_view value) {
  return printable(without_password(value));
}

bool is_database_address(std::string_view value) {
  return value.find(scheme_end) != npos ||
         (value.starts_with("postgres") && value.find('@') != npos) ||
         password_setting(value) != npos;
}

} // namespace confiture
