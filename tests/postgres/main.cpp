// Tests with a real PostgreSQL, one server for all of them. Ends with 77, which CTest shows as
// skipped, where there is none.

#define DOCTEST_CONFIG_IMPLEMENT
#include "postgres/suite.hpp"

#include <doctest/doctest.h>

#include <cstdio>
#include <memory>

namespace confiture::testing {

namespace {

std::unique_ptr<Server> the_server; // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

}

Server& server() {
  return *the_server;
}

} // namespace confiture::testing

int main(int argc, char** argv) {
  using confiture::testing::the_server;
  try {
    the_server = std::make_unique<confiture::testing::Server>();
  } catch (const confiture::testing::NoServer& reason) {
    std::printf("skipped: %s", reason.what());
    return 77;
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "%s\n", failure.what());
    return 1;
  }
  const int status = doctest::Context(argc, argv).run();
  the_server.reset();
  return status;
}
