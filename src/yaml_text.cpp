#include "yaml_text.hpp"

#include "utf8.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace confiture::yaml {

namespace {

Position position_at(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const auto lines = std::count(before.begin(), before.end(), '\n');
  const std::size_t line_start = before.rfind('\n') + 1; // npos + 1 is 0
  return {static_cast<int>(lines) + 1, static_cast<int>(offset - line_start) + 1};
}

std::string with_newlines(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r') {
      out += text[i];
    } else if (i + 1 == text.size() || text[i + 1] != '\n') {
      out += '\n';
    }
  }
  return out;
}

/// The characters that YAML 1.1 calls printable, as far as well-formed UTF-8 can hold others.
bool is_allowed(char32_t c) {
  return c == '\t' || c == '\n' || c == 0x85 || (c >= 0x20 && c < 0x7F) ||
         (c >= 0xA0 && c != 0xFFFE && c != 0xFFFF);
}

void check_characters(std::string_view text) {
  for (std::size_t offset = 0; offset < text.size();) {
    const utf8::Decoded next = utf8::decode(text.substr(offset));
    if (!next.valid) {
      throw SyntaxError(
          position_at(text, offset),
          fmt::format("byte 0x{:02x} is not UTF-8", static_cast<unsigned>(next.code_point)));
    }
    if (!is_allowed(next.code_point)) {
      throw SyntaxError(position_at(text, offset),
                        fmt::format("the character U+{:04X} is not allowed",
                                    static_cast<unsigned>(next.code_point)));
    }
    offset += next.length;
  }
}

/// Walks over tokens just closely enough to tell a tab between them from one inside a quoted
/// scalar, a comment or a block scalar.
class TabSearch {
public:
  explicit TabSearch(std::string_view text) : text_(text) {}

  /// The offset of the first tab that stands between tokens, or npos.
  std::size_t run() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\t') {
        return at_;
      }
      if (c == ' ' || c == '\n' || is_indicator()) {
        ++at_;
      } else if (c == '#') {
        at_ = line_end();
      } else if (c == '"' || c == '\'') {
        skip_quoted(c);
      } else if (c == '|' || c == '>') {
        skip_block_scalar();
      } else {
        skip_word();
      }
    }
    return std::string_view::npos;
  }

private:
  [[nodiscard]] std::size_t line_end() const {
    return std::min(text_.find('\n', at_), text_.size());
  }

  /// Whether what follows starts a new token: `- `, `? `, `: ` and the brackets of flow style.
  [[nodiscard]] bool is_indicator() const {
    constexpr std::string_view flow = "[]{},";
    constexpr std::string_view block = "-?:";
    const char c = text_[at_];
    const bool before_space =
        at_ + 1 == text_.size() ||
        std::string_view(" \t\n").find(text_[at_ + 1]) != std::string_view::npos;
    return flow.find(c) != std::string_view::npos ||
           (before_space && block.find(c) != std::string_view::npos);
  }

  void skip_quoted(char quote) {
    for (++at_; at_ < text_.size() && text_[at_] != quote; ++at_) {
      if (quote == '"' && text_[at_] == '\\') {
        ++at_;
      }
    }
    ++at_;
  }

  /// The header's line, then every line that is blank or indented deeper than the header's.
  void skip_block_scalar() {
    const std::size_t header = text_.rfind('\n', at_) + 1; // npos + 1 is 0
    const std::size_t parent = indentation(header);
    at_ = line_end();
    while (at_ < text_.size()) {
      const std::size_t next = at_ + 1;
      const std::size_t indent = indentation(next);
      const bool blank = next + indent >= text_.size() || text_[next + indent] == '\n';
      if (!blank && indent <= parent) {
        break;
      }
      at_ = std::min(text_.find('\n', next), text_.size());
    }
  }

  [[nodiscard]] std::size_t indentation(std::size_t line) const {
    const std::size_t content = std::min(text_.find_first_not_of(' ', line), text_.size());
    return content < line ? 0 : content - line;
  }

  /// A plain scalar's word, an anchor, an alias or a tag: up to white space or what can end it.
  void skip_word() {
    for (++at_; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == ' ' || c == '\t' || c == '\n' || c == ',' || c == ']' || c == '}' ||
          (c == ':' && is_indicator())) {
        return;
      }
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

} // namespace

std::string prepare(std::string_view text) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark)) {
    text.remove_prefix(byte_order_mark.size());
  }
  std::string prepared = with_newlines(text);
  check_characters(prepared);
  if (const std::size_t tab = TabSearch(prepared).run(); tab != std::string_view::npos) {
    throw SyntaxError(position_at(prepared, tab), "a tab between values; YAML takes spaces only");
  }
  return prepared;
}

} // namespace confiture::yaml
