#include "cli/commands.hpp"
#include <confiture/error.hpp>

namespace confiture::cli {

ExitStatus
run_apply(const ApplyArguments& /*arguments*/, Format /*format*/, Terminal& /*terminal*/) {
  throw Error(ErrorCode::Schema001,
              "apply: not available in this build, which knows no databases",
              "Build it with them: cmake -DCONFITURE_DATABASE=ON (package libpq-dev).");
}

} // namespace confiture::cli
