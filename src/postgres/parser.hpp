#pragma once

#include "postgres/node.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace confiture::postgres {

/// Why PostgreSQL refuses a text.
struct SyntaxError {
  std::string message;    ///< in PostgreSQL's words
  std::size_t offset = 0; ///< of what it stumbled over, in bytes
};

struct ParsedStatement {
  Node node;             ///< of kind SelectStmt, CreateStmt, …
  std::size_t begin = 0; ///< in bytes; comments before it belong to it
  std::size_t end = 0;   ///< behind its last byte, before the semicolon
};

/// What PostgreSQL's parser makes of a text (libpg_query). Locations in it are in bytes.
class ParseTree {
public:
  /// `sql` is UTF-8. May be called by several threads at once. Throws std::bad_alloc.
  static ParseTree parse(std::string_view sql);

  ParseTree(ParseTree&&) noexcept;
  ParseTree& operator=(ParseTree&&) noexcept;
  ~ParseTree();

  /// Null if it was understood.
  [[nodiscard]] const SyntaxError* error() const { return error_.get(); }
  [[nodiscard]] const std::vector<ParsedStatement>& statements() const { return statements_; }

private:
  struct Document;
  ParseTree();

  std::unique_ptr<Document> document_;
  std::unique_ptr<SyntaxError> error_;
  std::vector<ParsedStatement> statements_;
};

} // namespace confiture::postgres
