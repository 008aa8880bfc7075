// Faults in copies of fixtures/shop, as psql and apply tell of them, are led back to where they
// are.

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

#ifdef HAS_DATABASE
/// Where `apply` says that it fails, likewise.
std::string applied_error(const fs::path& directory, const std::string& database) {
  const ProcessResult applied =
      run({CONFITURE_BUILD_PROGRAM, "apply", "--database-url", server().url(database)},
          {.cwd = directory});
  CHECK(applied.status == 1);
  const std::string place = applied.out.substr(0, applied.out.find(": error ["));
  return place.substr(0, place.rfind(':')); // without the column
}
#endif

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

TEST_CASE("210 planted faults are led to their files and lines, through psql and by apply") {
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
    const std::string place = fs::relative(file, directory.path()).string() + ":" +
                              std::to_string(lines_above + fault.line);
    CHECK(located_error(directory.path(), database) == place);
#ifdef HAS_DATABASE
    CHECK(applied_error(directory.path(), database) == place);
#endif
    write_file(file, text);
  }
}

} // namespace
} // namespace confiture::testing
