#pragma once

#include "postgres/foreign_key.hpp"
#include "sql_statements.hpp"

#include <string_view>
#include <vector>

namespace confiture::postgres {

/// What has to go from `text` for these keys to be gone from a CREATE TABLE in it: the keys, the
/// commas that would be left over, blanks before them, and lines on which nothing else stands.
/// Comments stay, save those within a key. In order, apart from each other; none if there is no
/// key, or if tokens and tree disagree on how many elements there are. Locations in the tree count
/// from where the statement begins; those that are returned count from the text's start.
std::vector<Span> key_cuts(std::string_view text,
                           const SqlStatement& statement,
                           Node create,
                           const std::vector<ForeignKey>& keys);

} // namespace confiture::postgres
