#include <confiture/build.hpp>
#include <confiture/error.hpp>
#include <confiture/version.h>

#include <iostream>

/// Prints the version and the fingerprint of a project; that a failure keeps its class on its way
/// out of the library is seen with one that is not there.
int main(int /*argc*/, char** argv) {
  try {
    confiture::load_config(argv[1], "no-such-environment");
    return 1;
  } catch (const confiture::Error& error) {
    if (error.code() != confiture::ErrorCode::Config001) {
      return 1;
    }
  }
  const confiture::Config config = confiture::load_config(argv[1], "local");
  const confiture::Selection selection = confiture::select(config, confiture::Scope::Everything);
  std::cout << CONFITURE_VERSION << ' ' << confiture::fingerprint(selection) << '\n';
}
