#pragma once

#include "postgres/inventory.hpp"
#include <confiture/duplicates.hpp>

#include <string>
#include <vector>

namespace confiture::postgres {

/// What one file defines.
struct FileDefinitions {
  std::string file; ///< as findings name it
  std::vector<DefinedObject> objects;
};

/// The findings for files in build order (reference, `duplicates.find_duplicates`).
std::vector<Duplicate> duplicates_of(const std::vector<FileDefinitions>& files);

} // namespace confiture::postgres
