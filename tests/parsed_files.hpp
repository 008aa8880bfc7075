#pragma once

#include "postgres/file_objects.hpp"
#include "postgres/parser.hpp"

#include <stdexcept>
#include <string>
#include <vector>

namespace confiture::testing {

/// The statements of a text that PostgreSQL's parser understands as a whole.
inline std::vector<postgres::StatementSource> sources_of(const postgres::ParseTree& tree) {
  if (tree.error() != nullptr) {
    throw std::runtime_error(tree.error()->message);
  }
  std::vector<postgres::StatementSource> sources;
  for (const postgres::ParsedStatement& statement : tree.statements()) {
    sources.push_back({.node = statement.node, .begin = statement.begin, .end = statement.end});
  }
  return sources;
}

inline postgres::FileObjects objects_in(const std::string& text) {
  return postgres::objects_of(text, sources_of(postgres::ParseTree::parse(text)));
}

} // namespace confiture::testing
