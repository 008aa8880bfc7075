#include "postgres/suite.hpp"
#include "project.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace confiture::testing {
namespace {

using nlohmann::json;
using Words = std::vector<std::string>;

/// A project whose schema is in a database of its own, and whose seeds are to be applied to it.
class Seeds {
public:
  explicit Seeds(const std::string& settings = "") : database_(server().create_database()) {
    configure(settings);
    project_.write("db/schema/a.sql", "");
    sql("CREATE TABLE t (id int PRIMARY KEY, name text,"
        " parent int REFERENCES t DEFERRABLE INITIALLY DEFERRED)");
  }

  /// `settings` are lines of the block `seed`.
  void configure(const std::string& settings) const {
    project_.write("db/environments/local.yaml",
                   "database_url: " + server().url(database_) +
                       "\ninclude_dirs: [db/schema, db/seeds]\nseed:\n"
                       "  execution_mode: sequential\n" +
                       settings);
  }

  /// The SQL of a file of seeds.
  void write(const std::string& name, const std::string& text) const {
    project_.write("db/seeds/" + name, text);
  }

  [[nodiscard]] ProcessResult apply(const Words& options = {}) const {
    Words words = {"build", "--output", "schema.sql"};
    words.insert(words.end(), options.begin(), options.end());
    return project_.run(words);
  }

  std::string sql(const std::string& query) const {
    const ProcessResult result = server().psql(database_, {"-Atc", query});
    INFO(result.err);
    REQUIRE(result.status == 0);
    return result.out;
  }

  /// What is in the table, by number.
  [[nodiscard]] std::string names() const {
    return sql("SELECT coalesce(string_agg(name, ',' ORDER BY id), '') FROM t");
  }

  [[nodiscard]] std::string place(const std::string& name, const std::string& behind) const {
    return project_.path("db/seeds/" + name).string() + ":" + behind;
  }

private:
  Project project_;
  std::string database_;
};

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

const std::string one = "INSERT INTO t VALUES (1, 'one');\n";
const std::string two = "INSERT INTO t VALUES (2, 'two');\n";
const std::string one_again = "INSERT INTO t VALUES (3, 'three');\nINSERT INTO t\n"
                              "  VALUES (1, 'again');\n";

TEST_CASE("seeds are applied in build order, with rows of COPY, as they are in the file") {
  const Seeds seeds;
  seeds.write("1.sql",
              "\xEF\xBB\xBF-- é; BEGIN;\nINSERT INTO t VALUES (1, 'a;\rb');\n"
              "COPY t (id, name) FROM stdin;\n2\tBEGIN;\\\\\n3\t\\N\n\\.\n"
              "COPY t (id, name) FROM stdin;\n\\.\n"
              "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 4; END;\n");
  seeds.write("2.sql", "INSERT INTO t VALUES (f(), 'é');");
  const ProcessResult result = seeds.apply({"-f", "json"});
  INFO(result.err);
  CHECK(result.status == 0);
  const json report = json::parse(result.out);
  CHECK(report["seed_files_applied"] == 2);
  CHECK(report["files_processed"] == 1);
  CHECK(report["warnings"].empty());
  CHECK(seeds.sql("SELECT id, name FROM t ORDER BY id") == "1|a;\rb\n2|BEGIN;\\\n3|\n4|é\n");
}

TEST_CASE("seeds that fail leave nothing, and are told with the place") {
  const Seeds seeds;
  seeds.write("1.sql", one);
  seeds.write("2.sql", one_again);
  const ProcessResult result = seeds.apply();
  CHECK(result.status == 5);
  CHECK(has(result.err,
            "error [SEED_001]: Failed to execute seed file " + seeds.place("2.sql", "2:1: ") +
                "ERROR:  23505: duplicate key value violates unique constraint \"t_pkey\"\n"
                "DETAIL:  Key (id)=(1) already exists.\n"));
  CHECK(seeds.names() == "\n");
}

TEST_CASE("with a commit after each file, those before a failure stay") {
  const Seeds seeds("  transaction_mode: transaction\n");
  seeds.write("1.sql", one);
  seeds.write("2.sql", one_again);
  seeds.write("3.sql", two);
  CHECK(seeds.apply().status == 5);
  CHECK(seeds.names() == "one\n");
}

TEST_CASE("seeds go on after a failure if they are told to") {
  for (const char* mode : {"savepoint", "transaction"}) {
    CAPTURE(mode);
    const Seeds seeds(std::string("  transaction_mode: ") + mode + "\n");
    seeds.write("1.sql", one);
    seeds.write("2.sql", one_again);
    seeds.write("3.sql", "COMMIT;");
    seeds.write("4.sql", "SELECT 1 \\! false\n");
    seeds.write("5.sql", "\xff");
    seeds.write("6.sql", two);
    const ProcessResult result = seeds.apply({"--continue-on-error", "-f", "json"});
    INFO(result.err);
    CHECK(result.status == 0);
    CHECK(has(result.err, seeds.place("2.sql", "2:1")));
    CHECK(has(result.err, seeds.place("3.sql", "1:1")));
    CHECK(has(result.err, seeds.place("4.sql", "1:10")));
    CHECK(has(result.err, "5.sql: byte 0xff"));
    const json report = json::parse(result.out);
    CHECK(report["seed_files_applied"] == 2);
    CHECK(report["warnings"].dump() ==
          R"([{"code":"SEED_002","file":null,"message":"4 seed file(s) failed",)"
          R"("severity":"warning"}])");
    CHECK(seeds.names() == "one,two\n");
  }
}

TEST_CASE("what can be refused without the server is refused before anything is applied") {
  for (const char* text : {"SELECT 1;\nrollback;", "SELECT 1;\n\\! true\n", "\xc3"}) {
    CAPTURE(text);
    const Seeds seeds("  transaction_mode: transaction\n");
    seeds.write("1.sql", one);
    seeds.write("2.sql", text);
    CHECK(seeds.apply().status == 5);
    CHECK(seeds.names() == "\n");
  }
}

TEST_CASE("what fails only when it is committed is told, too") {
  const std::string orphan = "INSERT INTO t VALUES (9, 'orphan', 77);\n";
  const Seeds together;
  together.write("1.sql", orphan);
  together.write("2.sql", two);
  const ProcessResult result = together.apply({"--continue-on-error"});
  CHECK(result.status == 5);
  CHECK(has(result.err, "[SEED_001]: Seed application failed: ERROR:  23503: "));
  CHECK(together.names() == "\n");
  const Seeds each("  transaction_mode: transaction\n  continue_on_error: true\n");
  each.write("1.sql", orphan);
  each.write("2.sql", two);
  CHECK(each.apply().status == 0);
  CHECK(each.names() == "two\n");
}

TEST_CASE("places lead to rows of COPY, into bodies of PL/pgSQL and count characters") {
  const Seeds seeds;
  const auto place_of = [&](const std::string& text, const std::string& place) {
    seeds.write("s.sql", text);
    const ProcessResult result = seeds.apply();
    CAPTURE(result.err);
    CHECK(result.status == 5);
    CHECK(has(result.err, seeds.place("s.sql", place + ": ERROR:  ")));
  };
  place_of("SELECT 1;\n\nCOPY t FROM stdin;\n1\ta\t\\N\nx\ta\t\\N\n\\.\n", "5:1");
  place_of("-- first\nSELECT 'é', /* é */\n  'é', nothing;\n", "3:8");
  place_of("/* a */ SELECT 1;\nDO $$\nBEGIN\n  PERFORM 1;\n  RAISE 'no';\nEND $$;\n", "5:3");
  place_of("SELECT 1,\n;", "1:10");
}

TEST_CASE("what one file of seeds sets holds for those after it, unless it fails") {
  const Seeds seeds("  continue_on_error: true\n");
  seeds.write("1.sql", "CREATE SCHEMA s; CREATE TABLE s.u (a int); SET search_path TO s, public;");
  seeds.write("2.sql", "SET search_path TO public; SELECT 1/0;");
  seeds.write("3.sql", "INSERT INTO u VALUES (3);");
  CHECK(seeds.apply().status == 0);
  CHECK(seeds.sql("SELECT a FROM s.u") == "3\n");
}

TEST_CASE("a lost session ends the seeds, whatever they are to go on after") {
  const Seeds seeds("  continue_on_error: true\n");
  seeds.write("1.sql", one);
  seeds.write("2.sql", "SELECT pg_terminate_backend(pg_backend_pid());");
  seeds.write("3.sql", two);
  const ProcessResult result = seeds.apply();
  CHECK(result.status == 5);
  CHECK(has(result.err, seeds.place("2.sql", "1:1")));
  CHECK(seeds.names() == "\n");
}

TEST_CASE("a profile chooses seeds, and the option the database") {
  const Seeds elsewhere;
  const Seeds seeds(
      "  profiles: {slim: {include: [core/], exclude: [x*]}, none: {include: [y]}}\n");
  seeds.write("core/a.sql", one);
  seeds.write("core/x.sql", "SELECT 1/0;");
  seeds.write("stats/b.sql", two);
  const ProcessResult result = seeds.apply({"--seed-profile", "slim", "-f", "json"});
  CHECK(result.status == 0);
  const json report = json::parse(result.out);
  CHECK(report["seed_profile"] == "slim");
  CHECK(report["seed_files_applied"] == 1);
  CHECK(seeds.names() == "one\n");
  const ProcessResult none = seeds.apply({"--seed-profile", "none", "-f", "json"});
  CHECK(json::parse(none.out)["seed_files_applied"] == 0);
  CHECK(json::parse(none.out)["warnings"].empty());
}

} // namespace
} // namespace confiture::testing
