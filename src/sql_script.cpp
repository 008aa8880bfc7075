#include "sql_script.hpp"

#include "sql_statements.hpp"
#include "utf8.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

namespace confiture {

namespace {

/// psql sends what a statement has before it from the first block comment on.
std::size_t sent_from(const SqlStatement& statement) {
  const auto first =
      std::find_if(statement.tokens.begin(), statement.tokens.end(), [](const SqlToken& token) {
        return token.kind != SqlTokenKind::LineComment;
      });
  return first == statement.tokens.end() ? statement.begin
                                         : std::min(first->begin, statement.begin);
}

std::optional<std::size_t> command_in(const SqlStatement& statement, std::string_view text) {
  if (statement.is_command) {
    return statement.begin;
  }
  const auto backslash =
      std::find_if(statement.tokens.begin(), statement.tokens.end(), [&](const SqlToken& token) {
        return token.kind == SqlTokenKind::Symbol && text[token.begin] == '\\';
      });
  return backslash == statement.tokens.end() ? std::nullopt : std::optional(backslash->begin);
}

} // namespace

SqlScript::SqlScript(std::string text) : text_(std::move(text)) {
  line_begins_.push_back(0);
  for (std::size_t end = text_.find('\n'); end != std::string::npos;
       end = text_.find('\n', end + 1)) {
    line_begins_.push_back(end + 1);
  }
  SqlSplitter splitter(text_);
  for (SqlStatement found; splitter.next(found);) {
    if (found.is_empty()) {
      continue;
    }
    Statement statement{.sent = sent_from(found),
                        .begin = found.begin,
                        .end = found.end,
                        .data_begin = found.data_begin,
                        .data_end = found.data_end,
                        .command = command_in(found, text_)};
    std::size_t last = found.end;
    if (found.data_end > found.data_begin) {
      last = found.data_end - 1;
    } else if (found.is_terminated) {
      last = found.terminator;
    } else if (!found.is_command) {
      last = text_.size() - (text_.ends_with('\n') ? 1 : 0);
    }
    // What follows COPY on its line is run behind the rows.
    statement.line = std::max(line_of(last), statements_.empty() ? 0 : statements_.back().line);
    statements_.push_back(statement);
  }
}

std::vector<std::size_t> SqlScript::reported_at(std::uint64_t line) const {
  const auto first =
      std::partition_point(statements_.begin(), statements_.end(), [&](const Statement& statement) {
        return statement.line < line;
      });
  const auto last = std::partition_point(
      first, statements_.end(), [&](const Statement& statement) { return statement.line == line; });
  std::vector<std::size_t> positions(static_cast<std::size_t>(last - first));
  std::iota(
      positions.begin(), positions.end(), static_cast<std::size_t>(first - statements_.begin()));
  return positions;
}

std::uint64_t SqlScript::line_of(std::size_t offset) const {
  return static_cast<std::uint64_t>(
      std::upper_bound(line_begins_.begin(), line_begins_.end(), offset) - line_begins_.begin());
}

std::uint64_t SqlScript::column_of(std::size_t offset) const {
  const std::size_t begin = begin_of(line_of(offset));
  return utf8::count_characters(text().substr(begin, offset - begin)) + 1;
}

std::size_t SqlScript::begin_of(std::uint64_t line) const {
  return line == 0 || line > line_begins_.size() ? text_.size()
                                                 : line_begins_[static_cast<std::size_t>(line - 1)];
}

std::string_view SqlScript::line_text(std::uint64_t line) const {
  std::string_view rest = text().substr(begin_of(line));
  rest = rest.substr(0, rest.find('\n'));
  return rest.ends_with('\r') ? rest.substr(0, rest.size() - 1) : rest;
}

} // namespace confiture
