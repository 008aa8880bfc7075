#pragma once

#include <string_view>
#include <vector>

namespace confiture::cli {

struct CompletionScript {
  std::string_view shell; ///< what it is for, as `bash`
  std::string_view text;
};

/// What is to be given to a shell, so that it completes the command lines of this program; the
/// files in src/install/completions.
const std::vector<CompletionScript>& completion_scripts();

} // namespace confiture::cli
