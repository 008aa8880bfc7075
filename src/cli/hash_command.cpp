#include "cli/commands.hpp"
#include "cli/terminal.hpp"
#include <confiture/build.hpp>

namespace confiture::cli {

void run_hash(const HashArguments& arguments) {
  const Scope scope = arguments.sources.schema_only ? Scope::SchemaOnly : Scope::Everything;
  const Selection selection = select(load(arguments.sources), scope);
  print(fingerprint(selection, arguments.sources.jobs) + "\n");
}

} // namespace confiture::cli
