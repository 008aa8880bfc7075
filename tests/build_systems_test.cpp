// `--depfile` as it is used: make, ninja and CMake run the step when an input has changed, a file
// that came or went included, and not otherwise. The examples are those of the README.

#include "failure.hpp"
#include "support.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <string>
#include <vector>

namespace confiture {
namespace {

namespace fs = std::filesystem;
using testing::contains;
using testing::make_symlink;
using testing::ProcessResult;
using testing::read_file;
using testing::write_file;
using Words = std::vector<std::string>;

constexpr const char* program = CONFITURE_BUILD_PROGRAM;

const std::string output = "build/schema.sql";
const std::string depfile = output + ".d";

/// The README's example in this language: the block fenced as such.
std::string example(const std::string& language) {
  const std::string readme = read_file(CONFITURE_README);
  const std::string fence = "```" + language + "\n";
  const std::size_t begin = readme.find(fence);
  REQUIRE(begin != std::string::npos);
  const std::size_t start = begin + fence.size();
  return readme.substr(start, readme.find("```", start) - start);
}

testing::Environment environment_with_program() {
  testing::Environment environment = testing::clean_environment();
  environment["PATH"] = fs::path(program).parent_path().string() + ":" + environment["PATH"];
  return environment;
}

/// Whether a tool is there; if not, the test says that it is left out.
bool has(const std::string& tool) {
  try {
    return testing::run({tool, "--version"}).status == 0;
  } catch (const std::exception& error) {
    MESSAGE("skipped, for want of " << tool << ": " << error.what());
    return false;
  }
}

/// A project of two sources and, as one more include directory, db/seeds, which is absent.
class Project {
public:
  /// `step` is how the tool is called; the step's output is build/schema.sql.
  explicit Project(Words step) : step_(std::move(step)) {
    write("db/environments/local.yaml",
          "database_url: postgresql://h/d\ninclude_dirs: [db/schema, {path: db/seeds}]\n");
    write("db/schema/a.sql", "create table a ();\n");
    write("db/schema/x/b.sql", "create table b ();\n");
  }

  void write(const std::string& name, std::string_view bytes = "select 1;\n") const {
    write_file(path(name), bytes);
  }
  void remove(const std::string& name) const { fs::remove_all(path(name)); }
  [[nodiscard]] fs::path path(const std::string& name) const { return directory_.path() / name; }

  [[nodiscard]] ProcessResult run(const Words& command) const {
    return testing::run(command,
                        {.cwd = directory_.path(),
                         .env = environment_with_program(),
                         .timeout = std::chrono::seconds(60)});
  }

  /// Whether the tool runs the step.
  [[nodiscard]] bool builds() const {
    const ProcessResult result = run(step_);
    INFO(result.out);
    INFO(result.err);
    REQUIRE(result.status == 0);
    return contains(result.out, "Schema built successfully");
  }

  /// Checks that the step runs, once; then lets all be old, so that what changes next is newer than
  /// the output however coarse the clock of the file system.
  void check_builds_once() const {
    CHECK(builds());
    CHECK_FALSE(builds());
    const auto now = fs::file_time_type::clock::now();
    fs::last_write_time(path("db"), now - std::chrono::hours(2));
    for (const auto& entry : fs::recursive_directory_iterator(path("db"))) {
      fs::last_write_time(entry.path(), now - std::chrono::hours(2));
    }
    fs::last_write_time(path(output), now - std::chrono::hours(1));
  }

private:
  testing::TemporaryDirectory directory_;
  Words step_;
};

/// Every kind of change, one after the other.
void check_all_changes(const Project& project) {
  const auto schema = [&] { return read_file(project.path(output)); };
  project.check_builds_once();
  CHECK(contains(schema(), "create table b ();"));

  project.write("db/schema/x/b.sql", "create table edited ();\n");
  project.check_builds_once();
  CHECK(contains(schema(), "create table edited ();"));

  project.write("db/schema/x/c.sql", "create table added ();\n");
  project.check_builds_once();
  CHECK(contains(schema(), "create table added ();"));

  fs::create_directories(project.path("db/schema/y/z"));
  project.check_builds_once();
  project.write("db/schema/y/z/d.sql");
  project.check_builds_once();
  CHECK(contains(schema(), "y/z/d.sql"));
  project.write("db/schema/y/z/d.sql", "create table deep ();\n");
  project.check_builds_once();
  CHECK(contains(schema(), "create table deep ();"));

  project.remove("db/schema/x/c.sql");
  project.check_builds_once();
  CHECK_FALSE(contains(schema(), "create table added ();"));

  project.remove("db/schema/y");
  project.check_builds_once();
  CHECK_FALSE(contains(schema(), "y/z/d.sql"));

  fs::rename(project.path("db/schema/a.sql"), project.path("db/schema/x/a.sql"));
  project.check_builds_once();
  CHECK(contains(schema(), "x/a.sql"));

  project.write("db/environments/local.yaml",
                "database_url: postgresql://h/d\ninclude_dirs: [db/schema, {path: db/seeds}]\n"
                "build: {separators: {style: mysql}}\n");
  project.check_builds_once();
  CHECK(contains(schema(), "# "));

  project.write("db/seeds/s.sql", "insert into a;\n");
  project.check_builds_once();
  CHECK(contains(schema(), "insert into a;"));
  project.remove("db/seeds");
  project.check_builds_once();
  CHECK_FALSE(contains(schema(), "insert into a;"));

  project.remove(output);
  project.check_builds_once();
}

/// Names that need care, edited and removed one after the other.
void check_special_names(const Project& project) {
  const Words names = {"a b.sql",
                       "#1.sql",
                       "$x$$.sql",
                       "100%.sql",
                       "%",
                       "9:30 .sql",
                       "-i.sql",
                       "~.sql",
                       "é (draft).sql",
                       "copy (2)/x.sql",
                       "50% #2: /$(y).sql"};
  project.write("db/environments/local.yaml",
                "database_url: postgresql://h/d\n"
                "include_dirs: [{path: db/schema, include: ['**/*']}]\n");
  for (const std::string& name : names) {
    project.write("db/schema/" + name);
  }
  project.check_builds_once();
  for (const std::string& name : names) {
    CAPTURE(name);
    project.write("db/schema/" + name, "select 2;\n");
    project.check_builds_once();
    project.remove("db/schema/" + name);
    project.check_builds_once();
  }
}

TEST_CASE("make runs the step when an input has changed") {
  if (has("make")) {
    const Project project({"make"});
    project.write("Makefile", example("make"));
    check_all_changes(project);
  }
}

TEST_CASE("make understands every name that a depfile has") {
  if (has("make")) {
    const Project project({"make"});
    project.write("Makefile", example("make"));
    check_special_names(project);
  }
}

TEST_CASE("ninja runs the step when an input has changed") {
  if (has("ninja")) {
    const Project project({"ninja"});
    project.write("build.ninja", example("ninja"));
    check_all_changes(project);
  }
}

TEST_CASE("ninja understands every name that a depfile has") {
  if (has("ninja")) {
    const Project project({"ninja"});
    project.write("build.ninja", example("ninja"));
    check_special_names(project);
  }
}

TEST_CASE("ninja can keep the depfile") {
  if (has("ninja")) {
    const Project project({"ninja"});
    std::string rules = example("ninja");
    const std::string line = "  deps = gcc\n";
    rules.erase(rules.find(line), line.size());
    project.write("build.ninja", rules);
    check_all_changes(project);
    CHECK(fs::exists(project.path(depfile)));
  }
}

TEST_CASE("CMake runs the step when an input has changed") {
  if (has("cmake") && has("ninja")) {
    const Project project({"cmake", "--build", "build"});
    project.write("CMakeLists.txt",
                  "cmake_minimum_required(VERSION 3.20)\nproject(demo LANGUAGES NONE)\n" +
                      example("cmake"));
    REQUIRE(project.run({"cmake", "-S", ".", "-B", "build", "-G", "Ninja"}).status == 0);
    check_all_changes(project);
  }
}

TEST_CASE("with --if-changed and restat, ninja goes no further than an output that stays") {
  if (has("ninja")) {
    const Project project({"ninja"});
    std::string rules = example("ninja");
    const std::string option = "--depfile";
    rules.replace(rules.find(option), option.size(), "--if-changed --depfile");
    const std::string line = "  deps = gcc\n";
    rules.insert(rules.find(line), "  restat = 1\n");
    project.write("build.ninja",
                  rules + "rule copy\n  command = cp $in $out && echo copied\n"
                          "build build/copy.sql: copy build/schema.sql\n");
    CHECK(contains(project.run({"ninja"}).out, "\ncopied\n"));
    fs::last_write_time(project.path("db/schema/a.sql"),
                        fs::file_time_type::clock::now() + std::chrono::hours(1));
    const ProcessResult result = project.run({"ninja"});
    CHECK(contains(result.out, "schema.sql"));
    CHECK_FALSE(contains(result.out, "\ncopied\n"));
  }
}

TEST_CASE("a tree gives the same schema and depfile wherever it lies") {
  const Project here({});
  const Project there({});
  for (const Project* project : {&there, &here}) {
    project->write("db/schema/x/a.sql");
    make_symlink("a.sql", project->path("db/schema/x/link.sql"));
    make_symlink("../other/o.sql", project->path("db/schema/o.sql"));
    project->write("db/other/o.sql");
    testing::ProcessOptions options{.cwd = project->path("")};
    options.env["SOURCE_DATE_EPOCH"] = "86400";
    CHECK(testing::run({program, "-o", output, "--depfile", depfile}, options).status == 0);
  }
  CHECK(read_file(here.path(output)) == read_file(there.path(output)));
  CHECK(read_file(here.path(depfile)) == read_file(there.path(depfile)));
  CHECK(read_file(here.path(depfile)).starts_with("build/schema.sql: \\\n  db/environments/"));
}

} // namespace
} // namespace confiture
