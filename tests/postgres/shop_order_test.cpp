#include "postgres/load_order.hpp"
#include "postgres/suite.hpp"
#include "support.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace confiture::testing {
namespace {

namespace fs = std::filesystem;

/// The files of a folder of the sample project, in the order of a build.
std::vector<SqlFile> shop(const std::string& folder) {
  std::vector<SqlFile> files;
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(SHOP_DIRECTORY) / folder)) {
    if (entry.path().extension() == ".sql") {
      files.push_back({entry.path().string(), read_file(entry.path())});
    }
  }
  std::sort(files.begin(), files.end(), [](const SqlFile& a, const SqlFile& b) {
    return a.name < b.name;
  });
  return files;
}

/// What extensions bring is not known to the rule, so they stay where they are.
bool is_fixed(const SqlFile& file) {
  return file.name.find("extensions") != std::string::npos;
}

TEST_CASE("the sample project loads in its order, and has no finding") {
  std::vector<SqlFile> files = shop("db/schema");
  for (SqlFile& file : shop("db/seeds")) {
    files.push_back(std::move(file));
  }
  REQUIRE(files.size() == 29);
  const Comparison comparison = compare(server().create_database(), files);
  CHECK(comparison.details == "");
  CHECK(comparison.verdict == Verdict::Loads);
}

TEST_CASE("the sample project in any order: the rule says what the server says") {
  const std::vector<SqlFile> files = shop("db/schema");
  REQUIRE(is_fixed(files.front()));
  const std::string database = server().create_database();
  REQUIRE(compare(database, files).verdict == Verdict::Loads); // which makes the roles, too
  int refused = 0;
  int loaded = 0;
  for (std::uint32_t seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    std::vector<SqlFile> others(files.begin() + 1, files.end());
    if (seed % 2 == 0) {
      others = shuffled(others, random);
    } else { // one file elsewhere, which may do no harm
      const std::size_t from = random.below(others.size());
      SqlFile moved = std::move(others[from]);
      others.erase(others.begin() + static_cast<std::ptrdiff_t>(from));
      const std::size_t to = random.below(others.size() + 1);
      others.insert(others.begin() + static_cast<std::ptrdiff_t>(to), std::move(moved));
    }
    others.insert(others.begin(), files.front());
    const Comparison comparison = compare(database, others);
    CHECK(comparison.details == "");
    refused += comparison.verdict == Verdict::Refused ? 1 : 0;
    loaded += comparison.verdict == Verdict::Loads ? 1 : 0;
  }
  CHECK(refused > 30);
  CHECK(loaded > 3);
}

} // namespace
} // namespace confiture::testing
