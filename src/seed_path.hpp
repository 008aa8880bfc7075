#pragma once

#include <string_view>

namespace confiture {

/// Whether a component of the path has `seed` or `seeds` as a whole word (reference, section 7).
bool is_seed_path(std::string_view path);

/// What a profile sees of a file: its path below the first directory that names seeds, or its bare
/// name if there is none. `path` is one from the parent of the base directory on.
std::string_view path_below_seeds(std::string_view path);

} // namespace confiture
