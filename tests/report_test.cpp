#include "cli/report.hpp"
#include "failure.hpp"
#include "support.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

namespace confiture {
namespace {

using cli::BuildReport;
using cli::ListReport;
using nlohmann::ordered_json;
using testing::contains;

const cli::Style plain;

BuildReport build_report() {
  BuildReport report;
  report.result = {.files = 3, .size = 1'234'567, .fingerprint = "abc"};
  report.output_path = "/p/out, \"x\".sql";
  report.elapsed = std::chrono::milliseconds(42);
  return report;
}

/// A list of a file, a link to another below the project, and a link out of it.
ListReport list_report() {
  ListReport report;
  report.environment = "prod";
  report.project_dir = "/no/project";
  report.selection.entries.resize(2);
  report.selection.entries[0].path = "/no/project/db";
  report.selection.entries[0].order = Integer::parse("99999999999999999999", 10);
  report.selection.entries[1].path = "/no/project";
  report.selection.entries[1].include = {"a", "b,\"c"};
  report.selection.base_dir = "/no/project";
  report.selection.files = {
      {.path = "/no/project/db/a.sql", .target = {}, .entry = 0, .pattern = 0},
      {.path = "/no/project/in.sql", .target = "/no/project/x/b.sql", .entry = 0, .pattern = 0},
      {.path = "/no/project/out.sql", .target = "/no/shared/x.sql", .entry = 1, .pattern = 1}};
  return report;
}

std::vector<std::string> keys_of(const ordered_json& object) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : object.items()) {
    keys.push_back(key);
  }
  return keys;
}

using Keys = std::vector<std::string>;

// Reference, section 8.
TEST_CASE("a build in JSON has the reference's keys in their order") {
  const std::string text = cli::build_json(build_report());
  CHECK(text.ends_with("}\n"));
  const ordered_json document = ordered_json::parse(text);
  CHECK(keys_of(document) == Keys{"success",
                                  "files_processed",
                                  "schema_size_bytes",
                                  "output_path",
                                  "hash",
                                  "execution_time_ms",
                                  "seed_files_applied",
                                  "artifact_path",
                                  "artifact_hash",
                                  "seed_profile",
                                  "warnings",
                                  "error",
                                  "duplicates",
                                  "ok",
                                  "command",
                                  "parser"});
  CHECK(document["success"] == true);
  CHECK(document["files_processed"] == 3);
  CHECK(document["schema_size_bytes"] == 1'234'567);
  CHECK(document["output_path"] == "/p/out, \"x\".sql");
  CHECK(document["hash"] == "abc");
  CHECK(document["execution_time_ms"] == 42);
  CHECK(document["seed_profile"].is_null());
  CHECK(document["warnings"] == ordered_json::array());
  CHECK(document["error"].is_null());
  CHECK(document["ok"] == true);
  CHECK(document["command"] == "build");
  CHECK(keys_of(document["parser"]) == Keys{"pglast", "pg_major"});
  BuildReport without = build_report();
  without.result.fingerprint.reset();
  CHECK(ordered_json::parse(cli::build_json(without))["hash"].is_null());
}

TEST_CASE("a list in JSON names files relative to the project where it can") {
  const ordered_json document = ordered_json::parse(cli::list_json(list_report()));
  CHECK(keys_of(document) == Keys{"env", "files", "total", "ok", "command", "parser"});
  CHECK(document["env"] == "prod");
  CHECK(document["total"] == 3);
  CHECK(keys_of(document["files"][0]) == Keys{"path", "entry", "order", "pattern"});
  CHECK(document["files"][0]["path"] == "db/a.sql");
  CHECK(document["files"][0]["entry"] == "db");
  CHECK(document["files"][0]["pattern"] == "**/*.sql");
  CHECK(document["files"][1]["path"] == "x/b.sql"); // where it really is
  CHECK(document["files"][2]["path"] == "/no/project/out.sql");
  CHECK(document["files"][2]["entry"] == ".");
  CHECK(document["files"][2]["order"] == 0);
  CHECK(document["files"][2]["pattern"] == "b,\"c");
  CHECK(contains(cli::list_json(list_report()), "\"order\": 99999999999999999999,"));
}

TEST_CASE("a failure in JSON is an envelope") {
  const Error error(ErrorCode::Schema001, "what", "do this");
  const ordered_json document = ordered_json::parse(cli::failure_json(cli::describe(error)));
  CHECK(keys_of(document) == Keys{"ok", "parser", "error", "command"});
  CHECK(document["ok"] == false);
  CHECK(keys_of(document["error"]) ==
        Keys{"code", "message", "severity", "details", "migration", "file", "line", "actionable"});
  CHECK(document["error"]["code"] == "SCHEMA_001");
  CHECK(document["error"]["message"] == "what");
  CHECK(document["error"]["severity"] == "error");
  CHECK(document["error"]["actionable"] == "do this");
  const Error bare(ErrorCode::Config001, "what");
  CHECK(
      ordered_json::parse(cli::failure_json(cli::describe(bare)))["error"]["actionable"].is_null());
}

// Recorded from Python: csv.writer over the same rows.
TEST_CASE("a build in CSV is rows of metric and value") {
  CHECK(cli::build_csv(build_report(), "\r\n") == "metric,value\r\n"
                                                  "success,True\r\n"
                                                  "files_processed,3\r\n"
                                                  "schema_size_bytes,1234567\r\n"
                                                  "output_path,\"/p/out, \"\"x\"\".sql\"\r\n"
                                                  "hash,abc\r\n"
                                                  "execution_time_ms,42\r\n"
                                                  "seed_files_applied,0\r\n"
                                                  "artifact_path,\r\n"
                                                  "artifact_hash,\r\n");
}

TEST_CASE("a list in CSV quotes only what needs it") {
  ListReport report = list_report();
  report.selection.files[0].path = "/no/project/db/[bold] :smile: 'x'.sql";
  report.selection.entries[0].include = {"say \"x\""};
  CHECK(cli::list_csv(report, "\n") ==
        "path,entry,order,pattern\n"
        "db/[bold] :smile: 'x'.sql,db,99999999999999999999,\"say \"\"x\"\"\"\n"
        "x/b.sql,db,99999999999999999999,\"say \"\"x\"\"\"\n"
        "/no/project/out.sql,.,0,\"b,\"\"c\"\n");
}

// Reference, section 12.
TEST_CASE("a build in text tells size and hash") {
  const std::string text = cli::build_text(build_report(), plain);
  CHECK(contains(text, "Schema built successfully\n"));
  CHECK(contains(text, "Size: 1.2 MiB (1,234,567 bytes)\n"));
  CHECK(contains(text, "Files: 3\n"));
  CHECK(contains(text, "Hash: abc\n"));
  CHECK(contains(text, "Time: 42 ms\n"));
  BuildReport small = build_report();
  small.result.size = 999;
  CHECK(contains(cli::build_text(small, plain), "Size: 999 bytes\n"));
}

TEST_CASE("names in text have no control characters") {
  BuildReport build = build_report();
  build.output_path = "/p/\x1b[2J\n.sql";
  CHECK(contains(cli::build_text(build, plain), "Output: /p/\\x1b[2J\\n.sql\n"));
  ListReport list = list_report();
  list.environment = "\x1b";
  list.selection.files[0].path = "/no/project/db/\x1b.sql";
  CHECK_FALSE(contains(cli::list_text(list, plain), "\x1b"));
}

TEST_CASE("a list in text has a line a file") {
  const std::string text = cli::list_text(list_report(), plain);
  CHECK(contains(text, "3 file(s) selected for env 'prod'"));
  CHECK(contains(text, "db/a.sql"));
  CHECK(contains(text, "/no/project/out.sql"));
  CHECK(std::count(text.begin(), text.end(), '\n') == 4);
}

TEST_CASE("a failure in text has its code and its hint") {
  CHECK(cli::failure_text({.command = "build", .code = "C", .message = "what", .hint = "do this"},
                          plain) == "confiture-build: error [C]: what\n  hint: do this\n");
  CHECK(cli::failure_text({.command = "build", .code = "C", .message = "what", .hint = ""},
                          plain) == "confiture-build: error [C]: what\n");
}

TEST_CASE("colours add to a text and change nothing else") {
  const cli::Style colored(true);
  const auto without_colors = [](std::string text) {
    for (std::size_t at = text.find("\x1b["); at != std::string::npos; at = text.find("\x1b[")) {
      text.erase(at, text.find('m', at) - at + 1);
    }
    return text;
  };
  BuildReport build = build_report();
  build.warnings.push_back({.code = "C", .severity = "warning", .message = "what"});
  const cli::FailureReport failure{.command = "build", .code = "C", .message = "m", .hint = "h"};
  for (const auto& [with, without] : std::vector<std::pair<std::string, std::string>>{
           {cli::build_text(build, colored), cli::build_text(build, plain)},
           {cli::list_text(list_report(), colored), cli::list_text(list_report(), plain)},
           {cli::failure_text(failure, colored), cli::failure_text(failure, plain)}}) {
    CHECK(with != without);
    CHECK(without_colors(with) == without);
    CHECK_FALSE(contains(without, "\x1b"));
  }
}

} // namespace
} // namespace confiture
