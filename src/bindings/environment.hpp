#pragma once

#include <confiture/build.hpp>
#include <confiture/check.hpp>
#include <confiture/config.hpp>
#include <confiture/selection.hpp>

#include <string>

namespace confiture::bindings {

/// An environment as other languages hold it.
struct Environment {
  std::string project_dir;
  Config config;
  Scope scope = Scope::Everything;
  unsigned jobs = 0; ///< threads; 0 chooses
};

/// Throws Error like `load_config`.
Environment open_environment(const std::string& project_dir, const std::string& name);

/// The fingerprint of its sources as they are now. Throws Error.
std::string fingerprint(const Environment& environment);

/// Builds it, without seeds that are applied by themselves; with the fingerprint. `options` says
/// where to. Throws Error.
BuildResult build(const Environment& environment, BuildOptions options);

/// Compares the files, or those that are there if none is named, with the sources. Throws Error.
CheckResult check(const Environment& environment, CheckOptions options);

} // namespace confiture::bindings
