#pragma once

#include "sql_script.hpp"
#include <confiture/config.hpp>
#include <confiture/selection.hpp>

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace confiture {

/// The profile of this name. Throws Error (Config010) if there is none.
const SeedProfile& seed_profile(const Config& config, const std::string& name);

/// The files of a selection that hold seeds, in build order; of these only what belongs to
/// `profile`, if that is given. Throws Error (Config001) for a bad pattern.
std::vector<SelectedFile> seeds_in(const Selection& selection, const SeedProfile* profile);

/// Reads a file of seeds. Throws Error (Seed001) if it cannot be read or is not UTF-8.
SqlScript read_seeds(const SelectedFile& file);

/// Names the place of a byte of a script, printable.
using PlaceOf = std::function<std::string(std::size_t offset)>;

/// `FILE:LINE:COLUMN` in the script that a file is; both have to outlive what is returned.
PlaceOf places_in(const std::string& file, const SqlScript& script);

} // namespace confiture
