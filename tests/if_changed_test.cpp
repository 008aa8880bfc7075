// A build that leaves alone what would be the same: build --if-changed.

#include "checked_project.hpp"
#include "failure.hpp"
#include "support.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>
#include <sys/stat.h>

namespace confiture {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::bundle;
using testing::contains;
using testing::make_symlink;
using testing::manifest;
using testing::ProcessResult;
using Project = testing::CheckedProject;
using Words = Project::Words;

/// What changes when a file is replaced.
struct Identity {
  explicit Identity(const fs::path& path) {
    struct stat status {};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    inode = status.st_ino;
    seconds = status.st_mtim.tv_sec;
    nanoseconds = status.st_mtim.tv_nsec;
  }
  friend bool operator==(const Identity&, const Identity&) = default;

  ino_t inode;
  time_t seconds;
  long nanoseconds;
};

TEST_CASE("a build if changed leaves alone what would be the same") {
  const Project project;
  const Words build = {"build", "--if-changed", "--manifest"};
  CHECK(contains(project.run(build).out, "Schema built successfully\n"));
  const Identity of_bundle(project.path(bundle));
  const Identity of_manifest(project.path(manifest));
  const std::string text = project.read(bundle);
  const ProcessResult again = project.run(build);
  CHECK(again.status == 0);
  CHECK(again.out.starts_with("Schema is up to date\n"));
  CHECK(contains(again.out, "bytes"));
  project.write("db/schema/a.sql", "create table a ();\r\n"); // the same body, another manifest
  const json third = json::parse(project.run({"build", "--if-changed", "-f", "json"}).out);
  CHECK(third["changed"] == false);
  CHECK(third["schema_size_bytes"] == text.size());
  CHECK(Identity(project.path(bundle)) == of_bundle);
  CHECK(Identity(project.path(manifest)) == of_manifest);
  CHECK(project.read(bundle) == text); // with its time
  CHECK(project.run(build).status == 0);
  CHECK(Identity(project.path(bundle)) == of_bundle);
  CHECK_FALSE(Identity(project.path(manifest)) == of_manifest);
  CHECK(project.check()["current"] == true);
  CHECK(json::parse(project.run({"build", "-f", "json"}).out).contains("changed") == false);
  CHECK_FALSE(Identity(project.path(bundle)) == of_bundle); // without the option
}

TEST_CASE("a build if changed replaces whatever would differ") {
  const Project project;
  const auto is_changed = [&](const Words& more = {}) {
    Words words = {"build", "--if-changed", "-f", "json"};
    words.insert(words.end(), more.begin(), more.end());
    const ProcessResult result = project.run(words);
    REQUIRE(result.status == 0);
    CHECK(project.run({"check", "--bundle", bundle}).status == 0);
    return json::parse(result.out)["changed"] == true;
  };
  CHECK(is_changed());
  CHECK_FALSE(is_changed());
  const std::string text = project.read(bundle);
  for (const std::string& other : {text + "x",
                                   text.substr(0, text.size() - 1),
                                   text.substr(1),
                                   "\n" + text,
                                   std::string("nonsense"),
                                   std::string()}) {
    project.write(bundle, other);
    CHECK(is_changed());
    CHECK_FALSE(is_changed());
  }
  project.write("db/schema/a.sql", "create table other ();\n");
  CHECK(is_changed());
  CHECK(is_changed({"--separator-style", "mysql"}));
  CHECK(is_changed());
  project.write("db/environments/other.yaml",
                "database_url: postgresql://h/d\ninclude_dirs: [db/schema]\n");
  CHECK(is_changed({"-e", "other", "-o", bundle}));
  CHECK_FALSE(is_changed({"-e", "other", "-o", bundle}));
  CHECK(is_changed());
  project.write(bundle, "");
  fs::permissions(project.path(bundle), fs::perms::none);
  CHECK(is_changed());
}

TEST_CASE("a header that names another number of files is replaced if changed") {
  const Project project;
  CHECK(project.run({"build"}).status == 0);
  std::string text = project.read(bundle);
  text.replace(text.find("Included: 3"), 11, "Included: 4");
  project.write(bundle, text);
  CHECK(json::parse(project.run({"build", "--if-changed", "-f", "json"}).out)["changed"] == true);
  CHECK(contains(project.read(bundle), "Included: 3"));
}

TEST_CASE("a build if changed works through links and to streams") {
  const Project project;
  CHECK(project.run({"build"}).status == 0);
  const std::string text = project.read(bundle);
  fs::create_directory(project.path("real"));
  make_symlink("real/target.sql", project.path("link.sql"));
  const Words build = {"build", "--if-changed", "-q", "-o", "link.sql"};
  CHECK(project.run(build).status == 0);
  const Identity of_target(project.path("real/target.sql"));
  CHECK(project.run(build).status == 0);
  CHECK(Identity(project.path("real/target.sql")) == of_target);
  CHECK(fs::is_symlink(project.path("link.sql")));
  const std::string to_stdout = "confiture-build build --if-changed -q -o /dev/stdout ";
  CHECK(project.shell(to_stdout + "| wc -c").out == std::to_string(text.size()) + "\n");
  CHECK(project.shell(to_stdout + "> new.sql").status == 0);
  CHECK(project.read("new.sql").size() == text.size());
  // What is appended to a stream belongs there each time.
  CHECK(project.shell(to_stdout + ">> new.sql").status == 0);
  CHECK(project.read("new.sql").size() == 2 * text.size());
  CHECK(project.run({"build", "--if-changed", "-q", "-o", "/dev/null"}).status == 0);
}

} // namespace
} // namespace confiture
