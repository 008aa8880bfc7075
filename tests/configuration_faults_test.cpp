// Environment files and arguments that are made to hang, to crash or to reach for more than they
// may.

#include "failure.hpp"
#include "project.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <sys/stat.h>
#include <vector>

namespace confiture {
namespace {

using testing::contains;
using testing::make_symlink;
using testing::ProcessResult;
using testing::Project;
using Words = std::vector<std::string>;

const std::string environment_file = "db/environments/local.yaml";
const std::string head = "database_url: postgresql://h/d\ninclude_dirs: [db/schema]\n";

std::string repeated(const std::string& text, int count) {
  std::string all;
  for (int i = 0; i < count; ++i) {
    all += text;
  }
  return all;
}

std::string several(int count, const std::function<std::string(const std::string&)>& line) {
  std::string all;
  for (int i = 0; i < count; ++i) {
    all += line(std::to_string(i));
  }
  return all;
}

/// A project that is killed if it does not answer soon.
class ImpatientProject : public Project {
public:
  ImpatientProject() { timeout = std::chrono::seconds{20}; }

  [[nodiscard]] ProcessResult hash_with(const std::string& environment) const {
    write(environment_file, environment);
    return run({"hash"});
  }
};

void check_refused(const ProcessResult& result, const std::string& reason) {
  CAPTURE(result.err);
  CHECK(result.status == 5);
  CHECK(contains(result.err, "db/environments/local.yaml"));
  CHECK(contains(result.err, reason));
}

void check_refused(const std::string& environment, const std::string& reason) {
  check_refused(ImpatientProject().hash_with(environment), reason);
}

void check_built(const std::string& environment) {
  const ProcessResult result = ImpatientProject().hash_with(environment);
  CAPTURE(result.err);
  CHECK(result.status == 0);
}

TEST_CASE("a configuration that is a pipe or a folder or a device is refused at once") {
  const ImpatientProject project;
  const std::filesystem::path file = project.path(environment_file);
  const auto replace = [&] { std::filesystem::remove(file); };
  replace();
  REQUIRE(::mkfifo(file.c_str(), 0600) == 0);
  check_refused(project.run({"hash"}), "it is a named pipe, not a regular file");
  replace();
  std::filesystem::create_directory(file);
  check_refused(project.run({"hash"}), "it is a directory, not a regular file");
  replace();
  make_symlink("/dev/zero", file);
  check_refused(project.run({"hash"}), "it is a device, not a regular file");
}

TEST_CASE("a configuration that is a link in a circle is told as that") {
  const ImpatientProject project;
  std::filesystem::remove(project.path(environment_file));
  make_symlink("local.yaml", project.path(environment_file));
  check_refused(project.run({"hash"}), "Too many levels of symbolic links");
}

TEST_CASE("a configuration without permission is not taken for a missing one") {
  const ImpatientProject project;
  std::filesystem::permissions(project.path("db/environments"), std::filesystem::perms::none);
  const ProcessResult result = project.run_unprivileged({"hash"});
  std::filesystem::permissions(project.path("db/environments"), std::filesystem::perms::owner_all);
  check_refused(result, "Permission denied");
}

TEST_CASE("an empty configuration is refused") {
  check_refused("", "expected dictionary");
  check_refused("# nothing but this\n", "expected dictionary");
}

TEST_CASE("a binary configuration is refused with the place of what is no text") {
  check_refused("\x7f"
                "ELF\x02\x01",
                "line 1, column 1: the character U+007F is not allowed");
  check_refused(head + "x: \xfe\xff", "line 3, column 4: byte 0xfe is not UTF-8");
}

TEST_CASE("a NUL in a configuration is refused") {
  check_refused(std::string("a: b\0c\n", 7), "line 1, column 5: the character U+0000");
  check_refused("database_url: postgresql://h/d\ninclude_dirs: [\"db\\0/schema\"]\n",
                "line 2: 'include_dirs[0]' holds a NUL character");
}

TEST_CASE("a hundred thousand brackets are refused where they become too many") {
  const std::string reason = "line 3, column 203: values nested more than 200 deep";
  check_refused(head + "x: " + repeated("[", 100'000) + repeated("]", 100'000) + "\n", reason);
  check_refused(head + "x: " + repeated("[", 100'000), "Invalid YAML");
  check_refused(head + "x: " + repeated("{", 100'000), "Invalid YAML");
  check_refused(head + "x: " + repeated("{a: ", 100'000), "values nested more than 200 deep");
  check_refused(head + "x: " + repeated("[a: ", 100'000), "values nested more than 200 deep");
}

TEST_CASE("two hundred levels are no fault") {
  check_built(head + "x: " + repeated("[", 199) + repeated("]", 199) + "\n");
  check_built(head + "x: " + repeated("[a: ", 99) + "1" + repeated("]", 99) + "\n");
}

TEST_CASE("ten thousand levels of indentation are refused") {
  std::string levels;
  for (std::size_t i = 1; i <= 10'000; ++i) {
    levels += std::string(i, ' ') + "a:\n";
  }
  check_refused(head + "x:\n" + levels, "an environment file no more than 1048576");
  check_refused(head + "x:\n" + levels.substr(0, 900'000), "values nested more than 200 deep");
  check_refused(head + "x:\n " + repeated("- ", 100'000) + "1\n",
                "values nested more than 200 deep");
}

TEST_CASE("aliases that multiply cost no more than their text") {
  const std::string laughs =
      "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + several(29, [](const std::string& i) {
        const std::string next = std::to_string(std::stoi(i) + 1);
        const std::string one = "*a" + i;
        return "a" + next + ": &a" + next + " [" + repeated(one + ", ", 8) + one + "]\n";
      });
  check_built(head + laughs);
  check_refused("database_url: postgresql://h/d\n" + laughs + "include_dirs: *a29\n",
                "invalid include_dirs[0] item type: a list");
}

TEST_CASE("merges that multiply are refused") {
  const std::string mapping =
      "m: &m {" + several(2'000, [](const std::string& i) { return "k" + i + ": 1, "; }) + "}\n";
  check_refused(head + mapping + "x:\n" + repeated("  - {<<: *m}\n", 20'000),
                "'<<' repeats more than 100000 keys");
  check_built(head + mapping + "x:\n" + repeated("  - {<<: *m}\n", 20));
}

TEST_CASE("ten megabytes of keys are refused at once") {
  const auto key = [](const std::string& i) { return "key" + i + ": value\n"; };
  const std::string keys = several(600'000, key);
  REQUIRE(keys.size() > 10'000'000);
  check_refused(head + keys, "an environment file no more than 1048576");
  check_built(head + several(50'000, key));
}

TEST_CASE("a configuration or manifest that the system makes up without an end is refused") {
  const ImpatientProject project;
  make_symlink("/proc/self/pagemap", project.path("db/endless.sum"));
  const ProcessResult check = project.run({"check", "--manifest", "db/endless.sum"});
  CAPTURE(check.err);
  CHECK(check.status == 4);
  CHECK(contains(check.err, "db/endless.sum"));
  CHECK(contains(check.err, "no end"));
  std::filesystem::remove(project.path(environment_file));
  make_symlink("/proc/self/pagemap", project.path(environment_file));
  check_refused(project.run({"hash"}), "no end");
}

TEST_CASE("an environment cannot name a file outside the folder of environments") {
  const ImpatientProject project;
  project.write("db/other.yaml", head);
  for (const std::string name : {"../other", "/etc/passwd", "x/../local", "..", ".", "", "a\nb"}) {
    const ProcessResult result = project.run({"hash", "--env", name});
    CAPTURE(name);
    CHECK(result.status == 5);
    CHECK(contains(result.err, "is not the name of an environment"));
  }
}

TEST_CASE("a template that reaches for more than the path is refused") {
  const ImpatientProject project;
  for (const std::string field : {"{file_path.__class__}",
                                  "{file_path.__class__.__mro__}",
                                  "{file_path.__init__.__globals__}",
                                  "{file_path.parent.parent}",
                                  "{file_path.read_text}",
                                  "{file_path[0]}",
                                  "{file_path!r}",
                                  "{file_path!s:{file_path}}",
                                  "{file_path!s:>9999999999}",
                                  "{}",
                                  "{0}",
                                  "{self}",
                                  "{"}) {
    CAPTURE(field);
    const ProcessResult option = project.run(
        {"-o", "/dev/null", "--separator-style", "custom", "--separator-template", field});
    CHECK(option.status == 5);
    project.write("db/environments/x.yaml",
                  head + "build: {separators: {style: custom, custom_template: '" + field +
                      "'}}\n");
    const ProcessResult setting = project.run({"-o", "/dev/null", "--env", "x"});
    CHECK(setting.status == 5);
    CHECK(contains(setting.err, "Use {file_path}, "));
  }
}

TEST_CASE("a template is no format for printf") {
  const ImpatientProject project;
  const ProcessResult result = project.run(
      {"-o", "out.sql", "--separator-style", "custom", "--separator-template", "-- %s%n%9999s"});
  CHECK(result.status == 0);
  CHECK(contains(testing::read_file(project.path("out.sql")), "\n-- %s%n%9999s\n"));
}

/// The status of a hash over one file with a long name in long folders, selected or not by a list
/// of patterns.
int status_with_patterns(const std::string& key, const std::string& patterns) {
  const ImpatientProject project;
  const std::string component(250, 'a');
  project.write("db/schema/" + repeated(component + "/", 8) + component + ".sql", "select 1;\n");
  const ProcessResult result =
      project.hash_with("database_url: postgresql://h/d\ninclude_dirs:\n  - path: db/schema\n    " +
                        key + ": [" + patterns + "]\n");
  CAPTURE(result.err);
  CHECK(result.signal == 0);
  return result.status;
}

TEST_CASE("a pattern that makes a backtracking matcher explode is matched in time") {
  for (const std::string& pattern : {"'**/" + repeated("*a", 60) + "*b'",
                                     "'" + repeated("**/*a/", 30) + "b'",
                                     "'" + repeated("**/", 100'000) + "b'",
                                     "'" + repeated("*a", 100'000) + "'",
                                     "'" + repeated("?", 200'000) + "'",
                                     "'" + repeated("*/", 100'000) + "b'",
                                     "'[" + repeated("a-z", 100'000) + "]'"}) {
    CAPTURE(pattern.substr(0, 40));
    CHECK(status_with_patterns("exclude", pattern) == 0);
    CHECK(status_with_patterns("include", pattern + ", '**/*.sql'") == 0);
  }
}

TEST_CASE("a bracket that is never closed is itself") {
  CHECK(status_with_patterns("exclude", "'[', '[!', '[]', '[^]', '**/[a'") == 0);
  const Project project;
  project.write("db/schema/[a.sql", "select 1;\n");
  project.write(environment_file,
                "database_url: postgresql://h/d\n"
                "include_dirs: [{path: db/schema, include: ['[a.sql']}]\n");
  CHECK(contains(project.run({"--format", "json"}).out, "\"files_processed\": 1,"));
}

TEST_CASE("ten thousand patterns are tried in time") {
  const std::string patterns =
      several(10'000, [](const std::string& i) { return "'**/*a*a*a" + i + "*b', "; });
  CHECK(status_with_patterns("exclude", patterns) == 0);
  CHECK(status_with_patterns("include", patterns) == 4);
}

} // namespace
} // namespace confiture
