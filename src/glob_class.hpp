#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace confiture {

/// A `[…]` whose content Python's regular expressions would not accept.
class BadCharacterClass : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

/// The content of a `[…]` with the meaning it has in a Python regular expression, into which the
/// reference pastes it: ranges, a leading `^`, and the escapes of that syntax. `\d`, `\s` and `\w`
/// stand for their ASCII characters only.
class CharacterClass {
public:
  /// Reads the text between the brackets, `!` already made `^`. Throws BadCharacterClass.
  static CharacterClass parse(std::string_view content);

  [[nodiscard]] bool contains(char32_t c) const;

private:
  using Range = std::pair<char32_t, char32_t>;

  bool negated_ = false;
  std::vector<Range> ranges_;
};

} // namespace confiture
