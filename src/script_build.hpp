#pragma once

#include <confiture/config.hpp>
#include <confiture/progress.hpp>
#include <confiture/selection.hpp>
#include <confiture/source_map.hpp>

#include <string>

namespace confiture {

/// A bundle that is in no file.
struct BuiltScript {
  std::string text; ///< header and body
  SourceMap map;    ///< exact, also where keys were moved
};

/// Makes the bundle that `build` would write, two passes included, in memory; writes nothing.
/// `jobs`: threads; 0 chooses. `progress` is kept up to date if given. Throws Error like `build`.
BuiltScript
build_script(const Config& config, const Selection& selection, unsigned jobs, Progress* progress);

} // namespace confiture
