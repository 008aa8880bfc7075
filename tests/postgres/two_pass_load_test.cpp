#include "postgres/suite.hpp"
#include "support.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

namespace confiture::testing {
namespace {

namespace fs = std::filesystem;

/// Builds the SQL of some files, in this order, and loads it.
class Loader {
public:
  explicit Loader(const std::vector<std::string>& files) {
    write_file(directory_.path() / "db/environments/local.yaml",
               "database_url: postgresql://h/d\ninclude_dirs: [db/schema]\n");
    for (std::size_t i = 0; i < files.size(); ++i) {
      write_file(directory_.path() / "db/schema" / (std::to_string(i) + ".sql"), files[i]);
    }
  }

  [[nodiscard]] LoadResult load(const std::string& database,
                                const std::vector<std::string>& options) const {
    std::vector<std::string> argv = {CONFITURE_BUILD_PROGRAM, "--output", "schema.sql"};
    argv.insert(argv.end(), options.begin(), options.end());
    const ProcessResult built = run(argv, {.cwd = directory_.path()});
    REQUIRE(built.status == 0);
    const fs::path schema = directory_.path() / "schema.sql";
    fs::permissions(directory_.path(), fs::perms{0755});
    return server().load(database, {schema});
  }

private:
  TemporaryDirectory directory_;
};

/// The foreign keys of a database, one a line, as the server words them.
std::string foreign_keys(const std::string& database) {
  const ProcessResult result =
      server().psql(database,
                    {"-Atc",
                     "SELECT conrelid::regclass || ' ' || conname || ' ' || "
                     "pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' "
                     "AND conparentid = 0 ORDER BY 1"});
  REQUIRE(result.status == 0);
  return result.out;
}

TEST_CASE("tables that refer to each other load in two passes, and only so") {
  const std::string database = server().create_database();
  const Loader circle(
      {"CREATE TABLE a (id int PRIMARY KEY, b int REFERENCES b);\n",
       "CREATE TABLE b (\n  id int PRIMARY KEY,\n  c int,\n"
       "  CONSTRAINT \"to C\" FOREIGN KEY (c) REFERENCES c (id) ON DELETE SET NULL\n"
       "    DEFERRABLE INITIALLY DEFERRED -- said last\n);\n",
       "CREATE TABLE c (id int PRIMARY KEY REFERENCES a ON UPDATE CASCADE,\n"
       "  parent int /* its own */ REFERENCES c (id) NOT NULL);\n"});
  CHECK_FALSE(circle.load(database, {}).is_loaded);
  const LoadResult loaded = circle.load(database, {"--two-pass"});
  CHECK(loaded.error == "");
  CHECK(loaded.is_loaded);
  CHECK(foreign_keys(database) ==
        "a a_b_fkey FOREIGN KEY (b) REFERENCES b(id)\n"
        "b to C FOREIGN KEY (c) REFERENCES c(id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED\n"
        "c c_id_fkey FOREIGN KEY (id) REFERENCES a(id) ON UPDATE CASCADE\n"
        "c c_parent_fkey FOREIGN KEY (parent) REFERENCES c(id)\n");
}

TEST_CASE("one pass and two make the same foreign keys where both load") {
  const std::string database = server().create_database();
  const Loader ordered(
      {"CREATE SCHEMA \"S\";\nCREATE TABLE \"S\".p (a int, b text, UNIQUE (a, b), UNIQUE (b));\n"
       "CREATE TABLE list (k text REFERENCES \"S\".p (b)) PARTITION BY LIST (k);\n"
       "CREATE TABLE part PARTITION OF list FOR VALUES IN ('x');\n",
       "CREATE TABLE base (n text CHECK (n <> 'REFERENCES'));\n"
       "CREATE TABLE child (a int, b text, \"select\" text REFERENCES \"S\".p (b),\n"
       "  FOREIGN KEY (a, b) REFERENCES \"S\".p (a, b) MATCH FULL,\n"
       "  CONSTRAINT pair FOREIGN KEY (a, b) REFERENCES \"S\".p (a, b) ON UPDATE CASCADE\n"
       "    ON DELETE RESTRICT) INHERITS (base);\n"});
  REQUIRE(ordered.load(database, {}).is_loaded);
  const std::string in_one = foreign_keys(database);
  REQUIRE(ordered.load(database, {"--two-pass"}).is_loaded);
  CHECK(foreign_keys(database) == in_one);
  CHECK(in_one.find("MATCH FULL") != std::string::npos);
}

} // namespace
} // namespace confiture::testing
