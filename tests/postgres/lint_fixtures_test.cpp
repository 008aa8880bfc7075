#include "postgres/load_order.hpp"
#include "postgres/suite.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

namespace confiture::testing {
namespace {

/// The files of db/schema in the example of the rule.
std::vector<SqlFile> example(const std::string& name) {
  const std::filesystem::path folder =
      std::filesystem::path(LINT_EXAMPLES) / "forward-reference" / name / "db/schema";
  std::vector<SqlFile> files;
  for (const char* file : {"10_invoice.sql", "20_customer.sql"}) {
    files.push_back({file, read_file(folder / file)});
  }
  return files;
}

TEST_CASE("of the rule's two examples, the server refuses the bad one") {
  const std::string database = server().create_database();
  const Comparison bad = compare(database, example("bad"));
  CHECK(bad.details == "");
  CHECK(bad.verdict == Verdict::Refused);
  CHECK(compare(database, example("good")).verdict == Verdict::Loads);
}

} // namespace
} // namespace confiture::testing
