#include "statement_reader.hpp"

#include <algorithm>

namespace confiture {

namespace {

std::string folded(std::string_view token) {
  std::string name;
  if (token.starts_with('"')) {
    for (std::size_t i = 1; i + 1 < token.size(); ++i) {
      name += token[i];
      i += token.substr(i, 2) == "\"\"" ? 1 : 0;
    }
    return name;
  }
  for (const char c : token) {
    name += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return name;
}

} // namespace

void StatementReader::advance() {
  do {
    is_at_end_ = !scanner_.next(token_);
  } while (!is_at_end_ && token_.is_comment());
}

bool StatementReader::take_word(std::string_view lower) {
  const bool is_there = !is_at_end_ && token_.kind == SqlTokenKind::Word && is_word(text(), lower);
  if (is_there) {
    advance();
  }
  return is_there;
}

bool StatementReader::take_one_of(std::initializer_list<std::string_view> lower) {
  return std::any_of(
      lower.begin(), lower.end(), [&](std::string_view word) { return take_word(word); });
}

std::vector<std::string> StatementReader::take_name() {
  std::vector<std::string> parts;
  while (!is_at_end_ &&
         (token_.kind == SqlTokenKind::Word || token_.kind == SqlTokenKind::QuotedIdentifier)) {
    parts.push_back(folded(text()));
    advance();
    if (text() != ".") {
      break;
    }
    advance();
  }
  return parts;
}

} // namespace confiture
