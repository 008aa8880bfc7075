#pragma once

#include <confiture/api.h>
#include <confiture/finding.hpp>
#include <confiture/progress.hpp>
#include <confiture/selection.hpp>

#include <vector>

namespace confiture {

/// What belongs together.
enum class LintScope {
  Build,    ///< all files, in their order
  EachFile, ///< each one for itself: what it needs or defines again may be in a file not given
};

struct LintOptions {
  LintScope scope = LintScope::Build;
  unsigned jobs = 0;            ///< threads; 0 chooses
  Progress* progress = nullptr; ///< kept up to date if given
};

/// Judges the SQL of these files. The
/// findings are in the order of files, lines and columns, without those that a comment
/// `-- confiture-build: allow RULE` in the source permits. Throws Error (Schema001) for a file that
/// cannot be read or is not UTF-8, of several the first, and where there is no SQL parser in this
/// build.
CONFITURE_API std::vector<Finding> lint(const std::vector<SelectedFile>& files,
                                        const LintOptions& options = {});

/// All rules that `lint` has, by id; also in a build without a parser.
CONFITURE_API const std::vector<Rule>& lint_rules();

} // namespace confiture
