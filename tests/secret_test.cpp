// A password is never printed and never written, wherever in a configuration it stands.

#include "failure.hpp"
#include "project.hpp"
#include "secret.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

namespace confiture {
namespace {

namespace fs = std::filesystem;
using testing::contains;
using testing::ProcessResult;
using testing::Project;
using Words = std::vector<std::string>;

const std::string token = "S3cr3tT0k3n";

/// Where databases and their passwords are named, rightly and wrongly.
const Words addresses = {"postgresql://u:" + token + "@h/d",
                         "postgres://u:p%40" + token + "%2F@h:5432/d?sslmode=x",
                         "postgresql://u:a@b:c/" + token + "@h/d",
                         "postgresql://u:a b'\\\"#" + token + "{x}@h/d",
                         "postgresql://u:" + token,
                         "postgresql:/u:" + token + "@h/d",
                         "postgresql//u:" + token + "@h/d",
                         "mysql://u:" + token + "@h/d",
                         "postgresql://h/d?user=u&password=" + token,
                         "host=h password=" + token + " dbname=d",
                         "host=h PASSWORD = '" + token + "'",
                         "postgresql://" + std::string(70, 'u') + ":" + token + "@h/d"};

/// The address as the text of a YAML value in double quotes.
std::string quoted(const std::string& address) {
  std::string out = "\"";
  for (const char c : address) {
    out += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  }
  return out + '"';
}

std::string replace_all(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
  return text;
}

// Q stands for the address in quotes, R for the address as it is.
const std::string url = "database_url: postgresql://h/d\n";
const std::string dirs = "include_dirs: [db/schema]\n";
const Words configurations = {
    // the right value, in several spellings
    "database_url: Q\n" + dirs,
    "database_url: R\n" + dirs,
    "database_url: >-\n  R\n" + dirs,
    "database_url: &u Q\nother: *u\n" + dirs,
    // a value of the wrong type
    "database_url: [Q]\n" + dirs,
    "database_url:\n  - R\n" + dirs,
    "database_url: {url: Q}\n" + dirs,
    "database_url: {Q: x}\n" + dirs,
    "database_url: !!int Q\n" + dirs,
    "database_url: !!timestamp Q\n" + dirs,
    "database_url: !R x\n" + dirs,
    "database_url: !<R> x\n" + dirs,
    // under another key, twice, or as a key
    "databse_url: Q\n" + dirs,
    url + "databse_url: Q\n" + dirs,
    "database_url: Q\ndatabase_url: Q\n" + dirs,
    "database_url: Q\ndatabase_url: [Q]\n" + dirs,
    url + dirs + "Q: 1\n",
    url + dirs + "R: 1\n",
    url + dirs + "? Q\n",
    "Q\n",
    "- Q\n",
    // broken on that very line
    "database_url: R: x\n" + dirs,
    "database_url: \"R\n" + dirs,
    "database_url: 'R\n" + dirs,
    "database_url: R\" x'\n" + dirs,
    "database_url: Q Q\n" + dirs,
    "database_url: [R\n" + dirs,
    "database_url: {R\n" + dirs,
    "database_url: *R\n" + dirs,
    "database_url: &R\n" + dirs,
    "a: &R 1\nb: &R 2\n" + url + dirs,
    "database_url: @R\n" + dirs,
    "database_url: %R\n" + dirs,
    "database_url: |R\n" + dirs,
    "%R\n" + url + dirs,
    "\tdatabase_url: R\n" + dirs,
    "database_url:R\n" + dirs,
    "database_url: R\n x: y\n" + dirs,
    "database_url: \"\\q R\"\n" + dirs,
    "database_url: R\x01\n" + dirs,
    "database_url: R\xff\n" + dirs,
    "<<: Q\n" + url + dirs,
    "<<: [Q]\n" + url + dirs,
    // where something else belongs
    url + "include_dirs: [Q]\n",
    url + "include_dirs: Q\n",
    url + "include_dirs: {Q: x}\n",
    url + "include_dirs: [{path: Q}]\n",
    url + "include_dirs: [{path: Q, auto_discover: true}]\n",
    url + "include_dirs: [db/schema, {path: Q}]\n",
    url + "include_dirs: [{path: db/schema, include: [Q]}]\n",
    url + "include_dirs: [{path: db/schema, include: Q}]\n",
    url + "include_dirs: [{path: db/schema, exclude: [Q]}]\n",
    url + "include_dirs: [{path: db/schema, exclude: [\"../\", Q, \"..\"]}]\n",
    url + "include_dirs: [{path: db/schema, include: [Q, \"x\"], order: Q}]\n",
    url + "include_dirs: [{path: db/schema, recursive: Q}]\n",
    url + "include_dirs: [{path: db/schema, auto_discover: Q}]\n",
    url + dirs + "exclude_dirs: [Q]\n",
    url + dirs + "exclude_dirs: Q\n",
    url + dirs + "superuser_dirs: [Q]\n",
    url + dirs + "superuser_post_dirs: [{path: Q, order: Q}]\n",
    url + dirs + "build: Q\n",
    url + dirs + "build: {sort_mode: Q}\n",
    url + dirs + "build: {two_pass: Q}\n",
    url + dirs + "build: {validate_comments: {enabled: Q}}\n",
    url + dirs + "build: {separators: {style: Q}}\n",
    url + dirs + "build: {separators: {style: custom, custom_template: Q}}\n",
    url + dirs + "build: {separators: {style: custom, custom_template: \"{R}\"}}\n",
    url + dirs + "seed: Q\n",
    url + dirs + "seed: {execution_mode: Q}\n",
    url + dirs + "tenancy: Q\n",
    url + dirs + "migration_table: Q\n"};

const std::vector<Words> commands = {{"--verbose", "--timings"},
                                     {"--format", "json"},
                                     {"--format", "csv", "--depfile", "out/s.d"},
                                     {"--report", "out/report.json", "--format", "json"},
                                     {"--list-files", "--verbose"},
                                     {"--list-files", "--format", "json"},
                                     {"--list-files", "--format", "csv"},
                                     {"--manifest", "--show-hash"},
                                     {"hash", "--verbose"},
                                     {"manifest", "--verbose"},
                                     {"split", "--output-dir", "out", "--format", "json"},
                                     {"check", "--verbose"},
                                     {"check", "--format", "json"},
                                     {"check", "--format", "github"},
                                     {"check", "--format", "sarif"},
                                     {"check", "--format", "gitlab"},
                                     {"--separator-style", "custom"}};

void check_silent(const ProcessResult& result) {
  CAPTURE(result.out);
  CAPTURE(result.err);
  CHECK(result.signal == 0);
  CHECK_FALSE(contains(result.out, token));
  CHECK_FALSE(contains(result.err, token));
}

/// Checks every file of a project but the configuration, and removes them.
void check_written(const Project& project) {
  for (const auto& entry : fs::recursive_directory_iterator(project.path())) {
    if (entry.is_regular_file() && entry.path() != project.path("db/environments/local.yaml")) {
      CHECK_FALSE(contains(testing::read_file(entry.path()), token));
      CHECK_FALSE(contains(entry.path(), token));
    }
  }
}

TEST_CASE("a password in a configuration is in no message and no file of any command") {
  const Project project;
  std::size_t runs = 0;
  for (const std::string& configuration : configurations) {
    for (const std::string& address : addresses) {
      const std::string quoted_in = replace_all(configuration, "Q", quoted(address));
      project.write("db/environments/local.yaml", replace_all(quoted_in, "R", address));
      const Words& command = commands[runs++ % commands.size()];
      CAPTURE(configuration);
      CAPTURE(address);
      CAPTURE(command);
      check_silent(project.run(command));
    }
  }
  check_written(project);
}

TEST_CASE("a password of any spelling is silent in every command") {
  for (const std::string& configuration : {"database_url: Q\n" + dirs,
                                           "database_url: [Q]\n" + dirs,
                                           "databse_url: Q\n" + dirs,
                                           url + "include_dirs: [Q]\n"}) {
    const Project project;
    project.write("db/environments/local.yaml",
                  replace_all(configuration, "Q", quoted(addresses.front())));
    for (const Words& command : commands) {
      check_silent(project.run(command));
    }
    check_written(project);
  }
}

TEST_CASE("a number in place of a database is not shown") {
  const Project project;
  for (const std::string number : {"4711081512", "4711081512.5", "2001-02-03", "0x4711081512"}) {
    project.write("db/environments/local.yaml", "database_url: " + number + "\n" + dirs);
    const ProcessResult result = project.run({});
    CHECK(result.status == 5);
    CHECK_FALSE(contains(result.err, number));
    CHECK(contains(result.err, "line 1, column 15: database_url: expected a string, found the "));
  }
}

TEST_CASE("a password among the arguments is silent") {
  const Project project;
  for (const std::string& address : addresses) {
    for (const Words& arguments : std::vector<Words>{{address},
                                                     {"hash", address},
                                                     {"--env", address},
                                                     {"--separator-style", address},
                                                     {"--format", address}}) {
      CAPTURE(arguments);
      check_silent(project.run(arguments));
    }
  }
}

TEST_CASE("a password in the process's environment is silent") {
  const Project project;
  project.write("db/environments/local.yaml", "database_url: ${DATABASE_URL}\n" + dirs);
  testing::ProcessOptions options{.cwd = project.path()};
  options.env["DATABASE_URL"] = addresses.front();
  options.env["PGPASSWORD"] = token;
  for (Words command : commands) {
    command.insert(command.begin(), CONFITURE_BUILD_PROGRAM);
    check_silent(testing::run(command, options));
  }
}

TEST_CASE("what a message shows of a value lacks the password and nothing else") {
  CHECK(without_password("postgresql://u:p@w@h/d") == "postgresql:***@h/d");
  CHECK(without_password("postgresql://u:p") == "postgresql://***");
  CHECK(without_password("host=h password=p dbname=d") == "host=h password=***");
  CHECK(without_password("{\"pwd\": \"p\"}") == "{\"pwd\":***");
  CHECK(quotable("u:\x1b@h\n") == "u:***@h\\n");
  for (const std::string value : {"",
                                  "db/schema",
                                  "a@b",
                                  "a:b",
                                  "12:30",
                                  "{file_path:>40}",
                                  "*.sql",
                                  "passengers",
                                  "x@a:b"}) {
    CHECK(without_password(value) == value);
  }
}

TEST_CASE("a directory is told from an address of a database") {
  for (const std::string& address : addresses) {
    CHECK(is_database_address(address));
  }
  for (const std::string directory :
       {"db/schema", "../postgres", "postgresql", "a:b@c", "db/pass"}) {
    CHECK_FALSE(is_database_address(directory));
  }
}

} // namespace
} // namespace confiture
