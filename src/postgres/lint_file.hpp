#pragma once

#include "allowances.hpp"
#include "postgres/inventory.hpp"
#include "postgres/objects.hpp"
#include <confiture/finding.hpp>

#include <string_view>
#include <vector>

namespace confiture::postgres {

/// What is to be known of a file once it has been read.
struct FileFacts {
  std::vector<Finding> findings; ///< of the rules that need no other file; these are not named yet
  Allowances allowances;
  std::vector<DefinedObject> definitions; ///< that are left at its end
  FileObjects objects;                    ///< what it creates and needs, statement by statement
};

/// Judges the text of one file. May be called by several threads at once.
FileFacts facts_of(std::string_view text);

} // namespace confiture::postgres
