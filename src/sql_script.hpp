#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace confiture {

/// A whole text of SQL, by lines and by the statements that psql sends of it. Offsets are in bytes,
/// lines counted from 1.
class SqlScript {
public:
  explicit SqlScript(std::string text);

  struct Statement {
    std::size_t sent = 0;  ///< where what psql sends begins: blanks and line comments are left out
    std::size_t begin = 0; ///< of its first token that is no comment
    std::size_t end = 0;   ///< behind its last one
    std::size_t data_begin = 0; ///< of the rows of COPY … FROM stdin
    std::size_t data_end = 0;   ///< equal where there are none
    /// Where a command of psql is: `\set`, or one that ends a statement, such as `\gexec`.
    std::optional<std::size_t> command = {};
    std::uint64_t line = 0; ///< that psql names when it fails: where the statement or its rows end
  };

  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] const std::vector<Statement>& statements() const { return statements_; }

  /// The positions of the statements that psql reports at a line; usually one.
  [[nodiscard]] std::vector<std::size_t> reported_at(std::uint64_t line) const;

  [[nodiscard]] std::uint64_t line_of(std::size_t offset) const;
  /// In characters, from 1.
  [[nodiscard]] std::uint64_t column_of(std::size_t offset) const;
  /// Where a line begins; the end of the text for one that it does not have.
  [[nodiscard]] std::size_t begin_of(std::uint64_t line) const;
  /// Without its end.
  [[nodiscard]] std::string_view line_text(std::uint64_t line) const;

private:
  std::string text_;
  std::vector<std::size_t> line_begins_;
  std::vector<Statement> statements_;
};

} // namespace confiture
