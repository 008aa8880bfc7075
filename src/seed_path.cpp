#include "seed_path.hpp"

#include "path.hpp"

#include <algorithm>
#include <string>

namespace confiture {

namespace {

/// Whether a path component has `seed` or `seeds` as a whole word between `_`, `-` and its ends.
bool names_seeds(std::string_view component) {
  const auto is_boundary = [](char c) { return c == '_' || c == '-'; };
  std::string text(component);
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  constexpr std::string_view word = "seed";
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    std::size_t end = at + word.size();
    if (end < text.size() && text[end] == 's') {
      ++end;
    }
    if ((at == 0 || is_boundary(text[at - 1])) && (end == text.size() || is_boundary(text[end]))) {
      return true;
    }
  }
  return false;
}

} // namespace

bool is_seed_path(std::string_view path) {
  const auto parts = path::components(path);
  return std::any_of(parts.begin(), parts.end(), names_seeds);
}

std::string_view path_below_seeds(std::string_view path) {
  const auto parts = path::components(path);
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    if (names_seeds(parts[i])) {
      return path.substr(static_cast<std::size_t>(parts[i + 1].data() - path.data()));
    }
  }
  return path::file_name(path);
}

} // namespace confiture
