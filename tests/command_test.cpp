// What only the running program shows: its streams, its exit status, what it leaves behind.

#include "command_project.hpp"
#include "failure.hpp"
#include <confiture/parser.hpp>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>
#include <sys/stat.h>
#include <vector>

namespace confiture {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::contains;
using testing::default_output;
using testing::make_symlink;
using testing::ProcessResult;
using testing::read_file;
using Project = testing::CommandProject;
using Words = Project::Words;

TEST_CASE("a build writes the default output and tells of it") {
  const Project project;
  const ProcessResult result = project.run({});
  CHECK(result.status == 0);
  CHECK(contains(result.out, "Schema built successfully"));
  CHECK(contains(result.out, "Output: " + project.path(default_output).string() + "\n"));
  CHECK_FALSE(contains(result.out, "Hash:"));
  CHECK(contains(result.err, "Building schema for environment: local\n"));
  CHECK(contains(result.err, "Found 2 SQL files\n"));
  CHECK(contains(read_file(project.path(default_output)), "-- Files Included: 2\n"));
}

TEST_CASE("the program answers as confiture build does") {
  const Project project;
  CHECK(project.run({}).status == 0);
  const std::string bundle = read_file(project.path(default_output));
  CHECK(project.run({"build", "-o", "second.sql"}).status == 0);
  CHECK(read_file(project.path("second.sql")) == bundle);
  make_symlink(CONFITURE_BUILD_PROGRAM, project.path("confiture"));
  const Words under_that_name = {"sh", "-c", "exec ./confiture \"$@\""};
  CHECK(project.run({"build", "-o", "third.sql"}, under_that_name).status == 0);
  CHECK(read_file(project.path("third.sql")) == bundle);
}

TEST_CASE("the result as JSON is all that standard output holds") {
  const Project project;
  const ProcessResult result =
      project.run({"--format", "json", "--show-hash", "--no-validate-comments"});
  CHECK(result.status == 0);
  const json document = json::parse(result.out);
  CHECK(document["files_processed"] == 2);
  CHECK(document["output_path"] == project.path(default_output).string());
  CHECK(document["schema_size_bytes"] == fs::file_size(project.path(default_output)));
  CHECK(document["hash"].get<std::string>() + "\n" == project.run({"hash"}).out);
  CHECK(contains(result.err, "Comment validation: False"));
}

TEST_CASE("the result as CSV is all that standard output holds") {
  const Project project;
  const ProcessResult result = project.run({"-f", "csv", "--separator-style", "mysql"});
  CHECK(result.status == 0);
  CHECK(result.out.starts_with("metric,value\nsuccess,True\nfiles_processed,2\n"));
  CHECK(result.out.ends_with("artifact_hash,\n\n"));
  CHECK(contains(result.err, "Separator style: mysql"));
}

// Reference, section 12.
TEST_CASE("as text the notices of overrides are on standard output") {
  const Project project;
  const ProcessResult result = project.run(
      {"--validate-comments", "--separator-style=custom", "--separator-template=-- {file_path}"});
  CHECK(result.status == 0);
  CHECK(contains(result.out, "Comment validation: True"));
  CHECK(contains(result.out, "Separator style: custom"));
  CHECK(contains(result.out, "Custom template: -- {file_path}"));
  CHECK(contains(read_file(project.path(default_output)), "\n-- a.sql\ncreate table a"));
}

TEST_CASE("a report goes to its file and one line to standard output") {
  const Project project;
  const ProcessResult as_json = project.run({"-f", "json", "--report", "r/out.json"});
  CHECK(as_json.out == "Output written to r/out.json\n");
  const std::string report = read_file(project.path("r/out.json"));
  CHECK(report.ends_with("}"));
  CHECK(json::parse(report)["ok"] == true);
  const ProcessResult as_csv = project.run({"-f", "csv", "--report", "out.csv"});
  CHECK(as_csv.out == "CSV report saved to " + project.path("out.csv").string() + "\n");
  CHECK(contains(read_file(project.path("out.csv")), "success,True\r\n"));
  CHECK(project.run({"--report", "out.txt"}).status == 0);
  CHECK_FALSE(project.has("out.txt")); // text ignores it
}

TEST_CASE("a report that is replaced hands on its mode, and one that cannot be is whole") {
  const Project project;
  project.write("r.json", "old");
  REQUIRE(::chmod(project.path("r.json").c_str(), 0604) == 0);
  CHECK(project.run({"-f", "json", "--report", "r.json"}).status == 0);
  CHECK(json::parse(read_file(project.path("r.json")))["ok"] == true);
  struct stat status {};
  REQUIRE(::stat(project.path("r.json").c_str(), &status) == 0);
  CHECK((status.st_mode & 07777U) == 0604);
  const ProcessResult result = project.run({"-f", "json", "--report", "db"});
  CHECK(result.status == 4);
  CHECK(contains(result.err, "Error writing report to db: Is a directory"));
}

TEST_CASE("each kind of failure has its exit status") {
  const Project project;
  CHECK(project.run({"--bogus"}).status == 2);
  CHECK(project.run({"-e", "none"}).status == 5);
  CHECK(project.run({"--format", "xml"}).status == 5);
  CHECK(project.run({"--separator-style", "foo"}).status == 5);
  CHECK(project.run({"-o", "db"}).status == 4);
  project.write("db/schema/c.sql", "/*");
  CHECK(project.run({}).status == 4);
  CHECK(project.run({"hash", "none"}).status == 5);
}

TEST_CASE("an unknown format is told before any project is looked for") {
  const Project project;
  const ProcessResult result = project.run({"--format", "bogus", "--project-dir", "nowhere"});
  CHECK(result.status == 5);
  CHECK(result.out.empty());
  CHECK(contains(result.err, "Invalid --format"));
  CHECK(contains(result.err, "bogus"));
  CHECK(contains(result.err, "VALID_001"));
}

TEST_CASE("a usage error leaves standard output empty whatever the format") {
  const Project project;
  const ProcessResult result = project.run({"--format", "json", "--bogus"});
  CHECK(result.status == 2);
  CHECK(result.out.empty());
  CHECK(contains(result.err, "--bogus"));
}

TEST_CASE("a failure is told in the format of the result") {
  const Project project;
  const ProcessResult as_json = project.run({"-f", "json", "-e", "none"});
  const json document = json::parse(as_json.out);
  CHECK(document["ok"] == false);
  CHECK(document["error"]["code"] == "CONFIG_001");
  CHECK(document["error"]["message"] == "Environment config not found: db/environments/none.yaml\n"
                                        "Expected: db/environments/none.yaml");
  CHECK_FALSE(contains(as_json.err, "error ["));
  for (const std::string format : {"text", "csv"}) {
    const ProcessResult other = project.run({"-f", format, "-e", "none"});
    CHECK(other.out.empty());
    CHECK(contains(other.err, "confiture-build: error [CONFIG_001]: Environment config not found"));
  }
  const ProcessResult reported = project.run({"-f", "json", "--report", "r.json", "-e", "none"});
  CHECK(reported.status == 5);
  CHECK(json::parse(read_file(project.path("r.json")))["ok"] == false);
}

TEST_CASE("after an error nothing new lies around") {
  const Project project;
  const Words before = project.everything();
  const std::vector<std::pair<std::string, std::string>> bad_files = {
      {"utf8.sql", "\xFF"}, {"comment.sql", "/*"}, {"large.sql", std::string(2'000'000, '\xFF')}};
  for (const auto& bad_file : bad_files) {
    const std::string& name = bad_file.first;
    project.write("db/schema/" + name, bad_file.second);
    CAPTURE(name);
    CHECK(project.run({}).status == 4);
    CHECK(project.run({"-o", "deep/er/out.sql"}).status == 4);
    fs::remove(project.path("db/schema/" + name));
    CHECK(project.everything() == before);
  }
}

TEST_CASE("after an error the old output is whole") {
  const Project project;
  CHECK(project.run({}).status == 0);
  const std::string bundle = read_file(project.path(default_output));
  const Words before = project.everything();
  project.write("db/schema/x/b.sql", "/*");
  CHECK(project.run({}).status == 4);
  CHECK(read_file(project.path(default_output)) == bundle);
  CHECK(project.everything() == before);
}

TEST_CASE("directories are built without any environment") {
  const Project project;
  const ProcessResult result = project.run({"db/schema/x", "-o", "out.sql"});
  CHECK(result.status == 0);
  const std::string bundle = read_file(project.path("out.sql"));
  CHECK(contains(bundle, "* File: b.sql\n"));
  CHECK(contains(bundle, "-- Environment: local\n"));
  CHECK(project.run({"db/none"}).status == 5);
}

TEST_CASE("the hash command prints the fingerprint and writes nothing") {
  const Project project;
  const Words before = project.everything();
  const ProcessResult result = project.run({"hash"});
  CHECK(result.status == 0);
  CHECK(result.out.size() == 65);
  CHECK(result.out.find_first_not_of("0123456789abcdef") == 64);
  CHECK(result.err.empty());
  CHECK(project.everything() == before);
  // The base is the same directory, so the fingerprint is too.
  CHECK(project.run({"hash", "db/schema"}).out == result.out);
  CHECK(contains(project.run({"--show-hash"}).out, "Hash: " + result.out));
  project.write("db/schema/a.sql", "create table a ();\r\n");
  CHECK(project.run({"hash"}).out != result.out);
}

// Reference, sections 1 and 12: every other flag is ignored.
TEST_CASE("listing builds nothing and ignores what a build would need") {
  const Project project;
  const Words before = project.everything();
  const ProcessResult result = project.run({"--list-files",
                                            "-f",
                                            "json",
                                            "--separator-style",
                                            "bogus",
                                            "--report",
                                            "r.json",
                                            "--sequential"});
  CHECK(result.status == 0);
  const json document = json::parse(result.out);
  CHECK(document["total"] == 2);
  CHECK(document["files"][1]["path"] == "db/schema/x/b.sql");
  CHECK(document["files"][1]["entry"] == "db/schema");
  CHECK(project.everything() == before);
  CHECK(project.run({"--list-files", "-f", "csv"}).out ==
        "path,entry,order,pattern\n"
        "db/schema/a.sql,db/schema,0,**/*.sql\n"
        "db/schema/x/b.sql,db/schema,0,**/*.sql\n\n");
}

TEST_CASE("what needs a parser is refused by a build without one, before anything is done") {
  if (grammar_version()) {
    return;
  }
  const Project project;
  const std::string needed = "-DCONFITURE_PG_PARSER=bundled";
  const Words before = project.everything();
  const std::string search = "The search for duplicate definitions";
  for (const Words& words : std::vector<Words>{{"--two-pass", "--two-pass"},
                                               {"--warn-duplicates", search},
                                               {"--fail-on-duplicates", search}}) {
    const ProcessResult option = project.run({words.front()});
    CHECK(option.status == 4);
    CHECK(contains(option.err, words.back() + ": not available in this build"));
    CHECK(contains(option.err, needed));
  }
  CHECK(project.everything() == before);
  CHECK(project.run({"-q"}).status == 0);
  project.write("db/environments/local.yaml",
                "database_url: postgresql://h/d\ninclude_dirs: [db/schema]\n"
                "build: {two_pass: true}\n");
  for (const Words& words : std::vector<Words>{{}, {"split"}, {"check"}}) {
    const ProcessResult setting = project.run(words);
    CHECK(setting.status == 4);
    CHECK(contains(setting.err, "build.two_pass: not available in this build"));
    CHECK(contains(setting.err, needed));
  }
  CHECK(project.run({"--no-two-pass"}).status == 0);
}

// Reference, section 7.
TEST_CASE("a sequential build without seeds says so, and needs no database") {
  const Project project;
  for (const Words& words : std::vector<Words>{{"--sequential", "-d", "postgresql://h/d"}, {}}) {
    const ProcessResult text = project.run(words);
    CHECK(text.status == 0);
    CHECK(contains(text.out, "info [SEED_003]: No seed files found for environment 'local'\n"));
    Words as_json = words;
    as_json.insert(as_json.end(), {"-f", "json"});
    const json warnings = json::parse(project.run(as_json).out)["warnings"];
    CHECK(warnings.dump() == R"([{"code":"SEED_003","file":null,)"
                             R"("message":"No seed files found for environment 'local'",)"
                             R"("severity":"info"}])");
    project.write("db/environments/local.yaml",
                  "database_url: postgresql://h/d\ninclude_dirs: [db/schema]\n"
                  "seed: {execution_mode: sequential}\n");
  }
  CHECK(project.run({"hash"}).status == 0);
  CHECK(project.run({"split"}).status == 0);
}

// Reference, section 7.
TEST_CASE("seeds that are applied by themselves are in the fingerprint, not in the schema") {
  const Project project;
  CHECK(project.run({"-q"}).status == 0);
  const std::string schema = read_file(project.path(default_output));
  // Of neither text nor line ends is anything demanded that only a schema needs.
  project.write("db/schema/seeds/open.sql", "/* \xff\r\n");
  project.write("db/schema/seeds/large.sql", std::string(2'000'000, ' '));
  const std::string hash = project.run({"hash"}).out;
  const ProcessResult built =
      project.run({"--sequential", "--show-hash", "--manifest", "-d", "postgresql:///x?host=/-"});
  CHECK(built.status != 0); // but the schema is written before the database is asked
  CHECK(read_file(project.path(default_output)) == schema);
  CHECK(contains(read_file(project.path("db/confiture_local.sum")), hash.substr(0, 64)));
  CHECK(contains(read_file(project.path("db/confiture_local.sum")), "seeds/open.sql"));
  project.write("db/environments/local.yaml",
                "database_url: postgresql://h/d\ninclude_dirs: [db/schema]\n"
                "seed: {execution_mode: sequential}\n");
  CHECK(project.run({"check"}).status == 0);
  project.write("db/schema/a.sql", "create table other ();\n");
  const ProcessResult stale = project.run({"check", "--output", std::string(default_output)});
  CHECK(stale.status == 1);
  CHECK(contains(stale.out, "edited       a.sql"));
}

TEST_CASE("a database that is not named, and a profile that is not there, are told") {
  const Project project;
  project.write("db/schema/seeds/s.sql", "insert into a values (1);\n");
  const ProcessResult unnamed = project.run({"db/schema", "-o", "x.sql", "--sequential"});
  CHECK(unnamed.status == 5);
  CHECK(contains(unnamed.err, "[CONFIG_010]: Database URL required for --sequential mode\n"));
  const ProcessResult unknown = project.run({"--seed-profile", "slim", "-o", "y.sql"});
  CHECK(unknown.status == 5);
  CHECK(contains(unknown.err, "[CONFIG_010]: Unknown seed profile: 'slim'"));
  CHECK_FALSE(project.has("y.sql"));
}

TEST_CASE("a quiet command prints what was asked for and nothing else") {
  const Project project;
  const ProcessResult built = project.run({"--quiet"});
  CHECK(built.status == 0);
  CHECK(built.out.empty());
  CHECK(built.err.empty());
  CHECK(project.has(default_output));
  CHECK(project.run({"-q", "--show-hash", "--validate-comments"}).out == project.run({"hash"}).out);
  CHECK(project.run({"-q", "--list-files"}).out == "db/schema/a.sql\ndb/schema/x/b.sql\n");
  CHECK(project.run({"split", "-q"}).out.empty());
  CHECK(json::parse(project.run({"-q", "-f", "json"}).out)["ok"] == true);
  const ProcessResult failed = project.run({"-q", "-e", "none"});
  CHECK(failed.status == 5);
  CHECK(contains(failed.err, "error [CONFIG_001]"));
}

TEST_CASE("a verbose command tells what each entry adds and how long steps took") {
  const Project project;
  project.write("db/environments/local.yaml",
                "database_url: postgresql://h/d\n"
                "include_dirs: [db/schema, {path: db/none, order: 3, exclude: [x.sql]}]\n");
  const auto untimed = [](const std::string& out) { return out.substr(0, out.find("Time:")); };
  for (const Words& words : std::vector<Words>{{}, {"hash"}, {"split"}, {"--list-files"}}) {
    Words arguments = words;
    arguments.emplace_back("--verbose");
    const ProcessResult result = project.run(arguments);
    CAPTURE(words.size());
    CHECK(result.status == 0);
    CHECK(contains(result.err, "Selected 2 files in "));
    CHECK(contains(result.err,
                   "  " + project.path("db/schema").string() +
                       ": 2 files, order 0, include **/*.sql\n"));
    CHECK(contains(result.err,
                   "  " + project.path("db/none").string() +
                       ": 0 files, order 3, include **/*.sql, exclude x.sql\n"));
    CHECK(untimed(result.out) == untimed(project.run(words).out));
  }
  CHECK(contains(project.run({"-v"}).err, "Read 38 bytes and wrote the result in "));
}

TEST_CASE("timings are told beside the result, and in JSON when they are asked for") {
  const Project project;
  const ProcessResult text = project.run({"--timings", "-q", "--show-hash"});
  CHECK(text.err.starts_with("step "));
  for (const std::string step :
       {"config", "discover", "order", "read", "fingerprint", "body", "write"}) {
    CHECK(contains(text.err, "\n" + step + " "));
  }
  CHECK(text.out == project.run({"hash"}).out);
  const json with = json::parse(project.run({"--timings", "-f", "json"}).out);
  CHECK(with["timings"]["read"]["bytes"] == 38);
  CHECK(with["timings"]["fingerprint"]["bytes"] == 0);
  CHECK_FALSE(json::parse(project.run({"-f", "json"}).out).contains("timings"));
  CHECK(contains(project.run({"hash", "--timings"}).err, "\nfingerprint "));
}

TEST_CASE("colours are for terminals unless they are asked for") {
  const Project project;
  for (const Words& words : std::vector<Words>{{}, {"-e", "none"}, {"--list-files"}}) {
    const ProcessResult plain = project.run(words);
    CHECK_FALSE(contains(plain.out + plain.err, "\x1b"));
    Words colored = words;
    colored.emplace_back("--color=always");
    const ProcessResult result = project.run(colored);
    CHECK(contains(result.out + result.err, "\x1b["));
  }
  const ProcessResult as_json = project.run({"--color=always", "-f", "json"});
  CHECK_FALSE(contains(as_json.out, "\x1b"));
}

TEST_CASE("help goes to standard output") {
  const Project project;
  const ProcessResult result = project.run({"--help"});
  CHECK(result.status == 0);
  CHECK(contains(result.out, "--show-hash"));
  CHECK(result.err.empty());
}

} // namespace
} // namespace confiture
