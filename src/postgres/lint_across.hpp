#pragma once

#include "postgres/lint_file.hpp"
#include <confiture/selection.hpp>

#include <string>
#include <vector>

namespace confiture::postgres {

/// Judges what files say together, in build order, and adds the findings to those of the file that
/// each is about. `names` are what findings call the files. Reads those that have findings once
/// more, to show their lines. Throws Error (Schema001).
void compare_files(const std::vector<SelectedFile>& files,
                   const std::vector<std::string>& names,
                   std::vector<FileFacts>& facts);

} // namespace confiture::postgres
