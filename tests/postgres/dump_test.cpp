#include "postgres/suite.hpp"
#include "project.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace confiture::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using Words = std::vector<std::string>;

constexpr const char* secret = "hidden-word";

/// A project whose database's address has a password, and programs of its own that come first in
/// PATH.
class Dumps {
public:
  Dumps() {
    project_.write("db/environments/local.yaml",
                   "database_url: " + server().url("postgres") + "&password=" + secret +
                       "\ninclude_dirs: [db/schema, db/seeds]\n"
                       "seed: {profiles: {slim: {include: [core/]}}}\n");
    project_.write("db/schema/a.sql", "CREATE TABLE t (id int PRIMARY KEY, name text);\n");
    project_.write("db/seeds/a.sql", "COPY t FROM stdin;\n1\ta\n\\.\nSET search_path TO none;\n");
    project_.write("db/seeds/core/b.sql", "BEGIN; INSERT INTO t VALUES (2, 'b'); COMMIT;\n");
    fs::create_directory(project_.path("out"));
    fs::create_directory(project_.path("bin"));
  }

  void write(const std::string& name, const std::string& text) const { project_.write(name, text); }
  [[nodiscard]] fs::path path(const std::string& name) const { return project_.path(name); }

  /// Puts a script in the place of another program.
  void write_program(const std::string& name, const std::string& script) const {
    write("bin/" + name, "#!/bin/sh\n" + script);
    fs::permissions(path("bin/" + name), fs::perms{0755});
  }

  [[nodiscard]] ProcessResult run(const Words& argv) const {
    ProcessOptions options{.cwd = project_.path(), .timeout = std::chrono::milliseconds(60'000)};
    options.env["SOURCE_DATE_EPOCH"] = "0";
    options.env["PATH"] = path("bin").string() + ":" + options.env["PATH"];
    const ProcessResult result = testing::run(argv, options);
    INFO(result.err);
    CHECK(result.out.find(secret) == std::string::npos);
    CHECK(result.err.find(secret) == std::string::npos);
    return result;
  }
  [[nodiscard]] ProcessResult dump(Words options) const {
    options.insert(options.begin(), {CONFITURE_BUILD_PROGRAM, "-o", "schema.sql", "--dump"});
    return run(options);
  }

  /// The JSON of a dump that has to succeed.
  [[nodiscard]] json report_of(Words options) const {
    options.insert(options.end(), {"--format", "json"});
    const ProcessResult result = dump(options);
    INFO(result.err);
    REQUIRE(result.status == 0);
    return json::parse(result.out);
  }

  /// The names in the table of a database that was restored from a dump.
  [[nodiscard]] std::string names_in(const std::string& artifact) const {
    const ProcessResult sql = run({"pg_restore", "-f", "restored.sql", artifact});
    INFO(sql.err);
    REQUIRE(sql.status == 0);
    fs::permissions(path(""), fs::perms{0755});
    const std::string database = server().create_database();
    const ProcessResult restored = server().psql(database, {"-f", path("restored.sql").string()});
    INFO(restored.err);
    REQUIRE(restored.status == 0);
    return server()
        .psql(database,
              {"-Atc", "SELECT coalesce(string_agg(name, ',' ORDER BY id), '') FROM public.t"})
        .out;
  }

  [[nodiscard]] Words everything_in(const std::string& folder) const {
    Words names;
    for (const auto& entry : fs::directory_iterator(path(folder))) {
      names.push_back(entry.path().filename());
    }
    return names;
  }

private:
  Project project_;
};

std::string throwaway_databases() {
  return server()
      .psql("postgres", {"-Atc", "SELECT datname FROM pg_database WHERE datname ~ '^confiture_'"})
      .out;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("a dump can be restored, and is made once") {
  const Dumps dumps;
  const json first = dumps.report_of({"out"});
  const std::string hash = first["hash"];
  const std::string artifact = "out/schema_local.full." + hash.substr(0, 12) + ".pgdump";
  CHECK(first["artifact_path"] == artifact);
  CHECK(first["artifact_hash"] == hash);
  CHECK(dumps.names_in(artifact) == "a,b\n");
  CHECK(throwaway_databases().empty());
  CHECK(dumps.everything_in("out").size() == 1);
  const auto time = fs::last_write_time(dumps.path(artifact));
  const ProcessResult second = dumps.dump({"out/"});
  CHECK(second.status == 0);
  CHECK(has(second.err, "Artifact up-to-date (cache hit): " + artifact + "\n"));
  CHECK(has(second.out, "  Artifact: " + artifact + "\n"));
  CHECK(fs::last_write_time(dumps.path(artifact)) == time);
}

TEST_CASE("a dump holds the seeds of its profile, as a file or a directory") {
  const Dumps dumps;
  const json slim = dumps.report_of({"new/", "--seed-profile", "slim", "--dump-format=directory"});
  const std::string artifact = slim["artifact_path"];
  CHECK(slim["seed_profile"] == "slim");
  CHECK(artifact.starts_with("new/schema_local.slim."));
  CHECK(artifact.ends_with(".pgdir"));
  CHECK(dumps.names_in(artifact) == "b\n");
  CHECK(dumps.everything_in("new").size() == 1);
  const json without = dumps.report_of({"plain.dump", "--schema-only"});
  CHECK(without["artifact_path"] == "plain.dump");
  CHECK(dumps.names_in("plain.dump") == "\n");
}

TEST_CASE("a dump that fails is told with the place, and leaves nothing") {
  const Dumps dumps;
  dumps.write("db/schema/b.sql", "\nCREATE TABLE u (\n  id int, other nothing);\n");
  const ProcessResult schema = dumps.dump({"out"});
  CHECK(schema.status == 4);
  CHECK(has(schema.err,
            "[SCHEMA_001]: Failed to load the schema " + dumps.path("db/schema/b.sql").string() +
                ":3:17: ERROR:  42704: type \"nothing\" does not exist\n"));
  dumps.write("db/schema/b.sql", "\\set x 1\n");
  const ProcessResult command = dumps.dump({"out"});
  CHECK(command.status == 4);
  CHECK(has(command.err, "[SCHEMA_205]: Refusing to apply"));
  CHECK(has(command.err, "b.sql:1:1: psql meta-command (\\set x 1)"));
  dumps.write("db/schema/b.sql", "");
  dumps.write("db/seeds/core/c.sql", "SELECT 1;\nINSERT INTO t VALUES (2);\n");
  const ProcessResult seeds = dumps.dump({"out"});
  CHECK(seeds.status == 4);
  CHECK(has(seeds.err,
            "[SCHEMA_001]: Failed to apply seed file " +
                dumps.path("db/seeds/core/c.sql").string() + ":2:1: ERROR:  23505: "));
  CHECK(dumps.everything_in("out").empty());
  CHECK(throwaway_databases().empty());
}

TEST_CASE("pg_dump gets the password where nobody else sees it") {
  const Dumps dumps;
  dumps.write_program("pg_dump",
                      "printf '%s\\n' \"$@\" >arguments\n"
                      "printf '%s\\n' \"$PGPASSWORD\" >password\n"
                      "while [ $# -gt 1 ]; do shift; done\necho made >\"$1\"\n");
  CHECK(dumps.dump({"x.dump"}).status == 0);
  CHECK(read_file(dumps.path("x.dump")) == "made\n");
  CHECK(read_file(dumps.path("password")) == std::string(secret) + "\n");
  const std::string arguments = read_file(dumps.path("arguments"));
  CAPTURE(arguments);
  CHECK_FALSE(has(arguments, secret));
  CHECK(arguments.starts_with("-Fc\n-d\ndbname='confiture_tmp_"));
  CHECK(dumps.dump({"y", "--dump-format", "directory"}).status == 0);
  CHECK(read_file(dumps.path("arguments")).starts_with("-Fd\n-j\n4\n-d\ndbname='confiture_tmp_"));
}

TEST_CASE("a pg_dump that fails or is missing is told, and leaves nothing") {
  const Dumps dumps;
  dumps.write_program("pg_dump",
                      "for i in 1 2 3 4 5 6 7; do echo \"line $i\" >&2; done\n"
                      "while [ $# -gt 1 ]; do shift; done\nmkdir -p \"$1\" 2>/dev/null; exit 3\n");
  for (const char* format : {"custom", "directory"}) {
    const ProcessResult failed = dumps.dump({"out", "--dump-format", format});
    CHECK(failed.status == 4);
    CHECK(
        has(failed.err, "[SCHEMA_001]: pg_dump failed: line 3\nline 4\nline 5\nline 6\nline 7\n"));
    CHECK(dumps.everything_in("out").empty());
  }
  // A file that cannot be run hides none that can.
  const ProcessResult missing =
      dumps.run({"env", "PATH=/nowhere", CONFITURE_BUILD_PROGRAM, "--dump", "out"});
  CHECK(missing.status == 4);
  CHECK(has(missing.err, "[SCHEMA_001]: pg_dump not found on PATH. Install postgresql-client.\n"));
  CHECK(dumps.everything_in("out").empty());
  CHECK(throwaway_databases().empty());
}

TEST_CASE("a server that is not there is a fault of the schema, as in the reference") {
  const Dumps dumps;
  const ProcessResult none = dumps.dump({"out", "-d", "postgresql://u:hidden-word@/d?host=/none"});
  CHECK(none.status == 4);
  CHECK(has(none.err, "[SCHEMA_001]: "));
  const ProcessResult format = dumps.dump({"out", "--dump-format", "tar"});
  CHECK(format.status == 5);
  CHECK(has(format.err, "[CONFIG_001]: Invalid dump format: tar. Use custom or directory.\n"));
}

TEST_CASE("a dump that is killed leaves no database, and nothing that looks like a dump") {
  for (const std::string signal : {"KILL", "TERM"}) {
    CAPTURE(signal);
    const Dumps dumps;
    REQUIRE(dumps.run({"mkfifo", "started"}).status == 0);
    // It ends with the database.
    dumps.write_program("pg_dump",
                        "echo >started\nexec psql -X -d \"$3\" -c 'SELECT pg_sleep(60)'\n");
    const std::string script = std::string(CONFITURE_BUILD_PROGRAM) +
                               " --dump out & read -r line <started; kill -" + signal +
                               " $!; wait $!";
    const ProcessResult killed = dumps.run({"sh", "-c", script});
    CHECK(killed.status > 128);
    for (int i = 0; i < 500 && !throwaway_databases().empty(); ++i) {
    }
    CHECK(throwaway_databases().empty());
    for (const std::string& name : dumps.everything_in("out")) {
      CHECK(name == ".confiture-build-0");
    }
    dumps.write_program("pg_dump", "while [ $# -gt 1 ]; do shift; done\necho made >\"$1\"\n");
    CHECK(dumps.dump({"out"}).status == 0);
    CHECK(dumps.everything_in("out").size() == 1);
  }
}

} // namespace
} // namespace confiture::testing
