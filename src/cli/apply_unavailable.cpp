#include "cli/commands.hpp"
#include "database/unavailable.hpp"

namespace confiture::cli {

ExitStatus
run_apply(const ApplyArguments& /*arguments*/, Format /*format*/, Terminal& /*terminal*/) {
  throw database::unavailable("apply");
}

} // namespace confiture::cli
