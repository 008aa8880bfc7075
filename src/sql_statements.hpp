#pragma once

#include "sql_scanner.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace confiture {

/// What a backslash outside of quotes and comments is.
enum class Backslash {
  Command,  ///< what psql takes for a command of its own, up to the end of the line
  Character ///< a character that PostgreSQL refuses, in whatever statement it stands
};

/// One statement, as psql would send it. Offsets are in bytes.
struct SqlStatement {
  std::vector<SqlToken> tokens; ///< with the comments before and in it, without the semicolon
  std::size_t begin = 0;        ///< of its first token that is no comment
  std::size_t end = 0;          ///< behind its last one
  bool is_terminated = false;   ///< by a semicolon…
  std::size_t terminator = 0;   ///< …which is here
  bool is_command = false;      ///< psql's own, such as `\set`
  std::size_t data_begin = 0;   ///< of the rows after COPY … FROM stdin, on the line after it
  std::size_t data_end = 0; ///< behind the line that ends them, `\.`; equal where there are none

  /// Whether there are only comments, as between two semicolons or at the end of a text.
  [[nodiscard]] bool is_empty() const { return begin == end; }
};

/// Splits SQL into statements where psql does (psqlscan.l): at semicolons outside of quotes,
/// comments, parentheses and the body of a function between BEGIN ATOMIC and END. Rows of COPY …
/// FROM stdin belong to their statement. Does not copy.
class SqlSplitter {
public:
  /// `text` has to outlive this. Starts at the byte `position`, between two statements.
  explicit SqlSplitter(std::string_view text,
                       Backslash backslash = Backslash::Command,
                       std::size_t position = 0)
      : text_(text), scanner_(text, position), backslash_(backslash) {}

  /// Goes to the next statement; what comes behind the last semicolon is one more, even if it is
  /// empty. False at the end of the text.
  bool next(SqlStatement& statement);

private:
  /// How deep a token is in parentheses and in bodies of functions.
  struct Depth {
    std::size_t parentheses = 0;
    std::size_t bodies = 0;
    bool is_routine = false;
    bool was_begin = false;
  };
  bool next_token(SqlToken& token);
  void follow(Depth& depth, const SqlToken& token, const SqlStatement& statement) const;
  void take_command(SqlStatement& statement, const SqlToken& backslash);
  void find_data(SqlStatement& statement);
  [[nodiscard]] std::string_view text_of(const SqlToken& token) const {
    return text_.substr(token.begin, token.end - token.begin);
  }

  std::string_view text_;
  SqlScanner scanner_;
  Backslash backslash_;
  bool is_done_ = false;
  std::size_t data_begin_ = std::string_view::npos; ///< rows that the scanner has to jump over
  std::size_t data_end_ = 0;
};

} // namespace confiture
