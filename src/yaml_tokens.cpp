#include "yaml_tokens.hpp"

#include "yaml_extent.hpp"
#include "yaml_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace confiture::yaml {

namespace {

/// Where a key may have begun, for which the ':' is still to come.
struct PossibleKey {
  std::size_t offset;
  std::size_t line; ///< offset of the start of its line
  bool required;    ///< nothing but a key can stand in this column
};

class TokenWalk {
public:
  explicit TokenWalk(std::string_view text) : text_(text) {}

  void run() {
    skip_to_token();
    while (at_ < text_.size()) {
      take_token();
      skip_to_token();
      forget_keys_out_of_reach();
      close_blocks(column());
    }
    forget_key();
  }

private:
  [[noreturn]] void refuse(std::size_t offset, const std::string& what) const {
    throw SyntaxError(position_at(text_, offset), what);
  }

  [[nodiscard]] int column() const { return static_cast<int>(at_ - line_); }
  [[nodiscard]] bool in_flow() const { return keys_.size() > 1; }
  [[nodiscard]] char next() const { return at_ < text_.size() ? text_[at_] : '\n'; }

  /// Whether a blank, the end of a line or the end of the text stands at an offset.
  [[nodiscard]] bool ends_word(std::size_t offset) const {
    return offset >= text_.size() || std::string_view(" \t\n").find(text_[offset]) != npos;
  }
  [[nodiscard]] std::size_t find_or_end(std::string_view set, std::size_t from) const {
    return std::min(text_.find_first_of(set, from), text_.size());
  }

  void move_to(std::size_t offset) {
    const std::size_t newline = text_.substr(at_, offset - at_).rfind('\n');
    line_ = newline == npos ? line_ : at_ + newline + 1;
    at_ = offset;
  }
  void skip_spaces() { at_ = std::min(text_.find_first_not_of(' ', at_), text_.size()); }

  void skip_to_token() {
    for (;; move_to(at_ + 1)) {
      skip_spaces();
      if (next() == '#') {
        at_ = find_or_end("\n", at_);
      }
      if (at_ == text_.size() || text_[at_] != '\n') {
        break;
      }
      key_allowed_ = key_allowed_ || !in_flow();
    }
    if (next() == '\t') {
      refuse(at_, "a tab between values; YAML takes spaces only");
    }
  }

  // Blocks and keys.

  void close_blocks(int column) {
    while (!in_flow() && indents_.back() > column) {
      indents_.pop_back();
    }
  }
  void open_block(int column) {
    if (!in_flow() && indents_.back() < column) {
      indents_.push_back(column);
    }
  }

  void begin_possible_key() {
    if (key_allowed_) {
      forget_key();
      keys_.back() = {at_, line_, !in_flow() && indents_.back() == column()};
    }
    key_allowed_ = false;
  }
  void forget_key() { forget(keys_.back()); }
  void forget(std::optional<PossibleKey>& key) const {
    if (key && key->required) {
      refuse(key->offset, "a line without ':' among the keys of a mapping");
    }
    key.reset();
  }
  /// A key stands on one line and is not too long.
  void forget_keys_out_of_reach() {
    constexpr std::size_t longest_key = 1024;
    for (std::optional<PossibleKey>* key : {&keys_.front(), &keys_.back()}) {
      if (*key && ((*key)->line != line_ || at_ - (*key)->offset > longest_key)) {
        forget(*key);
      }
    }
  }

  // Tokens.

  void take_token() {
    const char c = text_[at_];
    if (column() == 0 && (c == '%' || is_document_marker(at_))) {
      take_directive_or_marker();
    } else if (!take_indicator(c)) {
      take_value(c);
    }
    before_ = c;
    is_first_ = is_first_ && c == '%';
  }

  /// Whether this was one of the characters that make the structure.
  bool take_indicator(char c) {
    const bool stands_alone = ends_word(at_ + 1);
    if (c == '[' || c == '{') {
      take_opening_bracket();
    } else if (c == ']' || c == '}' || c == ',') {
      take_separator(c);
    } else if ((c == '-' || (c == '?' && !in_flow())) && stands_alone) {
      take_block_indicator(c);
    } else if (c == ':' && (stands_alone || in_flow())) {
      take_colon();
    } else {
      return false;
    }
    return true;
  }

  void take_value(char c) {
    constexpr std::string_view no_start = "|>%@`?";
    if (c == '&' || c == '*') {
      begin_possible_key();
      at_ = end_of_name(text_, at_);
    } else if (c == '!') {
      begin_possible_key();
      at_ = end_of_tag(text_, at_);
    } else if (c == '"' || c == '\'') {
      begin_possible_key();
      move_to(end_of_quoted(text_, at_));
    } else if (!in_flow() && (c == '|' || c == '>')) {
      take_block_scalar();
    } else if (no_start.find(c) == npos || (!in_flow() && c == '?')) {
      take_plain();
    } else {
      refuse(at_, fmt::format("a '{}' that starts no value; put the value in quotes", c));
    }
  }

  [[nodiscard]] bool is_document_marker(std::size_t offset) const {
    const std::string_view word = text_.substr(offset, 3);
    return (word == "---" || word == "...") && ends_word(offset + 3);
  }

  void take_directive_or_marker() {
    if (in_flow()) {
      refuse(at_, "a bracket is still open where the document ends");
    }
    close_blocks(-1);
    forget_key();
    key_allowed_ = false;
    if (next() == '%') {
      take_directive();
    } else if (is_first_ && next() == '.') {
      refuse(at_, "the document ends before it begins");
    } else {
      at_ += 3;
    }
  }

  void take_directive() {
    const std::size_t start = at_;
    const std::string_view line = text_.substr(at_, find_or_end("\n", at_) - at_);
    if (!is_first_ || !line.starts_with("%YAML 1.")) {
      refuse(start, "a line that starts with '%'; only %YAML 1.1 may, above '---'");
    }
    at_ += line.size();
    skip_to_token();
    if (column() != 0 || !is_document_marker(at_)) {
      refuse(start, "a directive without '---' below it");
    }
  }

  void take_opening_bracket() {
    begin_possible_key();
    keys_.emplace_back();
    key_allowed_ = true;
    ++at_;
  }

  void take_separator(char c) {
    if (!in_flow()) {
      refuse(at_, fmt::format("a '{}' outside brackets; put the value in quotes", c));
    }
    forget_key();
    if (c == ',') {
      if (is_after_one_of("[{,")) {
        refuse(at_, "a comma with nothing before it");
      }
    } else {
      keys_.pop_back();
    }
    key_allowed_ = c == ',';
    ++at_;
  }

  [[nodiscard]] bool is_after_one_of(std::string_view set) const {
    return set.find(before_) != npos;
  }

  void take_block_indicator(char c) {
    if (in_flow() || !key_allowed_) {
      refuse(at_, fmt::format("a '{}' in the middle of a line or in brackets", c));
    }
    if (c == '?' && at_ + 1 == text_.size()) {
      refuse(at_, "a '?' without a key");
    }
    open_block(column());
    forget_key();
    ++at_;
  }

  void take_colon() {
    std::optional<PossibleKey>& key = keys_.back();
    if (in_flow() && is_after_one_of("[{,:")) {
      refuse(at_, "a ':' without a key; put the value in quotes");
    }
    // Between a plain key and a bracket yaml-cpp overlooks it.
    if (in_flow() && at_ + 1 < text_.size() && !is_after_one_of("'\"") &&
        (text_[at_ + 1] == '[' || text_[at_ + 1] == '{')) {
      refuse(at_, "a ':' without a blank behind it");
    }
    if (key) {
      open_block(static_cast<int>(key->offset - key->line));
      key.reset();
      key_allowed_ = false;
    } else if (in_flow() || key_allowed_) {
      open_block(column());
      key_allowed_ = !in_flow();
    } else {
      refuse(at_, "a ': ' within a value; put the value in quotes");
    }
    ++at_;
  }

  void take_block_scalar() {
    refuse_lines(misleading_start());
    forget_key();
    key_allowed_ = true;
    move_to(end_of_block_scalar(text_, at_, indents_.back()));
  }

  /// A plain scalar goes on over lines that are indented deeper than the block around it.
  void take_plain() {
    const std::optional<std::size_t> start = misleading_start();
    const std::size_t first_line = line_;
    begin_possible_key();
    for (;;) {
      while (!ends_plain(at_)) {
        ++at_;
      }
      const std::size_t end = at_;
      skip_spaces();
      if (next() == '\n') {
        skip_line_ends_in_plain();
      }
      const bool goes_on = at_ > end && next() != '#' && !ends_plain(at_) &&
                           (in_flow() || column() > indents_.back()) &&
                           !(column() == 0 && is_document_marker(at_));
      if (!goes_on) {
        return;
      }
      if (line_ != first_line) {
        refuse_lines(start);
      }
      key_allowed_ = false;
    }
  }
  /// Where yaml-cpp measures the indentation of text over several lines from: an anchor or tag
  /// right before it that could begin a key.
  [[nodiscard]] std::optional<std::size_t> misleading_start() const {
    const std::optional<PossibleKey>& key = keys_.back();
    const bool misleads = !in_flow() && is_after_one_of("&!") && key;
    return misleads ? std::optional(key->offset) : std::nullopt;
  }
  void refuse_lines(const std::optional<std::size_t>& start) const {
    if (start) {
      refuse(*start, "an anchor or tag before text over several lines; put the text in quotes");
    }
  }
  void skip_line_ends_in_plain() {
    key_allowed_ = true;
    while (at_ < text_.size() && text_[at_] == '\n') {
      move_to(at_ + 1);
      skip_spaces();
    }
  }
  [[nodiscard]] bool ends_plain(std::size_t offset) const {
    if (ends_word(offset)) {
      return true;
    }
    const auto is_flow_end = [&](std::size_t place, std::string_view set) {
      return in_flow() && place < text_.size() && set.find(text_[place]) != npos;
    };
    return is_flow_end(offset, ",?[]{}") ||
           (text_[offset] == ':' && (ends_word(offset + 1) || is_flow_end(offset + 1, ",[]{}")));
  }

  static constexpr std::size_t npos = std::string_view::npos;

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 0;            ///< start of the line at which the walk is
  std::vector<int> indents_ = {-1}; ///< columns of the open blocks
  std::vector<std::optional<PossibleKey>> keys_ = {std::nullopt}; ///< one for each open bracket
  bool key_allowed_ = true;
  bool is_first_ = true; ///< no token but directives so far
  char before_ = '\n';   ///< first character of the token before
};

} // namespace

void check_tokens(std::string_view text) {
  TokenWalk(text).run();
}

} // namespace confiture::yaml
