#include "database/statement_run.hpp"

#include <doctest/doctest.h>

namespace confiture::database {
namespace {

TEST_CASE("what a server says is told as psql does, and cannot move the cursor") {
  CHECK(told({.message = "no"}) == "no");
  CHECK(told({.message = "two\nlines \x1b[2J",
              .detail = "Key (a)=(1).",
              .hint = "Try again.",
              .context = "COPY t, line 2\nSQL function \"f\""}) ==
        "two\nlines \\x1b[2J\n"
        "DETAIL:  Key (a)=(1).\n"
        "HINT:  Try again.\n"
        "CONTEXT:  COPY t, line 2\nSQL function \"f\"");
}

} // namespace
} // namespace confiture::database
