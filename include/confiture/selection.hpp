#pragma once

#include <confiture/api.h>
#include <confiture/config.hpp>
#include <confiture/progress.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace confiture {

/// A file that the build reads, and how it came to be in the build.
struct SelectedFile {
  std::string path;      ///< absolute, below the directory of its entry
  std::string target;    ///< where it really lies if it is a symbolic link, else empty
  std::size_t entry;     ///< position in `Selection::entries`
  std::size_t pattern;   ///< position in that entry's `include`: the first that matched
  bool is_apart = false; ///< it counts for fingerprint and manifest, but is not in the schema

  /// The path with symbolic links followed.
  [[nodiscard]] const std::string& resolved_path() const { return target.empty() ? path : target; }
};

/// What a build reads, in build order.
struct CONFITURE_API Selection {
  std::vector<IncludeEntry> entries;    ///< by `order`, then as they were listed
  std::string base_dir;                 ///< what the paths in separators and fingerprint start from
  std::vector<SelectedFile> files;      ///< at least one; each file once
  std::vector<std::string> directories; ///< absolute; that were walked, twice where entries overlap

  /// The path of a file as separators and fingerprint spell it.
  [[nodiscard]] std::string_view relative_path(const SelectedFile& file) const;
};

enum class Scope {
  Everything,
  SchemaOnly, ///< without the entries whose path names seeds (reference, section 7)
};

/// Whether a file holds seeds: whether its path from the parent of the base directory on has a
/// component that names them (reference, section 7).
CONFITURE_API bool holds_seeds(const Selection& selection, const SelectedFile& file);

/// Leaves the seeds, which are to be applied by themselves, out of the schema.
CONFITURE_API void set_seeds_apart(Selection& selection);

/// How many files make up the schema.
CONFITURE_API std::size_t files_in_schema(const Selection& selection);

struct SelectOptions {
  unsigned jobs = 0;            ///< threads; 0 chooses
  Progress* progress = nullptr; ///< kept up to date if given
};

/// Walks the include directories and decides which files are built and in which order (reference,
/// sections 3 to 5). Throws Error (Schema001) for a
/// directory that is missing or cannot be read and for a selection that is empty, (Config001) for a
/// bad pattern.
CONFITURE_API Selection select(const Config& config,
                               Scope scope,
                               const SelectOptions& options = {});

/// The directory that the paths of a build of everything start from, without looking for files.
CONFITURE_API std::string base_directory(const Config& config);

/// Whether a regular file at `path` (absolute, links followed) would belong to the selection of
/// these entries, existing or not.
CONFITURE_API bool
would_select(const Config& config, const Selection& selection, const std::string& path);

} // namespace confiture
