#include "sql_statements.hpp"

#include <algorithm>
#include <utility>

namespace confiture {

namespace {

constexpr std::size_t none = std::string_view::npos;

/// Where the rows that start at `begin` end: behind the line `\.`, or with the text.
std::size_t end_of_rows(std::string_view text, std::size_t begin) {
  while (begin < text.size()) {
    const std::size_t line_end = std::min(text.find('\n', begin), text.size());
    std::string_view line = text.substr(begin, line_end - begin);
    while (line.ends_with('\r')) {
      line.remove_suffix(1);
    }
    begin = std::min(line_end + 1, text.size());
    if (line == "\\.") {
      break;
    }
  }
  return begin;
}

} // namespace

bool SqlSplitter::next_token(SqlToken& token) {
  const bool is_found = scanner_.next(token);
  if (data_begin_ == none || (is_found && token.end <= data_begin_)) {
    return is_found;
  }
  data_begin_ = none;
  scanner_.skip_to(data_end_);
  return scanner_.next(token);
}

bool SqlSplitter::next(SqlStatement& statement) {
  if (is_done_) {
    return false;
  }
  statement.tokens.clear();
  statement.begin = statement.end = 0;
  statement.data_begin = statement.data_end = 0;
  statement.is_terminated = statement.is_command = false;
  Depth depth;
  SqlToken token;
  while (next_token(token)) {
    if (token.is_comment()) {
      statement.tokens.push_back(token);
      continue;
    }
    const char symbol = token.kind == SqlTokenKind::Symbol ? text_[token.begin] : '\0';
    if (symbol == '\\' && backslash_ == Backslash::Command && statement.is_empty()) {
      take_command(statement, token);
      return true;
    }
    if (symbol == ';' && depth.parentheses == 0 && depth.bodies == 0) {
      statement.is_terminated = true;
      statement.terminator = token.begin;
      find_data(statement);
      return true;
    }
    if (statement.is_empty()) {
      statement.begin = token.begin;
    }
    statement.end = token.end;
    statement.tokens.push_back(token);
    follow(depth, token, statement);
  }
  is_done_ = true;
  return true;
}

void SqlSplitter::follow(Depth& depth, const SqlToken& token, const SqlStatement& statement) const {
  if (token.kind == SqlTokenKind::Symbol) {
    if (text_[token.begin] == '(') {
      ++depth.parentheses;
    } else if (text_[token.begin] == ')' && depth.parentheses > 0) {
      --depth.parentheses;
    }
  }
  const bool was_begin = std::exchange(depth.was_begin, false);
  if (token.kind != SqlTokenKind::Word || depth.parentheses > 0) {
    return;
  }
  const std::string_view word = text_of(token);
  if (!depth.is_routine) {
    depth.is_routine = (is_word(word, "function") || is_word(word, "procedure")) &&
                       is_word(text_.substr(statement.begin, 6), "create");
  } else if (is_word(word, "begin")) {
    depth.was_begin = true;
  } else if ((is_word(word, "atomic") && was_begin) ||
             (is_word(word, "case") && depth.bodies > 0)) {
    ++depth.bodies;
  } else if (is_word(word, "end") && depth.bodies > 0) {
    --depth.bodies;
  }
}

void SqlSplitter::take_command(SqlStatement& statement, const SqlToken& backslash) {
  const std::size_t line_end = std::min(text_.find('\n', backslash.begin), text_.size());
  statement.is_command = true;
  statement.begin = backslash.begin;
  statement.end = line_end;
  scanner_.skip_to(line_end);
}

/// Rows follow a statement COPY … FROM stdin that its semicolon ends.
void SqlSplitter::find_data(SqlStatement& statement) {
  if (!is_word(
          text_.substr(statement.begin, std::min<std::size_t>(statement.end - statement.begin, 4)),
          "copy")) {
    return;
  }
  bool was_from = false;
  bool reads_rows = false;
  for (const SqlToken& token : statement.tokens) {
    if (!token.is_comment()) {
      reads_rows = reads_rows || (was_from && is_word(text_of(token), "stdin"));
      was_from = is_word(text_of(token), "from");
    }
  }
  if (!reads_rows) {
    return;
  }
  const std::size_t line_end = text_.find('\n', scanner_.position());
  statement.data_begin = line_end == none ? text_.size() : line_end + 1;
  statement.data_end = end_of_rows(text_, statement.data_begin);
  data_begin_ = statement.data_begin;
  data_end_ = statement.data_end;
}

} // namespace confiture
