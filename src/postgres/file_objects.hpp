#pragma once

#include "postgres/node.hpp"
#include "postgres/objects.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace confiture::postgres {

/// Where a statement stands in its file, in bytes.
struct StatementSource {
  Node node;             ///< of kind CreateStmt, …
  std::size_t begin = 0; ///< comments before it may belong to it
  std::size_t end = 0;   ///< behind its last byte
  std::size_t base = 0;  ///< what has to be added to the locations in `node`
};

/// What the statements of a file create, drop, move and set, and what they refer to that has to be
/// there when they run. Not looked into are DO blocks and what is run as a string; of functions in
/// PL/pgSQL only declarations count, for the server looks up the rest when they are called.
/// `text` is the file's. Several threads may call it. Throws std::bad_alloc.
FileObjects objects_of(std::string_view text, const std::vector<StatementSource>& statements);

} // namespace confiture::postgres
