#include "glob_class.hpp"

#include "utf8.hpp"

#include <algorithm>
#include <optional>

namespace confiture {

namespace {

constexpr char32_t last_code_point = 0x10FFFF;

using Range = std::pair<char32_t, char32_t>;

/// One member of a class: a character, which may begin or end a range, or a set such as `\d`.
struct Item {
  std::vector<Range> ranges;
  bool is_set = false;
};

std::vector<Range> complement(const std::vector<Range>& sorted) {
  std::vector<Range> out;
  char32_t next = 0;
  for (const auto& [first, last] : sorted) {
    if (first > next) {
      out.emplace_back(next, first - 1);
    }
    next = last + 1;
  }
  out.emplace_back(next, last_code_point);
  return out;
}

std::vector<Range> digits() {
  return {{'0', '9'}};
}

std::vector<Range> spaces() {
  return {{'\t', '\r'}, {0x1C, 0x1F}, {' ', ' '}};
}

std::vector<Range> words() {
  return {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
}

std::optional<std::vector<Range>> named_set(char letter) {
  switch (letter) {
  case 'd':
    return digits();
  case 'D':
    return complement(digits());
  case 's':
    return spaces();
  case 'S':
    return complement(spaces());
  case 'w':
    return words();
  case 'W':
    return complement(words());
  default:
    return std::nullopt;
  }
}

std::optional<char32_t> control_escape(char letter) {
  switch (letter) {
  case 'a':
    return '\a';
  case 'b':
    return '\b';
  case 'f':
    return '\f';
  case 'n':
    return '\n';
  case 'r':
    return '\r';
  case 't':
    return '\t';
  case 'v':
    return '\v';
  default:
    return std::nullopt;
  }
}

/// Reads the members of a class from left to right.
class ClassParser {
public:
  explicit ClassParser(std::string_view rest) : rest_(rest) {}

  [[nodiscard]] bool at_end() const { return rest_.empty(); }

  /// Whether a `-` follows that joins two characters, rather than standing for itself at the end.
  [[nodiscard]] bool at_range() const { return rest_.size() > 1 && rest_.front() == '-'; }

  void skip_dash() { rest_.remove_prefix(1); }

  Item next() {
    const char32_t c = take();
    return c == '\\' ? escape() : Item{{{c, c}}};
  }

private:
  char32_t take() {
    if (rest_.empty()) {
      throw BadCharacterClass("it ends after a backslash");
    }
    const utf8::Decoded decoded = utf8::decode(rest_);
    rest_.remove_prefix(decoded.length);
    // Python reads a byte that is not UTF-8 as a lone surrogate.
    return decoded.valid ? decoded.code_point : 0xDC00 + decoded.code_point;
  }

  Item escape() {
    const char32_t c = take();
    const char letter = c < 0x80 ? static_cast<char>(c) : '\0';
    if (auto ranges = named_set(letter)) {
      return {std::move(*ranges), true};
    }
    if (const auto control = control_escape(letter)) {
      return single(*control);
    }
    if (letter == 'x' || letter == 'u' || letter == 'U') {
      return single(number(16, letter == 'x' ? 2 : letter == 'u' ? 4 : 8, 0));
    }
    if (letter >= '0' && letter <= '7') {
      return single(number(8, 2, static_cast<char32_t>(letter - '0')));
    }
    const bool reserved = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                          letter == '8' || letter == '9';
    if (reserved) {
      throw BadCharacterClass(std::string("it holds the unknown escape \\") + letter);
    }
    return single(c);
  }

  static Item single(char32_t c) { return {{{c, c}}}; }

  /// Digits of an escape: exactly `digits` in base 16, at most that many in base 8.
  char32_t number(char32_t base, int digits, char32_t value) {
    for (int i = 0; i < digits; ++i) {
      const int digit = rest_.empty() ? -1 : digit_value(rest_.front());
      if (digit < 0 || static_cast<char32_t>(digit) >= base) {
        if (base == 8) {
          break;
        }
        throw BadCharacterClass("it holds an incomplete escape");
      }
      value = value * base + static_cast<char32_t>(digit);
      rest_.remove_prefix(1);
    }
    if (value > (base == 8 ? 0377 : last_code_point)) {
      throw BadCharacterClass("it holds an escape for no character");
    }
    return value;
  }

  static int digit_value(char c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    const char folded = static_cast<char>(c | 0x20);
    return folded >= 'a' && folded <= 'f' ? folded - 'a' + 10 : -1;
  }

  std::string_view rest_;
};

} // namespace

CharacterClass CharacterClass::parse(std::string_view content) {
  CharacterClass result;
  if (content.starts_with('^')) {
    result.negated_ = true;
    content.remove_prefix(1);
  }
  ClassParser parser(content);
  while (!parser.at_end()) {
    Item item = parser.next();
    if (parser.at_range()) {
      parser.skip_dash();
      const Item last = parser.next();
      if (item.is_set || last.is_set || item.ranges[0].first > last.ranges[0].first) {
        throw BadCharacterClass("it holds a range that ends before it begins, or of sets");
      }
      item.ranges = {{item.ranges[0].first, last.ranges[0].first}};
    }
    result.ranges_.insert(result.ranges_.end(), item.ranges.begin(), item.ranges.end());
  }
  return result;
}

bool CharacterClass::contains(char32_t c) const {
  const bool listed = std::any_of(ranges_.begin(), ranges_.end(), [c](const Range& range) {
    return range.first <= c && c <= range.second;
  });
  return listed != negated_;
}

} // namespace confiture
