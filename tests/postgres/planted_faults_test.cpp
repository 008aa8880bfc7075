// Faults in copies of fixtures/shop, as psql tells of them, are led back to where they are.

#include "postgres/suite.hpp"
#include "random.hpp"
#include "support.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

namespace confiture::testing {
namespace {

namespace fs = std::filesystem;

/// SQL that fails, and in which of its lines, from 1.
struct Fault {
  std::string sql;
  std::size_t line;
};

const std::vector<Fault> faults = {
    {"CREATE TABLE planted (\n\n  /* c\n\n  */ id int,,\n  b int\n);\n", 5},
    {"CREATE TABLE planted (\n  id int,\n  -- é\n  kind no_such_type\n);\n", 4},
    {"CREATE VIEW planted AS\n  SELECT *\n  FROM no_such_table;\n", 3},
    {"CREATE TABLE planted ();\n\nCREATE TABLE planted (\n);\n", 3},
    {"CREATE TABLE planted (id int);\nCOPY planted FROM stdin;\n1\n2\nthree\n4\n\\.\n", 5},
    {"DO $$\nBEGIN\n  PERFORM 1;\n  PERFORM 1 / 0;\nEND\n$$;\n", 4},
    {"CREATE FUNCTION planted(n int) RETURNS int LANGUAGE plpgsql AS $body$\nBEGIN\n"
     "  RETURN 1 / n;\nEND\n$body$;\nSELECT planted(0);\n",
     3}};

/// The path below `directory` and the line that the first error is led to, `a.sql:3`.
std::string located_error(const fs::path& directory, const std::string& database) {
  const ProcessResult built =
      run({CONFITURE_BUILD_PROGRAM, "--output", "schema.sql"}, {.cwd = directory});
  REQUIRE(built.status == 0);
  const ProcessResult psql = server().psql(
      database, {"--single-transaction", "-v", "ON_ERROR_STOP=1", "-f", directory / "schema.sql"});
  CHECK(psql.status == 3);
  const ProcessResult located =
      run({CONFITURE_BUILD_PROGRAM, "locate"}, {.cwd = directory, .input = psql.out + psql.err});
  CHECK(located.status == 0);
  CHECK(located.err.empty());
  const std::size_t error = located.out.find(": ERROR:");
  REQUIRE(error != std::string::npos);
  const std::size_t begin = located.out.rfind("psql:", error) + 5;
  return located.out.substr(begin, error - begin);
}

TEST_CASE("psql's messages about 210 planted faults are led to their files and lines") {
  const std::string database = server().create_database();
  Random random(210);
  const TemporaryDirectory directory;
  fs::copy(SHOP_DIRECTORY, directory.path(), fs::copy_options::recursive);
  fs::permissions(directory.path(), fs::perms{0755});
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(directory.path() / "db/schema")) {
    if (entry.path().extension() == ".sql") {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  for (std::size_t round = 0; round < 210; ++round) {
    const fs::path& file = random.pick(files);
    const Fault& fault = faults[round % faults.size()];
    const std::string text = read_file(file);
    const std::string above = random.text({"\n", "-- c\n", "/* a\n b */\n", "SELECT 1;\n"}, 6) +
                              (random.below(2) == 0 ? text : "");
    const bool is_behind = above.find(text) != std::string::npos;
    write_file(file, above + fault.sql + (is_behind ? "" : text));
    const auto lines_above = static_cast<std::size_t>(std::count(above.begin(), above.end(), '\n'));
    CAPTURE(round);
    CAPTURE(fault.sql);
    CAPTURE(above);
    CHECK(located_error(directory.path(), database) ==
          fs::relative(file, directory.path()).string() + ":" +
              std::to_string(lines_above + fault.line));
    write_file(file, text);
  }
}

} // namespace
} // namespace confiture::testing
