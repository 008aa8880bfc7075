#pragma once

#include "postgres/node.hpp"
#include "postgres/parser.hpp"
#include "sql_statements.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace confiture::postgres {

/// One statement of a text. Offsets are bytes of the text, save the locations in `node`.
struct TextStatement {
  SqlStatement source;   ///< its tokens and extent, as psql splits
  Node node;             ///< of kind SelectStmt, CreateStmt, …; empty where it was not understood
  std::size_t begin = 0; ///< of what was parsed (ParsedStatement): comments before it belong to it
  std::size_t end = 0;   ///< behind it, before the semicolon
  std::size_t base = 0;  ///< to be added to the locations in `node`
  bool is_sql = false;   ///< it was parsed: it is neither empty nor psql's nor open at its end
  bool is_rejected = false; ///< by the parser; `errors` tells why
};

/// A text of SQL as psql would run it: its statements, each with what PostgreSQL's parser makes of
/// it. What is rejected costs only itself. Not SQL, and so not parsed, are psql's own commands and
/// the statements that they stand in, rows of COPY … FROM stdin, byte-order marks, and the last
/// statement where a comment or quote in it is open at the end of the text.
class ParsedText {
public:
  /// `text` is UTF-8 and has to outlive this. Several threads may each make theirs. Throws
  /// std::bad_alloc.
  explicit ParsedText(std::string_view text);

  [[nodiscard]] std::string_view text() const { return text_; }

  /// In their order, with those that are empty or psql's own.
  [[nodiscard]] const std::vector<TextStatement>& statements() const { return statements_; }

  /// By offset; at most one a statement, and one for the first zero byte.
  [[nodiscard]] const std::vector<SyntaxError>& errors() const { return errors_; }

  /// Where psql's variables stand that PostgreSQL would refuse, by the offset of their colon. They
  /// are parsed as the name or string that their own name is.
  [[nodiscard]] const std::vector<std::size_t>& variables() const { return variables_; }

  /// All of the text, in its order.
  [[nodiscard]] const std::vector<SqlToken>& comments() const { return comments_; }

private:
  using Tokens = std::vector<SqlToken>;

  void blank(std::size_t begin, std::size_t end);
  void blank_marks();
  void split_from(std::size_t position);
  [[nodiscard]] bool may_read_again(std::size_t position) const;
  void divide_last();
  bool parse_at_once();
  void parse_each();
  void parse(std::size_t index);
  void recover(std::size_t index, std::size_t offset);
  void end_at(std::size_t index, Tokens::iterator semicolon);
  Tokens::iterator find_semicolon(Tokens& tokens, std::size_t from) const;
  void collect_comments();

  std::string_view text_;
  std::string unmarked_; ///< the text with blanks for marks and zero bytes
  std::string sql_;      ///< …and for what is no SQL
  std::vector<TextStatement> statements_;
  std::vector<SyntaxError> errors_;
  std::vector<std::size_t> variables_;
  std::vector<SqlToken> comments_;
  std::vector<ParseTree> trees_; ///< that the nodes are in
  std::size_t read_again_ = 0;   ///< bytes
};

} // namespace confiture::postgres
