#pragma once

#include <confiture/api.h>
#include <confiture/changes.hpp>
#include <confiture/config.hpp>
#include <confiture/manifest.hpp>
#include <confiture/progress.hpp>
#include <confiture/selection.hpp>

#include <optional>
#include <string>

namespace confiture {

enum class ManifestState {
  Current,
  Stale,   ///< the sources have changed since
  Altered, ///< it was edited or merged: its root is not that of its lines
  Missing,
};

enum class BundleState {
  Current,
  Stale,        ///< a build would give another body
  EditedByHand, ///< the body is not the one that the header names, or the header is gone
  Missing,
};

struct CheckOptions {
  std::optional<std::string> manifest = {}; ///< path of the manifest to check, if any
  std::optional<std::string> bundle = {};   ///< path of the bundle to check, if any
  unsigned jobs = 0;                        ///< threads; 0 chooses
  Progress* progress = nullptr;             ///< kept up to date if given
};

struct CONFITURE_API CheckResult {
  std::optional<ManifestState> manifest; ///< of what was asked for
  std::optional<BundleState> bundle;     ///< likewise
  /// What happened to the sources since the manifest was written or, if that says nothing, since
  /// the bundle was built, as far as its separators tell.
  Changes changes;

  [[nodiscard]] bool is_current() const;
};

/// Compares a selection with what was written of it before. Reads every source once; for the bundle
/// its text is looked at as by `build`. Throws Error like `build`, and (Schema001) for a manifest
/// or bundle that is there but cannot be read.
CONFITURE_API CheckResult check(const Config& config,
                                const Selection& selection,
                                const CheckOptions& options);

/// Whether the bundle at `path` is as it was built, which needs no sources: never Stale. Throws
/// Error (Schema001) if it cannot be read.
CONFITURE_API BundleState check_bundle(const std::string& path);

} // namespace confiture
