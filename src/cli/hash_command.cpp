#include "cli/commands.hpp"
#include "cli/terminal.hpp"
#include <confiture/build.hpp>

namespace confiture::cli {

void run_hash(const HashArguments& arguments) {
  const Selection selection = select(load(arguments.sources), scope_of(arguments.sources));
  print(fingerprint(selection, arguments.sources.jobs) + "\n");
}

} // namespace confiture::cli
