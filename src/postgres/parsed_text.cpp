#include "postgres/parsed_text.hpp"

#include "utf8.hpp"

#include <algorithm>
#include <utility>

namespace confiture::postgres {

namespace {

constexpr std::size_t none = std::string_view::npos;

bool is_symbol(std::string_view text, const SqlToken& token, char symbol) {
  return token.kind == SqlTokenKind::Symbol && text[token.begin] == symbol;
}

bool holds_command(std::string_view text, const SqlStatement& statement) {
  return std::any_of(statement.tokens.begin(), statement.tokens.end(), [&](const SqlToken& token) {
    return is_symbol(text, token, '\\');
  });
}

bool is_open(const SqlStatement& statement) {
  return !statement.tokens.empty() && statement.tokens.back().is_open;
}

bool can_be_parsed(std::string_view text, const SqlStatement& statement) {
  return !statement.is_empty() && !statement.is_command && !is_open(statement) &&
         !holds_command(text, statement);
}

/// The colons in a statement that psql would take for the start of a variable, if there is one of
/// that name. Between brackets they are taken for those of a slice.
std::vector<std::size_t> variables_in(std::string_view sql, const SqlStatement& statement) {
  std::vector<std::size_t> colons;
  std::size_t brackets = 0;
  for (std::size_t i = 0; i + 1 < statement.tokens.size(); ++i) {
    const SqlToken& token = statement.tokens[i];
    const SqlToken& following = statement.tokens[i + 1];
    if (is_symbol(sql, token, '[')) {
      ++brackets;
    } else if (is_symbol(sql, token, ']') && brackets > 0) {
      --brackets;
    }
    const bool is_after_colon = token.begin > 0 && sql[token.begin - 1] == ':';
    const bool is_name = following.kind == SqlTokenKind::Word ||
                         following.kind == SqlTokenKind::QuotedIdentifier ||
                         following.kind == SqlTokenKind::String;
    if (is_symbol(sql, token, ':') && brackets == 0 && !is_after_colon && is_name &&
        following.begin == token.end) {
      colons.push_back(token.begin);
    }
  }
  return colons;
}

} // namespace

ParsedText::ParsedText(std::string_view text) : text_(text), unmarked_(text) {
  blank_marks();
  sql_ = unmarked_;
  split_from(0);
  divide_last();
  if (!parse_at_once()) {
    parse_each();
  }
  collect_comments();
}

/// Line ends stay.
void ParsedText::blank(std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end; ++i) {
    if (sql_[i] != '\n' && sql_[i] != '\r') {
      sql_[i] = ' ';
    }
  }
}

void ParsedText::blank_marks() {
  for (std::size_t at = unmarked_.find(utf8::byte_order_mark); at != none;
       at = unmarked_.find(utf8::byte_order_mark, at)) {
    unmarked_.replace(at, utf8::byte_order_mark.size(), utf8::byte_order_mark.size(), ' ');
  }
  const std::size_t zero = unmarked_.find('\0');
  if (zero != none) {
    errors_.push_back({.message = "invalid byte 0x00", .offset = zero});
    std::replace(unmarked_.begin(), unmarked_.end(), '\0', ' ');
  }
}

void ParsedText::split_from(std::size_t position) {
  const std::size_t first = statements_.size();
  SqlSplitter splitter(unmarked_, Backslash::Command, position);
  for (SqlStatement source; splitter.next(source);) {
    const bool is_sql = can_be_parsed(unmarked_, source);
    statements_.push_back({.source = std::move(source), .node = {}, .is_sql = is_sql});
  }
  for (std::size_t i = first; i < statements_.size(); ++i) {
    const SqlStatement& source = statements_[i].source;
    blank(source.data_begin, source.data_end);
    if (!statements_[i].is_sql) {
      blank(source.begin, source.end);
    }
    if (is_open(source)) {
      blank(source.tokens.back().begin, source.tokens.back().end);
    }
  }
}

/// True if all was understood, and ends where psql ends it.
bool ParsedText::parse_at_once() {
  ParseTree tree = ParseTree::parse(sql_);
  if (tree.error() != nullptr) {
    return false;
  }
  const std::vector<ParsedStatement>& parsed = tree.statements();
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < statements_.size(); ++i) {
    if (statements_[i].is_sql) {
      places.push_back(i);
    }
  }
  const auto holds = [&](const ParsedStatement& whole, std::size_t place) {
    const SqlStatement& source = statements_[place].source;
    return whole.begin <= source.begin && source.end <= whole.end;
  };
  if (!std::equal(parsed.begin(), parsed.end(), places.begin(), places.end(), holds)) {
    return false;
  }
  for (std::size_t i = 0; i < places.size(); ++i) {
    TextStatement& statement = statements_[places[i]];
    statement.node = parsed[i].node;
    statement.begin = parsed[i].begin;
    statement.end = parsed[i].end;
  }
  trees_.push_back(std::move(tree));
  return true;
}

void ParsedText::parse_each() {
  for (std::size_t i = 0; i < statements_.size(); ++i) { // their number may grow on the way
    if (statements_[i].is_sql) {
      parse(i);
    }
  }
  std::sort(errors_.begin(), errors_.end(), [](const SyntaxError& a, const SyntaxError& b) {
    return a.offset < b.offset;
  });
}

void ParsedText::parse(std::size_t index) {
  TextStatement& statement = statements_[index];
  const SqlStatement& source = statement.source;
  statement.base = statement.begin = source.begin;
  statement.end = source.end;
  const auto parsed = [&] {
    return ParseTree::parse(std::string_view(sql_).substr(source.begin, source.end - source.begin));
  };
  ParseTree tree = parsed();
  if (tree.error() != nullptr) {
    const std::vector<std::size_t> colons = variables_in(sql_, source);
    if (std::binary_search(colons.begin(), colons.end(), source.begin + tree.error()->offset)) {
      variables_.insert(variables_.end(), colons.begin(), colons.end());
      for (const std::size_t colon : colons) {
        sql_[colon] = ' ';
      }
      tree = parsed();
    }
  }
  if (tree.error() != nullptr) {
    const std::size_t offset = source.begin + tree.error()->offset;
    statement.is_rejected = true;
    errors_.push_back({.message = tree.error()->message, .offset = offset});
    if (!source.is_terminated) {
      recover(index, offset);
    }
    return;
  }
  if (!tree.statements().empty()) {
    statement.node = tree.statements().front().node;
    trees_.push_back(std::move(tree));
  }
}

ParsedText::Tokens::iterator ParsedText::find_semicolon(Tokens& tokens, std::size_t from) const {
  return std::find_if(tokens.begin(), tokens.end(), [&](const SqlToken& token) {
    return token.begin >= from && is_symbol(unmarked_, token, ';');
  });
}

/// Each end that is found late has the rest of the text read again: of a large one not too often.
bool ParsedText::may_read_again(std::size_t position) const {
  constexpr std::size_t enough = std::size_t{1024} * 1024;
  constexpr std::size_t most_times = 8;
  return read_again_ + (unmarked_.size() - position) <= enough + most_times * unmarked_.size();
}

/// Makes this semicolon the end of the last statement, and what follows it statements of their own.
void ParsedText::end_at(std::size_t index, Tokens::iterator semicolon) {
  TextStatement& statement = statements_[index];
  SqlStatement& source = statement.source;
  const std::size_t position = semicolon->end;
  source.tokens.erase(semicolon, source.tokens.end());
  source.tokens.shrink_to_fit();
  source.is_terminated = true;
  const auto last = std::find_if(source.tokens.rbegin(),
                                 source.tokens.rend(),
                                 [](const SqlToken& token) { return !token.is_comment(); });
  source.end = last->end;
  statement.end = source.end;
  statement.is_sql = can_be_parsed(unmarked_, source);
  const std::size_t begin = statement.is_sql ? source.begin : position;
  sql_.replace(begin, std::string::npos, unmarked_, begin, std::string::npos);
  std::erase_if(variables_, [&](std::size_t colon) { return colon >= position; });
  read_again_ += unmarked_.size() - position;
  split_from(position);
}

/// A parenthesis left open takes the rest of the text into its statement, which then is rejected.
/// Behind what PostgreSQL stumbles over, the next semicolon ends the statement after all.
void ParsedText::recover(std::size_t index, std::size_t offset) {
  Tokens& tokens = statements_[index].source.tokens;
  const auto semicolon = find_semicolon(tokens, offset);
  if (semicolon != tokens.end() && may_read_again(semicolon->end)) {
    end_at(index, semicolon);
    divide_last();
  }
}

/// The same where what it took in is not to be parsed.
void ParsedText::divide_last() {
  while (true) {
    TextStatement& last = statements_.back();
    const auto semicolon = find_semicolon(last.source.tokens, 0);
    if (last.is_sql || last.source.is_terminated || semicolon == last.source.tokens.end() ||
        !may_read_again(semicolon->end)) {
      return;
    }
    const std::size_t begin = last.source.begin;
    const std::size_t length = semicolon->end - begin;
    const ParseTree tree = ParseTree::parse(std::string_view(unmarked_).substr(begin, length));
    if (tree.error() == nullptr || tree.error()->offset == length) {
      return; // what PostgreSQL misses may come
    }
    end_at(statements_.size() - 1, semicolon);
  }
}

void ParsedText::collect_comments() {
  for (const TextStatement& statement : statements_) {
    for (const SqlToken& token : statement.source.tokens) {
      if (token.is_comment()) {
        comments_.push_back(token);
      }
    }
  }
}

} // namespace confiture::postgres
