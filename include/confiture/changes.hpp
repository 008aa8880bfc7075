#pragma once

#include <confiture/api.h>
#include <confiture/manifest.hpp>

#include <string>
#include <vector>

namespace confiture {

struct Rename {
  std::string from;
  std::string to;

  friend auto operator<=>(const Rename&, const Rename&) = default;
};

/// How one list of files became another. A file can be reordered besides being edited, and else is
/// in one of these only; each is sorted.
struct CONFITURE_API Changes {
  std::vector<std::string> added;
  std::vector<std::string> removed;
  std::vector<std::string> edited;
  std::vector<Rename> renamed;           ///< the same contents under another path
  std::vector<std::string> reordered;    ///< fewest whose moving explains the new order
  std::vector<std::string> line_endings; ///< edited in nothing but how lines end

  [[nodiscard]] bool none() const;
};

/// What happened between two lists. They cannot tell an edit of line endings from any other, which
/// is left to who has the files. Takes time n log n.
CONFITURE_API Changes changes_between(const std::vector<FileDigest>& before,
                                      const std::vector<FileDigest>& after);

} // namespace confiture
