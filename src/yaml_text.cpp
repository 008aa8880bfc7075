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
  return {static_cast<int>(lines) + 1,
          static_cast<int>(offset - line_start) + 1,
          static_cast<int>(offset)};
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
/// scalar, a comment or a block scalar, and to see a quote that is never closed. Throws SyntaxError
/// for either.
class TokenWalk {
public:
  explicit TokenWalk(std::string_view text) : text_(text) {}

  void run() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\t') {
        throw SyntaxError(position_at(text_, at_), "a tab between values; YAML takes spaces only");
      }
      if (c == '\n') {
        take_line_end();
      } else if (c == ' ') {
        ++at_;
      } else if (c == '#') {
        at_ = line_end();
      } else {
        take_token(c);
      }
    }
  }

private:
  void take_line_end() {
    ++at_;
    if (in_block_scalar_) {
      skip_block_scalar();
      in_block_scalar_ = false;
    }
  }

  void take_token(char c) {
    const bool continues_plain = after_plain_;
    after_plain_ = false;
    if ((c == '"' || c == '\'') && !(continues_plain && !closes_on_this_line(c))) {
      skip_quoted(c);
    } else if (is_indicator()) {
      take_indicator(c);
    } else if ((c == '|' || c == '>') && flow_depth_ == 0) {
      in_block_scalar_ = true;
      block_parent_ = indentation(text_.rfind('\n', at_) + 1); // npos + 1 is 0
      at_ = std::min(text_.find_first_of(" \t\n", at_), text_.size());
    } else if (c == '&' || c == '*' || c == '!') {
      at_ = std::min(text_.find_first_of(" \t\n,]}", at_), text_.size());
    } else {
      skip_plain();
      after_plain_ = true;
    }
  }

  [[nodiscard]] std::size_t line_end() const {
    return std::min(text_.find('\n', at_), text_.size());
  }

  /// Whether this starts no scalar: `- `, `? `, `: `, and in flow style brackets and commas.
  [[nodiscard]] bool is_indicator() const {
    const char c = text_[at_];
    if (c == '[' || c == '{') {
      return true;
    }
    const bool in_flow = flow_depth_ > 0;
    return (in_flow && (c == ']' || c == '}' || c == ',')) ||
           ((c == '-' || c == '?' || c == ':') && ends_word(at_ + 1)) || (in_flow && c == ':');
  }

  void take_indicator(char c) {
    flow_depth_ += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
    ++at_;
  }

  /// Whether white space or the end stands at an offset.
  [[nodiscard]] bool ends_word(std::size_t offset) const {
    return offset >= text_.size() || text_[offset] == ' ' || text_[offset] == '\t' ||
           text_[offset] == '\n';
  }

  [[nodiscard]] bool closes_on_this_line(char quote) const {
    return text_.find(quote, at_ + 1) < line_end();
  }

  void skip_quoted(char quote) {
    const std::size_t start = at_;
    for (++at_; at_ < text_.size() && text_[at_] != quote; ++at_) {
      if (quote == '"' && text_[at_] == '\\') {
        ++at_;
      }
    }
    if (at_ >= text_.size()) {
      throw SyntaxError(position_at(text_, start), "a quote that is never closed");
    }
    ++at_;
  }

  /// A plain scalar ends with its line, at `: `, ` #` or a tab, and in flow style at a bracket or
  /// comma.
  void skip_plain() {
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      const bool ends =
          c == '\n' || c == '\t' || (c == ':' && ends_word(at_ + 1)) ||
          (c == '#' && text_[at_ - 1] == ' ') ||
          (flow_depth_ > 0 && std::string_view(",[]{}").find(c) != std::string_view::npos);
      if (ends) {
        return;
      }
    }
  }

  /// Every line that is blank or indented deeper than the line of the header.
  void skip_block_scalar() {
    while (at_ < text_.size()) {
      const std::size_t indent = indentation(at_);
      const bool blank = at_ + indent >= text_.size() || text_[at_ + indent] == '\n';
      if (!blank && indent <= block_parent_) {
        return;
      }
      at_ = std::min(line_end() + 1, text_.size());
    }
  }

  [[nodiscard]] std::size_t indentation(std::size_t line) const {
    return std::min(text_.find_first_not_of(' ', line), text_.size()) - line;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int flow_depth_ = 0;
  bool after_plain_ = false; ///< a line may continue the scalar before it
  bool in_block_scalar_ = false;
  std::size_t block_parent_ = 0; ///< indentation of the line with its header
};

} // namespace

std::string prepare(std::string_view text) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark)) {
    text.remove_prefix(byte_order_mark.size());
  }
  std::string prepared = with_newlines(text);
  check_characters(prepared);
  TokenWalk(prepared).run();
  return prepared;
}

} // namespace confiture::yaml
