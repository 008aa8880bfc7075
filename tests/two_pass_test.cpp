#include "digest.hpp"
#include "failure.hpp"
#include "project.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>
#include <string>

namespace confiture {
namespace {

using testing::contains;
using testing::ProcessResult;
using testing::Project;

constexpr const char* output = "db/generated/schema_local.sql";

/// A project whose first table refers to its second.
class TwoPassProject : public Project {
public:
  TwoPassProject() {
    configure("two_pass: true");
    write("db/schema/a.sql", "create table a (x int references b on delete cascade);\n");
    write("db/schema/b.sql", "create table b (x int primary key);\n");
  }
  void configure(const std::string& build) const {
    write("db/environments/local.yaml",
          "database_url: postgresql://h/d\ninclude_dirs: [db/schema]\n"
          "superuser_dirs: [db/schema/roles]\n"
          "build: {" +
              build + "}\n");
  }
  [[nodiscard]] std::string read(const std::string& name) const {
    return testing::read_file(path(name));
  }
};

TEST_CASE("a build in two passes adds keys at its end, and its header names the digest of that") {
  const TwoPassProject project;
  REQUIRE(project.run({"--show-hash"}).status == 0);
  const std::string text = project.read(output);
  CHECK(contains(text, "create table a (x int);\n"));
  CHECK(text.ends_with(
      "\nALTER TABLE a\n    ADD FOREIGN KEY (x) REFERENCES b ON DELETE CASCADE;\n\n"));
  const std::string end = "==\n\n";
  Digest digest;
  digest.update(std::string_view(text).substr(text.find(end) + end.size()));
  CHECK(contains(text, "-- Body SHA-256: " + digest.finish() + "\n"));

  REQUIRE(project.run({"-o", "plain.sql", "--no-two-pass"}).status == 0);
  CHECK(contains(project.read("plain.sql"), "references b on delete cascade"));
  project.configure("");
  REQUIRE(project.run({"-o", "asked.sql", "--two-pass"}).status == 0);
  CHECK(project.read("asked.sql") == text);
}

TEST_CASE("a body without keys is the same in two passes") {
  const TwoPassProject project;
  project.write("db/schema/a.sql", "create table a (x int);\n");
  REQUIRE(project.run({}).status == 0);
  REQUIRE(project.run({"-o", "plain.sql", "--no-two-pass"}).status == 0);
  CHECK(project.read(output) == project.read("plain.sql"));
}

TEST_CASE("only what a split leaves to the application is built in two passes") {
  const TwoPassProject project;
  project.write("db/schema/roles/c.sql", "create table c (x int references b);\n");
  REQUIRE(project.run({"split", "--output-dir", "out"}).status == 0);
  CHECK(contains(project.read("out/schema_local_app.sql"), "ADD FOREIGN KEY (x) REFERENCES b"));
  CHECK(contains(project.read("out/schema_local_superuser_pre.sql"), "(x int references b);"));
  CHECK_FALSE(contains(project.read("out/schema_local_superuser_pre.sql"), "ALTER TABLE"));
}

TEST_CASE("a check tells whether a build in two passes would give the same") {
  const TwoPassProject project;
  REQUIRE(project.run({}).status == 0);
  CHECK(project.run({"check", "--output", output}).status == 0);

  // Its own text alone: the change is told.
  project.write("db/schema/b.sql", "create table b (x int primary key, y int);\n");
  const ProcessResult edited = project.run({"check", "--output", output});
  CHECK(edited.status == 1);
  CHECK(contains(edited.out, "edited       b.sql\n"));
  CHECK_FALSE(contains(edited.out, "a.sql"));

  // A key: which file it is from nothing tells.
  project.write("db/schema/a.sql", "create table a (x int references b);\n");
  const ProcessResult key = project.run({"check", "--output", output});
  CHECK(key.status == 1);
  CHECK(contains(key.out, "is stale"));
  CHECK_FALSE(contains(key.out, "b.sql"));

  REQUIRE(project.run({}).status == 0);
  project.write(output, project.read(output) + "-- by hand\n");
  CHECK(contains(project.run({"check", "--output", output}).out, "edited by hand"));

  project.configure("");
  REQUIRE(project.run({"--two-pass"}).status == 0);
  CHECK(project.run({"check", "--output", output}).status == 1);
}

TEST_CASE("an output in two passes that would be the same is left alone") {
  const TwoPassProject project;
  REQUIRE(project.run({}).status == 0);
  const auto time = std::filesystem::file_time_type() + std::chrono::hours(1);
  std::filesystem::last_write_time(project.path(output), time);
  CHECK(contains(project.run({"build", "--if-changed"}).out, "Schema is up to date"));
  CHECK(std::filesystem::last_write_time(project.path(output)) == time);
  project.write("db/schema/a.sql", "create table a (x int references b);\n");
  REQUIRE(project.run({"build", "--if-changed"}).status == 0);
  CHECK_FALSE(contains(project.read(output), "CASCADE"));
}

} // namespace
} // namespace confiture
