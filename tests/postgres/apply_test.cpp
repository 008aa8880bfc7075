// A schema is loaded into a real server by `confiture-build apply`.

#include "postgres/suite.hpp"
#include "project.hpp"
#include "support.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <csignal>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace confiture::testing {
namespace {

namespace fs = std::filesystem;

using Files = std::vector<std::pair<std::string, std::string>>;

/// A project in which only a schema is.
class Schema {
public:
  explicit Schema(const Files& files) {
    for (const auto& [name, text] : files) {
      write_file(directory_.path() / name, text);
    }
  }

  [[nodiscard]] ProcessResult apply(const std::vector<std::string>& arguments,
                                    const Environment& extra = {}) const {
    std::vector<std::string> argv = {CONFITURE_BUILD_PROGRAM, "apply", "."};
    argv.insert(argv.end(), arguments.begin(), arguments.end());
    ProcessOptions options{.cwd = directory_.path(), .timeout = std::chrono::milliseconds(60'000)};
    options.env.insert(extra.begin(), extra.end());
    return run(argv, options);
  }

private:
  TemporaryDirectory directory_;
};

/// What a query gives, one row a line.
std::string query(const std::string& database, const std::string& sql) {
  const ProcessResult result = server().psql(database, {"-At", "-c", sql});
  REQUIRE(result.err.empty());
  return result.out;
}

std::string throwaway_databases() {
  return query("postgres", "SELECT datname FROM pg_database WHERE datname LIKE 'confiture_tmp_%'");
}

std::string url() {
  return server().url("postgres");
}

const Files shop = {{"1.sql", "CREATE TABLE t (id int PRIMARY KEY);\n"},
                    {"2.sql", "COPY t FROM stdin;\n1\n2\n\\.\nINSERT INTO t VALUES (3);\n"},
                    {"3.sql",
                     "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END;\n"
                     "CREATE FUNCTION g() RETURNS int LANGUAGE sql AS $$ SELECT ';'::text = '' "
                     "AS b; SELECT 1 $$;\nCREATE VIEW v AS SELECT count(*) FROM t;"}};

TEST_CASE("a schema is loaded with the rows of COPY") {
  const std::string database = server().create_database();
  const ProcessResult result = Schema(shop).apply({"--database-url", server().url(database)});
  CHECK(result.status == 0);
  CHECK(result.err.empty());
  CHECK(result.out.find("Loaded 6 statements into " + database) == 0);
  CHECK(query(database, "SELECT count FROM v") == "3\n");
}

TEST_CASE("a schema that fails leaves nothing in the database") {
  const std::string database = server().create_database();
  Files files = shop;
  files.emplace_back("4.sql", "SELECT f();\n\nSELECT 1 / 0;\nCREATE TABLE u ();\n");
  const ProcessResult result = Schema(files).apply({"--database-url", server().url(database)});
  CHECK(result.status == 1);
  CHECK(result.out.find("4.sql:3:1: error [22012]: division by zero\n") == 0);
  CHECK(result.out.find("1 of 9 statements failed; " + database) != std::string::npos);
  CHECK(query(database, "SELECT relname FROM pg_class WHERE relname IN ('t', 'u', 'v')").empty());
}

TEST_CASE("what is checked when all is committed fails there") {
  const std::string database = server().create_database();
  const ProcessResult result =
      Schema(Files{{"a.sql",
                    "CREATE TABLE t (id int UNIQUE, r int REFERENCES t (id) DEFERRABLE INITIALLY "
                    "DEFERRED);\nINSERT INTO t VALUES (1, 2);\n"}})
          .apply({"--database-url", server().url(database)});
  CHECK(result.status == 1);
  CHECK(result.out.find("error [23503]: insert or update on table \"t\" violates") == 0);
  CHECK(result.out.find("\n  DETAIL:  Key (r)=(2) is not present in table \"t\".\n") !=
        std::string::npos);
  CHECK(result.out.find("\n  This came at the end of the transaction.\n") != std::string::npos);
  CHECK(query(database, "SELECT to_regclass('t')") == "\n");
}

TEST_CASE(
    "a throwaway load leaves nothing that is not of one database, and checks what is deferred") {
  const ProcessResult good = Schema(Files{{"a.sql", "CREATE ROLE of_all_databases;\n"}})
                                 .apply({"-d", url(), "--throwaway"});
  CHECK(good.out == "The schema loads: 1 statement\n");
  CHECK(
      query("postgres", "SELECT rolname FROM pg_roles WHERE rolname = 'of_all_databases'").empty());
  const ProcessResult bad =
      Schema(Files{{"a.sql",
                    "CREATE TABLE t (id int UNIQUE, r int REFERENCES t (id) DEFERRABLE INITIALLY "
                    "DEFERRED);\nINSERT INTO t VALUES (1, 2);\n"}})
          .apply({"-d", url(), "--throwaway"});
  CHECK(bad.status == 1);
  CHECK(bad.out.find("error [23503]: ") == 0);
}

TEST_CASE("what would end the transaction and what is for psql is refused before all else") {
  const std::string database = server().create_database();
  const ProcessResult result =
      Schema(Files{{"a.sql", "CREATE TABLE t ();\n"}, {"b.sql", "COMMIT;\n\\i other.sql\n"}})
          .apply({"--database-url", server().url(database)});
  CHECK(result.status == 1);
  CHECK(result.out.find("b.sql:1:1: error [transaction-control]: ") == 0);
  CHECK(result.out.find("\nb.sql:2:1: error [psql-command]: ") != std::string::npos);
  CHECK(query(database, "SELECT to_regclass('t')") == "\n");
}

TEST_CASE("a throwaway database is gone afterwards, and the named one as it was") {
  const std::string database = server().create_database();
  const ProcessResult good = Schema(shop).apply({"-d", server().url(database), "--throwaway"});
  CHECK(good.status == 0);
  CHECK(good.out == "The schema loads: 6 statements\n");
  CHECK(throwaway_databases().empty());
  const ProcessResult bad =
      Schema(Files{{"a.sql", "SELECT 1;\nSELEC 1;\n"}}).apply({"-d", url(), "--throwaway"});
  CHECK(bad.status == 1);
  CHECK(bad.out.find("a.sql:2:1: error [42601]: syntax error at or near \"SELEC\"\n") == 0);
  CHECK(throwaway_databases().empty());
  CHECK(query(database, "SELECT to_regclass('t')") == "\n");
}

TEST_CASE("all failures are told at once, and what they follow from") {
  const ProcessResult result =
      Schema(Files{{"a.sql", "CREATE TABLE a (k nope);\n"},
                   {"b.sql", "CREATE VIEW b AS\n  SELECT * FROM a;\nCREATE TABLE c (id int);\n"},
                   {"d.sql", "SELECT 1 FROM c;\nSELECT 1 / 0;\nSELECT 1 FROM b;\n"}})
          .apply({"-d", url(), "--throwaway", "--keep-going", "--format", "json"});
  CHECK(result.status == 1);
  const auto json = nlohmann::json::parse(result.out);
  CHECK(json["statements"] == 6);
  CHECK(json["failed"] == 4);
  CHECK_FALSE(json["loaded"]);
  std::vector<std::string> told;
  for (const auto& finding : json["findings"]) {
    told.push_back(finding["file"].get<std::string>() + ":" + finding["line"].dump() + ":" +
                   finding["column"].dump() + " " + finding["sqlstate"].get<std::string>() + " " +
                   finding["follows_from"].dump());
  }
  CHECK(told == std::vector<std::string>{"a.sql:1:19 42704 null",
                                         "b.sql:2:17 42P01 0",
                                         "d.sql:2:1 22012 null",
                                         "d.sql:3:15 42P01 0"});
  CHECK(throwaway_databases().empty());
}

TEST_CASE("a warning of the server is told, and is no failure") {
  const ProcessResult result =
      Schema(Files{{"a.sql", "DO $$\nBEGIN\n  RAISE WARNING 'careful';\nEND $$;\n"}})
          .apply({"-d", url(), "--throwaway"});
  CHECK(result.status == 0);
  CHECK(result.out.find("a.sql:1:1: notice [01000]: careful\n") == 0);
}

TEST_CASE("what cannot be in a transaction is told with advice") {
  const ProcessResult result =
      Schema(Files{{"a.sql", "CREATE TABLE t (id int);\nCREATE INDEX CONCURRENTLY ON t (id);\n"}})
          .apply({"-d", url(), "--throwaway"});
  CHECK(result.status == 1);
  CHECK(result.out.find("a.sql:2:1: error [25001]: ") == 0);
  CHECK(result.out.find("\n  All is loaded in one transaction; load this with psql, apart.\n") !=
        std::string::npos);
}

TEST_CASE("failures are told in every format of findings") {
  const Schema schema(Files{{"a.sql", "SELECT 1;\n\nSELECT no_such;\n"}});
  const auto told = [&](const std::string& format) {
    return schema.apply({"-d", url(), "--throwaway", "--format", format});
  };
  const auto sarif = nlohmann::json::parse(told("sarif").out)["runs"][0];
  CHECK(sarif["results"][0]["ruleId"] == "42703");
  CHECK(sarif["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] == 3);
  CHECK(sarif["tool"]["driver"]["rules"][0]["shortDescription"]["text"] ==
        "Syntax Error or Access Rule Violation");
  const auto gitlab = nlohmann::json::parse(told("gitlab").out)[0];
  CHECK(gitlab["check_name"] == "42703");
  CHECK(gitlab["location"]["lines"]["begin"] == 3);
  CHECK(told("github").err.find("::error file=a.sql,line=3,col=8,title=42703::column") !=
        std::string::npos);
}

TEST_CASE("without a server there is an error and a status of its own") {
  const ProcessResult result = Schema(shop).apply(
      {"-d", "postgresql://ann:geheim@localhost:1/shop", "--throwaway", "--format", "json"});
  CHECK(result.status == 3);
  CHECK(result.out.find("\"CONFIG_006\"") != std::string::npos);
  CHECK((result.out + result.err).find("geheim") == std::string::npos);
}

TEST_CASE("the README shows what a mistake in the sample project comes to") {
  const TemporaryDirectory directory;
  fs::copy(SHOP_DIRECTORY, directory.path(), fs::copy_options::recursive);
  const fs::path file = directory.path() / "db/schema/20_tables/50_product_price.sql";
  std::string text = read_file(file);
  text.replace(text.find("shop.amount"), 11, "shop.monney");
  write_file(file, text);
  const ProcessResult result =
      run({CONFITURE_BUILD_PROGRAM, "apply", "--throwaway", "--keep-going", "-d", url()},
          {.cwd = directory.path()});
  CHECK(result.status == 1);
  const std::string readme = read_file(CONFITURE_README);
  const std::string shown = indented(result.out);
  const std::size_t third = shown.find("\n    db/schema/30_functions");
  const std::size_t last = shown.rfind('\n', shown.size() - 2);
  CHECK(readme.find("    $ confiture-build apply --throwaway --keep-going\n" +
                    shown.substr(0, third) + "\n    …" + shown.substr(last) + "\n") !=
        std::string::npos);
}

/// Ends the program by a signal at each message to the server in turn; returns how many there were.
long signal_at_each_message(int signal, const Schema& schema, bool after) {
  for (long number = 1;; ++number) {
    CAPTURE(number);
    const ProcessResult result = schema.apply({"-d", url(), "--throwaway"},
                                              {{"LD_PRELOAD", FAULTS_PRELOAD},
                                               {"FAULT_CALL", "send"},
                                               {"FAULT_NUMBER", std::to_string(number)},
                                               {"FAULT_SIGNAL", std::to_string(signal)},
                                               {after ? "FAULT_AFTER" : "FAULT_BEFORE", "1"}});
    if (result.signal == 0) {
      CHECK(result.status == 0);
      return number - 1;
    }
    CHECK(result.signal == signal);
    if (signal == SIGKILL) { // who drops the database is not waited for
      for (int looks = 0; looks < 1000 && !throwaway_databases().empty(); ++looks) {
      }
    }
    CHECK(throwaway_databases().empty());
  }
}

TEST_CASE("a throwaway database is gone whenever the program is killed") {
  const Schema schema(Files{{"a.sql", "CREATE TABLE t (id int);\nCOPY t FROM stdin;\n1\n\\.\n"}});
  CHECK(signal_at_each_message(SIGKILL, schema, false) > 10);
  CHECK(signal_at_each_message(SIGKILL, schema, true) > 10);
}

TEST_CASE("a throwaway database is gone before the program ends by a signal") {
  const Schema schema(Files{{"a.sql", "CREATE TABLE t (id int);\n"}});
  CHECK(signal_at_each_message(SIGINT, schema, true) > 10);
  CHECK(signal_at_each_message(SIGTERM, schema, false) > 10);
}

} // namespace
} // namespace confiture::testing
