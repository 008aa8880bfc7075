#pragma once

#include <confiture/config.hpp>
#include <confiture/progress.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace confiture {

/// A file below an entry's directory that the entry's patterns select.
struct FoundFile {
  std::string path;    ///< absolute
  std::size_t pattern; ///< the first of the entry's `include` that matched
  bool is_link;        ///< a symbolic link, perhaps to nothing; its directory never is one
};

/// What a walk came by.
struct Discovery {
  std::vector<FoundFile> files;
  std::vector<std::string> directories; ///< absolute; all that were read, whatever is in them
};

struct DiscoverOptions {
  unsigned jobs = 1;            ///< directories read at once
  Progress* progress = nullptr; ///< counts the files, if given
};

/// Walks an entry's directory, names in byte order, and returns what its patterns select
/// (reference, section 3). Directories that are symbolic links are neither entered nor returned;
/// everything else that is no directory is a file, a dangling link or a named pipe too. `progress`,
/// if given, counts the files.
///
/// Throws Error (Schema001) for a directory that is missing while `auto_discover` is off, or cannot
/// be read; (Config001) for a bad pattern, when it is first tried.
Discovery discover(const IncludeEntry& entry, const DiscoverOptions& options = {});

/// Whether `discover` would return a regular file at `path` (absolute, links followed), were there
/// one.
bool would_discover(const IncludeEntry& entry, const std::string& path);

} // namespace confiture
