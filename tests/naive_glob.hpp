#pragma once

#include "utf8.hpp"

#include <algorithm>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace confiture::testing {

/// The patterns of `include` and `exclude` as the rules are written (reference, section 3), by
/// trying everything: in time exponential in the number of stars.
class NaiveGlob {
public:
  /// A pattern that is an error: it climbs, or has a range that goes down.
  struct Refused : std::runtime_error {
    using std::runtime_error::runtime_error;
  };

  /// Throws Refused.
  explicit NaiveGlob(std::string_view text) {
    std::u32string pattern = stripped(characters_of(text));
    if (pattern.starts_with('/')) {
      pattern.erase(0, 1);
    }
    if (pattern.empty()) {
      return;
    }
    if (pattern.ends_with('/')) {
      pattern += U"**";
    }
    if (pattern.find('/') == std::u32string::npos) {
      pattern.insert(0, U"**/");
    }
    for (std::u32string& component : split(pattern)) {
      if (component == U"..") {
        throw Refused("it climbs");
      }
      if (component != U"**" || components_.empty() || components_.back() != U"**") {
        components_.push_back(std::move(component));
      }
    }
    for (const std::u32string& component : components_) {
      require_classes(component);
    }
  }

  /// Whether it has a class with a backslash: what that means, this model does not know.
  [[nodiscard]] bool has_escape() const { return has_escape_; }

  [[nodiscard]] bool matches(std::string_view path) const {
    return !components_.empty() && matches_from(0, characters_of(path));
  }

private:
  using View = std::u32string_view;

  /// A `[…]`, from bracket to bracket.
  struct Class {
    std::size_t length = 0; ///< 0 where it is never closed
    View members;
    bool is_negated = false;
  };

  static std::u32string characters_of(std::string_view text) {
    std::u32string characters;
    while (!text.empty()) {
      const utf8::Decoded next = utf8::decode(text);
      characters += next.valid ? next.code_point : 0xDC00 + next.code_point;
      text.remove_prefix(next.length);
    }
    return characters;
  }

  static std::u32string stripped(const std::u32string& text) {
    const auto is_blank = [](char32_t c) { return utf8::is_blank(c) || (c >= 0x1C && c <= 0x1F); };
    const auto begin = std::find_if_not(text.begin(), text.end(), is_blank);
    const auto end = std::find_if_not(text.rbegin(), text.rend(), is_blank).base();
    return begin < end ? std::u32string(begin, end) : std::u32string();
  }

  static std::vector<std::u32string> split(const std::u32string& text) {
    std::vector<std::u32string> parts(1);
    for (const char32_t c : text) {
      if (c == '/') {
        parts.emplace_back();
      } else {
        parts.back() += c;
      }
    }
    return parts;
  }

  static Class class_at(View pattern) {
    std::size_t begin = 1;
    const bool is_negated = pattern.size() > 1 && (pattern[1] == '!' || pattern[1] == '^');
    begin += is_negated ? 1 : 0;
    const std::size_t end = pattern.find(']', begin + 1); // a bracket in front stands for itself
    if (end == View::npos) {
      return {};
    }
    return {end + 1, pattern.substr(begin, end - begin), is_negated};
  }

  static bool is_range(View members) { return members.size() > 2 && members[1] == '-'; }

  static bool goes_down(View members) {
    for (; !members.empty(); members.remove_prefix(is_range(members) ? 3 : 1)) {
      if (is_range(members) && members[2] < members[0]) {
        return true;
      }
    }
    return false;
  }

  void require_classes(View pattern) {
    while (!pattern.empty()) {
      const Class found = pattern.front() == '[' ? class_at(pattern) : Class();
      if (found.members.find('\\') != View::npos) {
        has_escape_ = true;
      } else if (goes_down(found.members)) {
        throw Refused("a range goes down");
      }
      pattern.remove_prefix(std::max<std::size_t>(found.length, 1));
    }
  }

  [[nodiscard]] bool matches_from(std::size_t component, View path) const {
    const bool is_last = component + 1 == components_.size();
    const View pattern = components_[component];
    if (pattern == U"**" && is_last) {
      return path.find('\n') == View::npos;
    }
    if (pattern == U"**") {
      if (matches_from(component + 1, path)) {
        return true;
      }
      const std::size_t slash = path.find('/');
      return slash != View::npos && slash > 0 && matches_from(component, path.substr(slash + 1));
    }
    // Where the component may end: anywhere, for a class may take a slash.
    for (std::size_t end = 0; end <= path.size(); ++end) {
      const bool may_end = is_last ? end == path.size() : end < path.size() && path[end] == '/';
      if (may_end && name_matches(pattern, path.substr(0, end)) &&
          (is_last || matches_from(component + 1, path.substr(end + 1)))) {
        return true;
      }
    }
    return false;
  }

  static bool name_matches(View pattern, View name) {
    if (pattern.empty()) {
      return name.empty();
    }
    if (pattern.front() == '*') {
      return name_matches(pattern.substr(1), name) ||
             (!name.empty() && name.front() != '/' && name_matches(pattern, name.substr(1)));
    }
    if (name.empty()) {
      return false;
    }
    if (pattern.front() == '[') {
      if (const Class found = class_at(pattern); found.length > 0) {
        return holds(found.members, name.front()) != found.is_negated &&
               name_matches(pattern.substr(found.length), name.substr(1));
      }
    }
    const bool is_taken =
        pattern.front() == '?' ? name.front() != '/' : name.front() == pattern.front();
    return is_taken && name_matches(pattern.substr(1), name.substr(1));
  }

  static bool holds(View members, char32_t c) {
    for (; !members.empty(); members.remove_prefix(is_range(members) ? 3 : 1)) {
      const char32_t last = members[is_range(members) ? 2 : 0];
      if (members.front() <= c && c <= last) {
        return true;
      }
    }
    return false;
  }

  std::vector<std::u32string> components_;
  bool has_escape_ = false;
};

} // namespace confiture::testing
