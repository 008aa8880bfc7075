#pragma once

#include <confiture/api.h>
#include <confiture/config.hpp>
#include <confiture/progress.hpp>
#include <confiture/selection.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace confiture {

/// Takes the next piece of a bundle. What it throws ends the build and is thrown by it.
using Receiver = std::function<void(std::string_view)>;

struct BuildOptions {
  std::string output;     ///< path of the file to write, relative to the working directory
  Receiver receiver = {}; ///< gets the bundle instead of a file, once all sources have been read
  bool with_fingerprint = false;              ///< compute the fingerprint from the same bytes
  std::optional<std::string> manifest = {};   ///< where to write one too
  std::optional<std::string> source_map = {}; ///< likewise, for `locate`
  bool if_changed = false;                    ///< leave files alone that would stay as they are
  bool fsync = false;                         ///< keep what is written also when the power fails
  unsigned jobs = 0;                          ///< threads; 0 chooses
  Progress* progress = nullptr;               ///< kept up to date if given
};

struct BuildResult {
  std::size_t files = 0;
  std::uint64_t size = 0;                 ///< of the output, in bytes
  bool is_changed = true;                 ///< false if the old output was left alone
  bool manifest_is_changed = false;       ///< whether a manifest was written
  std::optional<std::string> fingerprint; ///< if it was asked for
};

/// Builds the selection into one file, the bundle (reference, sections 5 and 6). Every source is
/// read once; the old output stays whole until the new one replaces it, and stays for good after an
/// error; no output is replaced before all are written. With `if_changed` an output whose header
/// and body would be the same but for the time in the header is left alone. Throws Error: Schema001
/// for sources or output, Config001 for a template or epoch.
CONFITURE_API BuildResult build(const Config& config,
                                const Selection& selection,
                                const BuildOptions& options);

struct SplitOptions {
  std::string directory;        ///< where the three files go, relative to the working directory
  bool fsync = false;           ///< keep the files also when the power fails
  unsigned jobs = 0;            ///< threads; 0 chooses
  Progress* progress = nullptr; ///< kept up to date if given
};

/// One of the three files of a split.
struct SplitPart {
  std::string path; ///< in the directory as it was given
  std::size_t files = 0;
  std::uint64_t size = 0; ///< in bytes
};

struct SplitResult {
  SplitPart superuser_pre;  ///< below `superuser_dirs`: roles, extensions, schemas
  SplitPart app;            ///< everything else
  SplitPart superuser_post; ///< below `superuser_post_dirs`: grants, settings of roles
  std::string fingerprint;  ///< of all of them, as `build` gives it
};

/// Builds the selection into three files for deployment in phases, as the reference's
/// `SchemaBuilder.build_split()` does: `schema_<env>_superuser_pre.sql`, `_app.sql` and
/// `_superuser_post.sql`, each with its own header; the first and the last are empty if no file
/// goes there. Build order is kept within each. Throws like `build`; each file is replaced in one
/// step, and none before all sources have been read.
CONFITURE_API SplitResult build_split(const Config& config,
                                      const Selection& selection,
                                      const SplitOptions& options);

/// The fingerprint of the selection: SHA-256, in hexadecimal, over path, NUL, bytes, NUL of each
/// file in build order. Writes nothing and does not look at the text. `jobs` and `progress` as
/// above. Throws Error (Schema001) for a file that cannot be read.
CONFITURE_API std::string
fingerprint(const Selection& selection, unsigned jobs = 0, Progress* progress = nullptr);

} // namespace confiture
