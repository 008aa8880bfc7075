#include "database/script_run.hpp"
#include "database/seed_run.hpp"
#include "failure.hpp"

#include <doctest/doctest.h>

#include <string>

namespace confiture::database {
namespace {

using testing::failure_of;

void require(const char* sql) {
  const SqlScript script(sql);
  require_applicable(script, places_in("/s.sql", script));
}

TEST_CASE("seeds that cannot be applied are refused with the place") {
  const Error commit = failure_of([] { require("SELECT 1;\n  COMMIT;\n"); });
  CHECK(commit.code() == ErrorCode::Seed001);
  CHECK(std::string(commit.what())
            .starts_with("/s.sql:2:3: seed files must not contain transaction control"));
  const Error command = failure_of([] { require("SELECT 'é'; \\! rm\n"); });
  CHECK(command.code() == ErrorCode::Seed001);
  CHECK(std::string(command.what()) == "Refusing to apply /s.sql:1:13: psql meta-command (\\! rm)");
  CHECK_NOTHROW(require("COPY a FROM stdin;\nBEGIN;\n\\.\n"));
}

TEST_CASE("a script that is run as psql would may control transactions, but not psql") {
  const auto require_sql = [](const char* sql) {
    const SqlScript script(sql);
    require_no_commands(script, places_in("x", script), ErrorCode::Schema205);
  };
  CHECK(failure_of([&] { require_sql("\\q"); }).code() == ErrorCode::Schema205);
  CHECK_NOTHROW(require_sql("BEGIN; COMMIT;"));
}

} // namespace
} // namespace confiture::database
