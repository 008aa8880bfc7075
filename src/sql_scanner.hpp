#pragma once

#include <cstddef>
#include <string_view>

namespace confiture {

/// What a token of SQL is, as far as its extent depends on it.
enum class SqlTokenKind {
  Word,             ///< a keyword or an identifier without quotes
  QuotedIdentifier, ///< "…" or U&"…"
  String,       ///< '…', E'…', B'…', X'…' or U&'…', with what continues it on later lines
  DollarString, ///< $$…$$ or $tag$…$tag$
  Number,
  Parameter,    ///< $1
  Operator,     ///< a run of operator characters
  Symbol,       ///< any other single character
  LineComment,  ///< without the line end
  BlockComment, ///< with those that are nested in it
};

struct SqlToken {
  SqlTokenKind kind;
  std::size_t begin;    ///< in bytes
  std::size_t end;      ///< behind its last byte
  bool is_open = false; ///< the text ended before what closes it
  [[nodiscard]] bool is_comment() const {
    return kind == SqlTokenKind::LineComment || kind == SqlTokenKind::BlockComment;
  }
};

/// Splits SQL into tokens by the rules of PostgreSQL 18 (src/backend/parser/scan.l), with
/// standard_conforming_strings on. Takes any bytes: what PostgreSQL refuses, such as letters right
/// behind a number, is split somehow. Those from 0x80 on are letters, as there. Does not copy.
class SqlScanner {
public:
  /// `text` has to outlive this. Starts at the byte `position`.
  explicit SqlScanner(std::string_view text, std::size_t position = 0)
      : text_(text), position_(position) {}

  /// Goes to the next token; false at the end of the text.
  bool next(SqlToken& token);

  /// Where the next token is looked for.
  [[nodiscard]] std::size_t position() const { return position_; }
  void skip_to(std::size_t position) { position_ = position; }

private:
  [[nodiscard]] char at(std::size_t position) const {
    return position < text_.size() ? text_[position] : '\0';
  }
  SqlTokenKind scan(SqlToken& token);
  SqlTokenKind scan_word(SqlToken& token);
  SqlTokenKind scan_dollar(SqlToken& token);
  SqlTokenKind scan_number();
  SqlTokenKind scan_operator();
  [[nodiscard]] std::size_t find_continuation(std::size_t position) const;
  SqlTokenKind scan_string(SqlToken& token, std::size_t quote, bool has_escapes);
  SqlTokenKind scan_quoted_identifier(SqlToken& token, std::size_t quote);
  SqlTokenKind scan_line_comment();
  SqlTokenKind scan_block_comment(SqlToken& token);

  std::string_view text_;
  std::size_t position_;
};

/// Whether `text` is this word; `lower` is in lower case, and only ASCII letters have a case.
bool is_word(std::string_view text, std::string_view lower);

} // namespace confiture
