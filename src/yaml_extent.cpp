#include "yaml_extent.hpp"

#include "secret.hpp"
#include "yaml_text.hpp"
#include <confiture/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace confiture::yaml {

namespace {

constexpr std::size_t npos = std::string_view::npos;

constexpr std::string_view word_characters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
constexpr std::string_view blanks = " \t\n";
constexpr std::array<std::string_view, 8> known_tags = {
    "str", "int", "float", "bool", "null", "timestamp", "seq", "map"};

// Without \N and \_, for which yaml-cpp 0.7 makes bytes that are not UTF-8.
constexpr std::string_view escapes = "0abt\tnvfre \"\\/LPxuU\n";

/// yaml-cpp drops empty lines at the end of a quoted value.
void refuse_empty_lines_before(std::string_view text, std::size_t end) {
  const std::size_t last = text.substr(0, end).find_last_not_of(" \t\n");
  const std::string_view blank = text.substr(last + 1, end - last - 1);
  if (std::count(blank.begin(), blank.end(), '\n') > 1) {
    throw SyntaxError(position_at(text, end),
                      R"(a quoted value that ends in empty lines; write them as "\n")");
  }
}

/// The lines of a block scalar, from its header down.
class BlockScalar {
public:
  BlockScalar(std::string_view text, std::size_t start) : text_(text), start_(start), at_(start) {}

  std::size_t end(int parent) {
    const int told = take_header();
    int indent = std::max(parent + 1, 1);
    if (told > 0) {
      indent += told - 1;
      skip_blank_lines(indent);
    } else {
      indent = std::max(indent, skip_blank_lines(std::nullopt));
    }
    while (column() == indent && at_ < text_.size()) {
      skip_line();
      skip_blank_lines(indent);
    }
    // yaml-cpp takes these blanks for text.
    if (at_ == text_.size() && column() > 0 && text_.substr(line_).find_first_not_of(' ') == npos) {
      refuse(line_, "blanks at the end of the file, below a text in lines; remove them");
    }
    return at_;
  }

private:
  [[noreturn]] void refuse(std::size_t offset, const std::string& what) const {
    throw SyntaxError(position_at(text_, offset), what);
  }
  [[nodiscard]] int column() const { return static_cast<int>(at_ - line_); }
  [[nodiscard]] bool next_is(char c) const { return at_ < text_.size() && text_[at_] == c; }
  [[nodiscard]] bool at_line_end() const { return at_ == text_.size() || text_[at_] == '\n'; }

  void skip_line() {
    at_ = std::min(text_.find('\n', at_), text_.size());
    at_ = std::min(at_ + 1, text_.size());
    line_ = at_;
  }

  /// Returns the indentation that the header tells, or 0.
  int take_header() {
    int told = 0;
    char sign = '\0';
    for (++at_; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c >= '1' && c <= '9' && told == 0) {
        told = c - '0';
      } else if ((c == '+' || c == '-') && sign == '\0') {
        sign = c;
      } else {
        break;
      }
    }
    const bool ends = at_line_end() || next_is(' ');
    at_ = std::min(text_.find_first_not_of(' ', at_), text_.size());
    if (!ends || !(at_line_end() || next_is('#'))) {
      refuse(
          start_,
          fmt::format("'{}' takes one digit from 1 and one sign, and its text starts on the next "
                      "line; put a value that starts with it in quotes",
                      text_[start_]));
    }
    if (text_[start_] == '>' && sign == '+') { // for which yaml-cpp loses newlines
      refuse(start_, "'>+' is not supported; write '|+' to keep all newlines, or '>' to keep one");
    }
    skip_line();
    return told;
  }

  /// Skips lines of spaces and the spaces of the line below, up to a limit each. Returns the
  /// largest number of spaces.
  int skip_blank_lines(std::optional<int> limit) {
    int most = 0;
    for (;; line_ = ++at_) {
      while (next_is(' ') && (!limit || column() < *limit)) {
        ++at_;
      }
      most = std::max(most, column());
      if (!next_is('\n')) {
        return most;
      }
    }
  }

  std::string_view text_;
  std::size_t start_;
  std::size_t at_;
  std::size_t line_ = 0; ///< start of the line at which this is, once the header is taken
};

} // namespace

std::size_t end_of_name(std::string_view text, std::size_t start) {
  const std::size_t end = std::min(text.find_first_not_of(word_characters, start + 1), text.size());
  const bool ends = end == text.size() || std::string_view(" \t\n,]}").find(text[end]) != npos;
  if (end == start + 1 || !ends) {
    throw SyntaxError(
        position_at(text, start),
        fmt::format(
            "'{}' needs a name of ASCII letters, digits, '-' and '_', and then a blank; put "
            "a value that starts with it in quotes",
            text[start]));
  }
  return end;
}

std::size_t end_of_tag(std::string_view text, std::size_t start) {
  constexpr std::string_view verbatim = "!<tag:yaml.org,2002:";
  const std::size_t end = std::min(text.find_first_of(blanks, start), text.size());
  const std::string_view tag = text.substr(start, end - start);
  std::string_view name;
  if (tag.starts_with("!!")) {
    name = tag.substr(2);
  } else if (tag.starts_with(verbatim) && tag.ends_with('>')) {
    name = tag.substr(verbatim.size(), tag.size() - verbatim.size() - 1);
  }
  if (std::find(known_tags.begin(), known_tags.end(), name) == known_tags.end()) {
    throw SyntaxError(position_at(text, start),
                      fmt::format("the tag '{}' is not one of !!{}",
                                  quotable(tag),
                                  fmt::join(known_tags, ", !!")));
  }
  return end;
}

std::size_t end_of_quoted(std::string_view text, std::size_t start) {
  const char quote = text[start];
  for (std::size_t at = start + 1; at < text.size(); ++at) {
    const bool is_pair = quote == '\'' && text.substr(at, 2) == "''";
    if (text[at] == quote && !is_pair) {
      refuse_empty_lines_before(text, at);
      return at + 1;
    }
    const bool is_escape = quote == '"' && text[at] == '\\';
    at += is_pair || is_escape ? 1 : 0;
    if (is_escape && at < text.size() && escapes.find(text[at]) == npos) {
      throw SyntaxError(position_at(text, at - 1),
                        "an escape that is not known; write '\\\\' for a backslash");
    }
  }
  throw SyntaxError(position_at(text, start), "a quote that is never closed");
}

std::size_t end_of_block_scalar(std::string_view text, std::size_t start, int parent) {
  return BlockScalar(text, start).end(parent);
}

} // namespace confiture::yaml
