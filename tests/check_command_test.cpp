// What only the running program shows of manifest, check and diff.

#include "checked_project.hpp"
#include "failure.hpp"
#include "support.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <string>
#include <sys/stat.h>
#include <vector>

namespace confiture {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::bundle;
using testing::contains;
using testing::make_symlink;
using testing::manifest;
using testing::ProcessResult;
using testing::read_file;
using testing::write_file;
using Project = testing::CheckedProject;
using Words = Project::Words;

TEST_CASE("a manifest goes to its place, to another, or to standard output") {
  const Project project;
  const ProcessResult result = project.run({"manifest"});
  CHECK(result.status == 0);
  CHECK(result.out.starts_with("Manifest written\n"));
  CHECK(contains(result.out, "  Output: " + project.path(manifest).string() + "\n  Files: 3\n"));
  const std::string text = project.read(manifest);
  CHECK(contains(text, "# environment: local\n"));
  CHECK(contains(text, "# fingerprint: " + project.run({"hash"}).out));
  CHECK(project.run({"manifest", "-q", "-o", "deep/er/m.sum"}).out.empty());
  CHECK(project.read("deep/er/m.sum") == text);
  CHECK(project.run({"manifest", "-o", "-"}).out == text);
  CHECK(project.run({"manifest", "db/schema", "-o", "-"}).out == text);
  CHECK(project.shell("cd db/schema && sha256sum --check --strict ../confiture_local.sum").status ==
        0);
}

TEST_CASE("a manifest does not go among the sources") {
  const Project project;
  for (const char* output : {"db/schema/a.sql", "db/schema/new.sql", "./db/schema/x/../y.sql"}) {
    CAPTURE(output);
    const ProcessResult result = project.run({"manifest", "-o", output});
    CHECK(result.status == 4);
    CHECK(contains(result.err, std::string("The output ") + output));
  }
  CHECK(project.read("db/schema/a.sql") == "create table a ();\n");
  CHECK_FALSE(project.has("db/schema/new.sql"));
  CHECK(project.run({"manifest", "-o", "db"}).status == 4);
}

TEST_CASE("a build writes bundle and manifest, or neither") {
  const Project project;
  CHECK(project.run({"build", "--manifest"}).status == 0);
  CHECK(project.read(manifest) == project.run({"manifest", "-o", "-"}).out);
  CHECK(project.check()["current"] == true);
  const std::string before = project.read(bundle);
  fs::remove(project.path(manifest));
  fs::create_directory(project.path(manifest));
  project.write("db/schema/a.sql", "create table other ();\n");
  CHECK(project.run({"build", "--manifest"}).status == 4);
  CHECK(project.read(bundle) == before);
}

TEST_CASE("a manifest that cannot be written leaves the old bundle in its place") {
  const Project project;
  project.write("db/environments/local.yaml",
                "database_url: postgresql://h/d\ninclude_dirs: [db/schema]\n"
                "build: {separators: {style: custom, custom_template: '-- {file_path.name}'}}\n");
  for (int i = 0; i < 200; ++i) {
    project.write("db/schema/" + std::to_string(i) + ".sql", "");
  }
  CHECK(project.run({"build", "--manifest"}).status == 0);
  const std::string before = project.read(bundle);
  const std::string manifest_before = project.read(manifest);
  project.write("db/schema/0.sql", "create table other ();\n");
  // Files of at most 4 or, by some shells, 8 KiB: enough for the bundle, not for the manifest.
  CHECK(before.size() < 3'900);
  CHECK(manifest_before.size() > 8'200);
  const ProcessResult result =
      project.shell("trap '' XFSZ; ulimit -f 8; confiture-build build --manifest");
  CHECK(result.status == 4);
  CHECK(contains(result.err, "confiture_local.sum"));
  CHECK(project.read(bundle) == before);
  CHECK(project.read(manifest) == manifest_before);
}

TEST_CASE("a manifest cannot be where the bundle is") {
  const Project project;
  for (const std::string& output : {manifest, "db/../" + manifest}) {
    const ProcessResult result = project.run({"build", "--manifest", "-o", output});
    CHECK(result.status == 4);
    CHECK(contains(result.err, "manifest"));
    CHECK_FALSE(project.has(manifest));
  }
}

TEST_CASE("a check has the keys and the types that were promised") {
  const Project project;
  const auto keys_of = [](const json& document) {
    Words keys;
    for (const auto& [key, value] : document.items()) {
      keys.push_back(key);
    }
    return keys;
  };
  CHECK(project.run({"build", "--manifest"}).status == 0);
  const json current = project.check();
  for (const char* key : {"added", "removed", "edited", "renamed", "reordered", "line_endings"}) {
    CAPTURE(key);
    CHECK(current[key] == json::array());
  }
  CHECK(current["current"] == true);
  CHECK(current["bundle"] == "current");
  CHECK(current["manifest"] == "current");
  CHECK(current["repair"].is_null());
  CHECK(current["ok"] == true);
  CHECK(current["command"] == "check");
  project.write("db/schema/a.sql", "create table other ();\n");
  project.write("db/schema/new.sql", "");
  fs::rename(project.path("db/schema/b.sql"), project.path("db/schema/x/b.sql"));
  project.write("db/schema/x/c.sql", "create table c ();\r\n");
  const ProcessResult result = project.run({"check", "-f", "json"});
  CHECK(result.status == 1);
  CHECK(result.err.empty());
  const json stale = json::parse(result.out);
  CHECK(keys_of(stale) == keys_of(current));
  CHECK(stale["current"] == false);
  CHECK(stale["edited"] == json{"a.sql"});
  CHECK(stale["added"] == json{"new.sql"});
  CHECK(stale["renamed"] == json::array({{{"from", "b.sql"}, {"to", "x/b.sql"}}}));
  CHECK(stale["line_endings"] == json{"x/c.sql"});
  CHECK(stale["bundle"] == "stale");
  CHECK(stale["manifest"] == "stale");
  CHECK(stale["repair"] == "confiture-build build --manifest");
  CHECK(project.check({"--manifest", manifest})["bundle"].is_null());
  CHECK(project.check({"--output", bundle})["manifest"].is_null());
}

TEST_CASE("a check tells people what changed and what to do") {
  const Project project;
  CHECK(project.run({"build", "--manifest"}).status == 0);
  const ProcessResult current = project.run({"check"});
  CHECK(current.status == 0);
  CHECK(current.out == "Schema is current\n"
                       "  Manifest: db/confiture_local.sum is current\n"
                       "  Output: db/generated/schema_local.sql is current\n");
  CHECK(project.run({"check", "-q"}).out.empty());
  project.write("db/schema/a.sql", "create table other ();\n");
  project.write("db/schema/\x1b[2J\n.txt.sql", "");
  fs::remove(project.path("db/schema/b.sql"));
  const ProcessResult stale = project.run({"check", "--manifest", manifest, "-q"});
  CHECK(stale.status == 1);
  CHECK(stale.out == "Schema is stale\n"
                     "  Manifest: db/confiture_local.sum is stale\n"
                     "  Changes below " +
                         project.path("db/schema").string() +
                         ":\n"
                         "  added        \\x1b[2J\\n.txt.sql\n"
                         "  removed      b.sql\n"
                         "  edited       a.sql\n"
                         "  Bring it up to date: confiture-build manifest --output "
                         "db/confiture_local.sum\n");
}

TEST_CASE("a check that cannot tell has another exit status than one that found something") {
  const Project project;
  CHECK(project.run({"check"}).status == 1); // nothing was ever written
  CHECK(project.run({"build", "--manifest"}).status == 0);
  CHECK(project.run({"check"}).status == 0);
  CHECK(project.run({"check", "--bogus"}).status == 2);
  CHECK(project.run({"check", "--bundle", bundle, "--manifest", manifest}).status == 2);
  CHECK(project.run({"check", "--bundle", bundle, "--output", bundle}).status == 2);
  CHECK(project.run({"check", "-f", "csv"}).status == 5);
  CHECK(project.run({"check", "-e", "none"}).status == 5);
  CHECK(project.run({"check", "db/none"}).status == 5);
  CHECK(project.run({"check", "--manifest", "db"}).status == 4);
  CHECK(project.run({"check", "--output", "db"}).status == 4);
  CHECK(project.run({"check", "--bundle", "db"}).status == 4);
  CHECK(project.run({"check", "--manifest", bundle}).status == 4); // is none
  CHECK(project.shell("confiture-build check >/dev/full").status == 4);
  CHECK(project.shell("confiture-build diff " + manifest + " " + manifest + " -f json >/dev/full")
            .status == 4);
  project.write("db/schema/a.sql", "/*");
  CHECK(project.run({"check"}).status == 4);
  CHECK(project.run({"check", "--manifest", manifest}).status == 1);
  const json failure = project.check();
  CHECK(failure["ok"] == false);
  CHECK(failure["command"] == "check");
}

TEST_CASE("a check that nothing is named to takes what exists, else wants a manifest") {
  const Project project;
  json result = project.check();
  CHECK(result["manifest"] == "missing");
  CHECK(result["bundle"].is_null());
  CHECK(result["repair"] == "confiture-build manifest");
  CHECK(project.run({"build"}).status == 0);
  result = project.check();
  CHECK(result["manifest"].is_null());
  CHECK(result["bundle"] == "current");
  CHECK(project.run({"manifest"}).status == 0);
  fs::remove(project.path(bundle));
  result = project.check();
  CHECK(result["manifest"] == "current");
  CHECK(result["bundle"].is_null());
  result = project.check({"--manifest", "none.sum", "--output", "none.sql"});
  CHECK(result["manifest"] == "missing");
  CHECK(result["bundle"] == "missing");
  CHECK(result["current"] == false);
}

/// Arguments of a check after which the command that it names has to help.
const std::vector<Words> repairable = {
    {},
    {"-e", "local"},
    {"-e", "a b"},
    {"-e", "-x"},
    {"--env=it's $HOME"},
    {"--project-dir", "."},
    {"--schema-only"},
    {"db/schema"},
    {"--", "db/schema", "-seeds"},
    {"-e", "other", "db/schema/x", "db/schema"},
    {"--manifest", "m.sum"},
    {"--manifest", "-"},
    {"--manifest=-m.sum"},
    {"--output", "out/s.sql"},
    {"--output=-o.sql"},
    {"--manifest", "it's a.sum", "--output", "$(touch x)/`x`;.sql"},
    {"--manifest", "new\nline.sum", "--output", "*.sql", "--schema-only", "-e", "a b"},
};

void add_names(const Project& project) {
  for (const std::string name : {"a b", "-x", "it's $HOME", "other"}) {
    project.write("db/environments/" + name + ".yaml",
                  "database_url: postgresql://h/d\ninclude_dirs: [db/schema, -seeds]\n");
  }
  project.write("-seeds/s.sql", "insert;\n");
}

TEST_CASE("the command that a check names brings all up to date") {
  for (const Words& words : repairable) {
    const Project project;
    add_names(project);
    CAPTURE(words.empty() ? "" : words.back());
    for (int step = 0; step < 5; ++step) {
      CAPTURE(step);
      if (step == 3) {
        // From the second round on both are there, whatever is checked if nothing is named.
        CHECK(project.run({"build", "--manifest"}).status == 0);
      }
      project.write("db/schema/a.sql", "-- " + std::to_string(step) + "\n");
      const json stale = project.check(words);
      CHECK(stale["current"] == false);
      CHECK(stale["ok"] == true);
      const std::string repair = stale["repair"];
      CAPTURE(repair);
      CHECK(project.shell(repair).status == 0);
      CHECK(project.check(words)["current"] == true);
    }
    CHECK_FALSE(project.has("x"));
  }
}

TEST_CASE("the command that a check names works from another folder than the project") {
  const Project project;
  fs::create_directory(project.path("work"));
  make_symlink(".", project.path("it's"));
  for (const std::string command : {"build", "build --manifest"}) {
    const auto check = [&] {
      return json::parse(project
                             .shell("cd work && confiture-build check -f json --project-dir "
                                    "\"../it's\"")
                             .out);
    };
    const std::string repair = check()["repair"];
    CHECK(project.shell("cd work && " + repair).status == 0);
    CHECK(check()["current"] == true);
    CHECK(project.shell("confiture-build " + command).status == 0);
    project.write("db/schema/a.sql", command);
  }
}

TEST_CASE("a bundle that was edited by hand needs no project to be told") {
  const Project project;
  CHECK(project.run({"build", "-o", "out.sql"}).status == 0);
  fs::remove_all(project.path("db"));
  const ProcessResult current = project.run({"check", "--bundle", "out.sql"});
  CHECK(current.status == 0);
  CHECK(current.err.empty());
  CHECK(project.check({"--bundle", "out.sql"})["bundle"] == "current");
  CHECK(project.check({"--bundle", "out.sql"})["manifest"].is_null());
  project.write("out.sql", project.read("out.sql") + "-- mine\n");
  CHECK(project.run({"check", "--bundle", "out.sql"}).status == 1);
  CHECK(project.check({"--bundle", "out.sql"})["bundle"] == "edited_by_hand");
  CHECK(project.run({"check", "--bundle", "none.sql"}).status == 1);
  CHECK(project.check({"--bundle", "none.sql"})["bundle"] == "missing");
}

TEST_CASE("pipes are no manifests and no bundles, and are not waited for") {
  const Project project;
  REQUIRE(::mkfifo(project.path("pipe").c_str(), 0600) == 0);
  for (const Words& words : std::vector<Words>{{"check", "--manifest", "pipe"},
                                               {"check", "--output", "pipe"},
                                               {"check", "--bundle", "pipe"},
                                               {"diff", "pipe", "pipe"}}) {
    const ProcessResult result = project.run(words);
    CHECK(result.status == 4);
    CHECK(contains(result.err, "pipe: it is a named pipe"));
  }
}

TEST_CASE("names of every kind are told as they are in JSON") {
  const Project project;
  const Words names = {"\x01\x1b[2J.sql", "\"\\\n\r\t.sql", "<&>.sql", "é\u2028\U0001F600.sql"};
  CHECK(project.run({"manifest"}).status == 0);
  for (const std::string& name : names) {
    project.write("db/schema/" + name, name);
  }
  const ProcessResult result = project.run({"check", "-f", "json"});
  CHECK(result.status == 1);
  CHECK(std::all_of(result.out.begin(), result.out.end(), [](char c) {
    return c == '\n' || (c >= 0x20 && c < 0x7F);
  }));
  Words sorted = names;
  std::sort(sorted.begin(), sorted.end());
  CHECK(json::parse(result.out)["added"] == json(sorted));
  CHECK(project.run({"manifest"}).status == 0);
  CHECK(project.check()["current"] == true);
  const ProcessResult verdict =
      project.shell("cd db/schema && sha256sum --check --strict --quiet ../confiture_local.sum");
  CHECK(verdict.status == 0);
  CHECK(verdict.err.empty());
}

TEST_CASE("a difference of two manifests is told like a check") {
  const Project project;
  CHECK(project.run({"manifest", "-o", "old.sum"}).status == 0);
  project.write("db/schema/a.sql", "create table other ();\n");
  fs::rename(project.path("db/schema/b.sql"), project.path("db/schema/x/b.sql"));
  CHECK(project.run({"manifest", "-o", "new.sum"}).status == 0);
  const ProcessResult text = project.run({"diff", "old.sum", "new.sum"});
  CHECK(text.status == 1);
  CHECK(text.out == "  edited       a.sql\n  renamed      b.sql → x/b.sql\n");
  const ProcessResult same = project.run({"diff", "old.sum", "old.sum"});
  CHECK(same.status == 0);
  CHECK(same.out.empty());
  const json document = json::parse(project.run({"diff", "-f", "json", "old.sum", "new.sum"}).out);
  CHECK(document["current"] == false);
  CHECK(document["edited"] == json{"a.sql"});
  CHECK(document["renamed"] == json::array({{{"from", "b.sql"}, {"to", "x/b.sql"}}}));
  CHECK(document["command"] == "diff");
}

TEST_CASE("one of two manifests can come from standard input") {
  const Project project;
  CHECK(project.run({"manifest", "-o", "old.sum"}).status == 0);
  project.write("db/schema/new.sql", "");
  CHECK(project.run({"manifest", "-o", "new.sum"}).status == 0);
  CHECK(project.run({"diff", "-", "new.sum"}, project.read("old.sum")).out ==
        "  added        new.sql\n");
  CHECK(project.run({"diff", "new.sum", "-"}, project.read("old.sum")).out ==
        "  removed      new.sql\n");
  CHECK(project.run({"diff", "-", "new.sum"}, project.read("new.sum")).status == 0);
  CHECK(project.shell("cat old.sum | confiture-build diff - new.sum").status == 1);
  CHECK(project.run({"diff", "-", "-"}).status == 5);
  const ProcessResult nonsense = project.run({"diff", "-", "new.sum"}, "x\n");
  CHECK(nonsense.status == 4);
  CHECK(contains(nonsense.err, "standard input:1: not a line of a manifest"));
}

TEST_CASE("a difference that cannot be told is an error") {
  const Project project;
  CHECK(project.run({"manifest", "-o", "m.sum"}).status == 0);
  CHECK(project.run({"diff", "m.sum"}).status == 2);
  CHECK(project.run({"diff", "m.sum", "none.sum"}).status == 4);
  CHECK(project.run({"diff", "m.sum", "db"}).status == 4);
  CHECK(project.run({"diff", "m.sum", "m.sum", "-f", "csv"}).status == 5);
  for (const std::string input : {"<&-", "<db"}) {
    CAPTURE(input);
    const ProcessResult result = project.shell("confiture-build diff - m.sum " + input);
    CHECK(result.status == 4);
    CHECK(contains(result.err, "Cannot read standard input"));
  }
}

} // namespace
} // namespace confiture
