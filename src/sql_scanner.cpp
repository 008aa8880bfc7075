#include "sql_scanner.hpp"

#include <algorithm>

namespace confiture {

namespace {

constexpr std::size_t none = std::string_view::npos;

bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

bool is_line_end(char c) {
  return c == '\n' || c == '\r';
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

char lowered(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool starts_word(char c) {
  return (lowered(c) >= 'a' && lowered(c) <= 'z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool continues_tag(char c) {
  return starts_word(c) || is_digit(c);
}

bool continues_word(char c) {
  return continues_tag(c) || c == '$';
}

bool is_operator(char c) {
  return c != '\0' && std::string_view("~!@#^&|`?+-*/%<>=").find(c) != none;
}

} // namespace

bool SqlScanner::next(SqlToken& token) {
  while (position_ < text_.size() && is_space(text_[position_])) {
    ++position_;
  }
  if (position_ >= text_.size()) {
    return false;
  }
  token.begin = position_;
  token.is_open = false;
  token.kind = scan(token);
  token.end = position_;
  return true;
}

SqlTokenKind SqlScanner::scan(SqlToken& token) {
  const char c = text_[position_];
  const char following = at(position_ + 1);
  if (starts_word(c)) {
    return scan_word(token);
  }
  if (c == '\'') {
    return scan_string(token, position_, false);
  }
  if (c == '"') {
    return scan_quoted_identifier(token, position_);
  }
  if (c == '$') {
    return scan_dollar(token);
  }
  if (c == '-' && following == '-') {
    return scan_line_comment();
  }
  if (c == '/' && following == '*') {
    return scan_block_comment(token);
  }
  if (is_digit(c) || (c == '.' && is_digit(following))) {
    return scan_number();
  }
  if (is_operator(c)) {
    return scan_operator();
  }
  ++position_;
  return SqlTokenKind::Symbol;
}

SqlTokenKind SqlScanner::scan_word(SqlToken& token) {
  const char first = lowered(text_[position_]);
  const char following = at(position_ + 1);
  if (following == '\'' && (first == 'e' || first == 'b' || first == 'x' || first == 'n')) {
    return scan_string(token, position_ + 1, first == 'e');
  }
  if (first == 'u' && following == '&') {
    if (at(position_ + 2) == '\'') {
      return scan_string(token, position_ + 2, false);
    }
    if (at(position_ + 2) == '"') {
      return scan_quoted_identifier(token, position_ + 2);
    }
  }
  while (continues_word(at(position_))) {
    ++position_;
  }
  return SqlTokenKind::Word;
}

SqlTokenKind SqlScanner::scan_dollar(SqlToken& token) {
  std::size_t end = position_ + 1;
  if (is_digit(at(end))) {
    while (is_digit(at(end))) {
      ++end;
    }
    position_ = end;
    return SqlTokenKind::Parameter;
  }
  while (continues_tag(at(end))) {
    ++end;
  }
  if (at(end) != '$') {
    ++position_;
    return SqlTokenKind::Symbol;
  }
  const std::string_view delimiter = text_.substr(position_, end + 1 - position_);
  const std::size_t close = text_.find(delimiter, end + 1);
  token.is_open = close == none;
  position_ = token.is_open ? text_.size() : close + delimiter.size();
  return SqlTokenKind::DollarString;
}

/// Digits, letters and underscores are taken together, in whatever base; what cannot be a number is
/// refused by PostgreSQL. `1..10` are two numbers with two dots between them.
SqlTokenKind SqlScanner::scan_number() {
  const auto take = [&] {
    while (continues_tag(at(position_))) {
      const bool is_exponent = lowered(text_[position_]) == 'e';
      ++position_;
      if (is_exponent && (at(position_) == '+' || at(position_) == '-') &&
          is_digit(at(position_ + 1))) {
        ++position_;
      }
    }
  };
  take();
  if (at(position_) == '.' && at(position_ + 1) != '.') {
    ++position_;
    take();
  }
  return SqlTokenKind::Number;
}

/// A comment that starts within a run of operator characters ends the operator.
SqlTokenKind SqlScanner::scan_operator() {
  do {
    ++position_;
  } while (is_operator(at(position_)) && text_.substr(position_, 2) != "--" &&
           text_.substr(position_, 2) != "/*");
  return SqlTokenKind::Operator;
}

/// Where the string that ends before `position` goes on: at the next quote, if there is a line end,
/// and nothing but blanks and line comments, between the two. Else `none`.
std::size_t SqlScanner::find_continuation(std::size_t position) const {
  bool has_line_end = false;
  while (position < text_.size()) {
    if (is_space(text_[position])) {
      has_line_end = has_line_end || is_line_end(text_[position]);
      ++position;
    } else if (text_.substr(position, 2) == "--") {
      position = std::min(text_.find_first_of("\n\r", position), text_.size());
    } else {
      break;
    }
  }
  return has_line_end && at(position) == '\'' ? position : none;
}

/// `quote` is where the opening quote is.
SqlTokenKind SqlScanner::scan_string(SqlToken& token, std::size_t quote, bool has_escapes) {
  std::size_t end = quote + 1;
  while (end < text_.size()) {
    const char c = text_[end];
    if (c == '\\' && has_escapes) {
      end = std::min(end + 2, text_.size());
    } else if (c != '\'') {
      ++end;
    } else if (at(end + 1) == '\'') {
      end += 2;
    } else {
      position_ = end + 1;
      const std::size_t next_quote = find_continuation(position_);
      if (next_quote == none) {
        return SqlTokenKind::String;
      }
      end = next_quote + 1;
    }
  }
  position_ = text_.size();
  token.is_open = true;
  return SqlTokenKind::String;
}

SqlTokenKind SqlScanner::scan_quoted_identifier(SqlToken& token, std::size_t quote) {
  std::size_t end = text_.find('"', quote + 1);
  while (end != none && at(end + 1) == '"') {
    end = text_.find('"', end + 2);
  }
  token.is_open = end == none;
  position_ = token.is_open ? text_.size() : end + 1;
  return SqlTokenKind::QuotedIdentifier;
}

SqlTokenKind SqlScanner::scan_line_comment() {
  while (position_ < text_.size() && !is_line_end(text_[position_])) {
    ++position_;
  }
  return SqlTokenKind::LineComment;
}

SqlTokenKind SqlScanner::scan_block_comment(SqlToken& token) {
  std::size_t depth = 1;
  position_ += 2;
  while (depth > 0) {
    position_ = text_.find_first_of("*/", position_);
    if (position_ == none) {
      position_ = text_.size();
      token.is_open = true;
      break;
    }
    const std::string_view pair = text_.substr(position_, 2);
    if (pair == "/*") {
      ++depth;
    } else if (pair == "*/") {
      --depth;
    }
    position_ += pair == "/*" || pair == "*/" ? 2 : 1;
  }
  return SqlTokenKind::BlockComment;
}

bool is_word(std::string_view text, std::string_view lower) {
  return text.size() == lower.size() &&
         std::equal(text.begin(), text.end(), lower.begin(), [](char a, char b) {
           return lowered(a) == b;
         });
}

} // namespace confiture
