#pragma once

#include "cli/declaration.hpp"

#include <string>
#include <vector>

namespace confiture::cli {

/// Titles and the options below them, in the order of their first options. Hidden ones are left
/// out.
struct OptionGroup {
  std::string title;
  std::vector<const DeclaredOption*> options; ///< of the declaration, which has to live as long
};
std::vector<OptionGroup> option_groups(const Declaration& declaration);

/// The command explained, one line an option.
std::string help_text(const Declaration& declaration);

} // namespace confiture::cli
