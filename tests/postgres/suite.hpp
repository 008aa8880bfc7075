#pragma once

#include "postgres/server.hpp"

namespace confiture::testing {

/// The server that all tests of the program share; each makes databases of its own.
Server& server();

} // namespace confiture::testing
