#include "database/seed_run.hpp"
#include "failure.hpp"

#include <doctest/doctest.h>

#include <string>

namespace confiture::database {
namespace {

using testing::failure_of;

TEST_CASE("seeds that cannot be applied are refused with the place") {
  const auto refusal = [](const char* sql) {
    return failure_of([&] { require_applicable("/s.sql", SqlScript(sql)); });
  };
  const Error commit = refusal("SELECT 1;\n  COMMIT;\n");
  CHECK(commit.code() == ErrorCode::Seed001);
  CHECK(std::string(commit.what())
            .starts_with("/s.sql:2:3: seed files must not contain transaction control"));
  const Error command = refusal("SELECT 'é'; \\! rm\n");
  CHECK(command.code() == ErrorCode::Seed001);
  CHECK(std::string(command.what()) == "Refusing to apply /s.sql:1:13: psql meta-command (\\! rm)");
  CHECK_NOTHROW(require_applicable("/s.sql", SqlScript("COPY a FROM stdin;\nBEGIN;\n\\.\n")));
}

TEST_CASE("a script that is run as psql would may control transactions, but not psql") {
  CHECK(failure_of([] { require_no_commands("x", SqlScript("\\q")); }).code() ==
        ErrorCode::Schema205);
  CHECK_NOTHROW(require_no_commands("x", SqlScript("BEGIN; COMMIT;")));
}

} // namespace
} // namespace confiture::database
