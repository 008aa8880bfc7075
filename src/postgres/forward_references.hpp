#pragma once

#include "postgres/objects.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace confiture::postgres {

/// A name that a statement needs and only a later one creates: PostgreSQL refuses the first.
/// Offsets are in bytes.
struct ForwardReference {
  std::size_t file = 0; ///< its place in the build
  std::size_t offset = 0;
  std::string_view statement; ///< what refers, such as `CREATE VIEW`
  std::string_view kind;      ///< of the object: `table`, `function`, …
  std::string name;           ///< of the object, with its schema if that is written or not `public`
  std::size_t defining_file = 0;
  std::size_t defining_offset = 0;
};

/// All of a build whose files follow each other in one session, by file and offset; a name once a
/// statement. What is never created is taken to be there from the start: roles, what extensions and
/// DO blocks bring. So is what a transaction that is rolled back created.
std::vector<ForwardReference> forward_references(const std::vector<FileObjects>& files);

} // namespace confiture::postgres
