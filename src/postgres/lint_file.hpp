#pragma once

#include "allowances.hpp"
#include <confiture/finding.hpp>

#include <string_view>
#include <vector>

namespace confiture::postgres {

/// What is to be known of a file once it has been read. What rules need that compare files belongs
/// here too.
struct FileFacts {
  std::vector<Finding> findings; ///< of the rules that need no other file; these are not named yet
  Allowances allowances;
};

/// Judges the text of one file. May be called by several threads at once.
FileFacts facts_of(std::string_view text);

} // namespace confiture::postgres
