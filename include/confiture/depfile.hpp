#pragma once

#include <confiture/api.h>
#include <confiture/config.hpp>
#include <confiture/selection.hpp>

#include <string>
#include <vector>

namespace confiture {

/// What on disk decides what a build makes. Paths are absolute, each is there once.
struct Dependencies {
  std::vector<std::string> files;   ///< the environment file, then sources; of a link both ends
  std::vector<std::string> folders; ///< in which a file that comes or goes changes the build
};

/// The dependencies of a build of this selection. Folders are those that were walked, less those
/// below `exclude_dirs`, and in place of an include directory that is absent the nearest one above
/// it that is there.
CONFITURE_API Dependencies dependencies(const Config& config, const Selection& selection);

/// A depfile, as make includes it and ninja reads it: a rule that makes `target`, spelled as the
/// build system does, depend on each dependency, and one without a recipe for each dependency, so
/// that one that has gone is a change and not an error. Paths below `working_directory` are
/// relative to it. Throws Error (Schema001) for a name that cannot be written so that both read it.
CONFITURE_API std::string depfile_text(const std::string& target,
                                       const Dependencies& dependencies,
                                       const std::string& working_directory);

/// Throws Error (Schema001) if to put a file at `written` would change the dependencies: one that
/// is one of them, would be a source next time, or lies in a folder that is watched, so that the
/// output would never be newer than the folder.
CONFITURE_API void require_independent(const Config& config,
                                       const Selection& selection,
                                       const Dependencies& dependencies,
                                       const std::string& written);

} // namespace confiture
