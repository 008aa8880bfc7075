#pragma once

#include <confiture/api.h>
#include <confiture/config.hpp>
#include <confiture/progress.hpp>
#include <confiture/selection.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace confiture {

/// A file, and the SHA-256 of what it holds.
struct FileDigest {
  std::string digest; ///< in lower-case hexadecimal
  std::string path;   ///< relative to the base directory

  friend bool operator==(const FileDigest&, const FileDigest&) = default;
};

/// What a selection held at some time, file by file. As text it is a list that `sha256sum --check`
/// understands, in build order, below comment lines:
///
///     # environment: local
///     # fingerprint: 5b36997e…
///     # root: 07a1c6b2…
///     2c26b46b…  schema/10_tables/customer.sql
///
/// A line depends on its file alone, so a change of one file touches one line and the root.
struct Manifest {
  std::string environment;
  std::string fingerprint; ///< of all files, as `build` gives it
  std::string root;        ///< SHA-256 of the lines of the files as text, names and order included
  std::vector<FileDigest> files; ///< in build order
};

struct ManifestOptions {
  std::optional<std::string> output = {}; ///< path of a file to write it to, if any
  bool fsync = false;                     ///< keep the output also when the power fails
  unsigned jobs = 0;                      ///< threads; 0 chooses
  Progress* progress = nullptr;           ///< kept up to date if given
};

/// The manifest of a selection. Reads every file once, whatever it holds. An output is replaced in
/// one step. Throws Error (Schema001) for a file that cannot be read, named or written.
CONFITURE_API Manifest make_manifest(const Config& config,
                                     const Selection& selection,
                                     const ManifestOptions& options = {});

/// The root of these files.
CONFITURE_API std::string root_digest(const std::vector<FileDigest>& files);

CONFITURE_API std::string manifest_text(const Manifest& manifest);

/// Reads a manifest; `name` is what errors call it. What the comment lines do not say is left
/// empty. Throws Error (Schema001) naming the line that is none of a manifest.
CONFITURE_API Manifest parse_manifest(std::string_view text, const std::string& name);

/// Reads a manifest from its file; none if there is no file. Throws like `parse_manifest`, and
/// Error (Schema001) for a file that cannot be read.
CONFITURE_API std::optional<Manifest> read_manifest(const std::string& path);

} // namespace confiture
