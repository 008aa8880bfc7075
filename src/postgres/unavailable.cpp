// What stands for everything in this folder when CONFITURE_PG_PARSER is off.

#include <confiture/error.hpp>
#include <confiture/lint.hpp>
#include <confiture/parser.hpp>

namespace confiture {

std::optional<int> grammar_version() {
  return std::nullopt;
}

std::vector<Finding> lint(const std::vector<SelectedFile>& /*files*/,
                          const LintOptions& /*options*/) {
  throw Error(ErrorCode::Schema001,
              "lint: not available in this build, which has no SQL parser",
              "Build it with one: cmake -DCONFITURE_PG_PARSER=bundled.");
}

} // namespace confiture
