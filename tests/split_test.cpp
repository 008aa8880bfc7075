#include "failure.hpp"
#include "support.hpp"
#include <confiture/build.hpp>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>

namespace confiture {
namespace {

namespace fs = std::filesystem;
using testing::contains;
using testing::read_file;
using testing::write_file;

/// A project with two files for each phase, one of them claimed twice.
class Project {
public:
  Project() {
    write("db/environments/local.yaml",
          "database_url: postgresql://h/d\n"
          "include_dirs: [db]\n"
          "superuser_dirs: [db/roles, {path: db/grants}]\n"
          "superuser_post_dirs: [db/grants]\n");
    for (const char* name : {"grants/b.sql", "grants/a.sql", "roles/a.sql", "roles/b.sql"}) {
      write(std::string("db/") + name, std::string("-- ") + name + "\n");
    }
    write("db/schema/a.sql", "create table a ();\n");
    write("db/types/large.sql", std::string(1'000'000, '-') + "\n");
  }

  void write(const std::string& name, std::string_view bytes) const {
    write_file(directory_.path() / name, bytes);
  }
  [[nodiscard]] std::string path(const std::string& name) const { return directory_.path() / name; }

  [[nodiscard]] SplitResult split() const {
    const Config config = load_config(directory_.path(), "local");
    return build_split(config, select(config, Scope::Everything), {.directory = path("out")});
  }

private:
  testing::TemporaryDirectory directory_;
};

TEST_CASE("a split has three files in build order, and what is claimed twice comes last") {
  const Project project;
  const SplitResult result = project.split();
  CHECK(result.superuser_pre.path == project.path("out/schema_local_superuser_pre.sql"));
  CHECK(result.superuser_pre.files == 2);
  CHECK(result.app.files == 2);
  CHECK(result.superuser_post.files == 2);
  const std::string before = read_file(result.superuser_pre.path);
  const std::string app = read_file(result.app.path);
  const std::string after = read_file(result.superuser_post.path);
  CHECK(before.size() == result.superuser_pre.size);
  CHECK(contains(before, "-- Files Included: 2\n"));
  CHECK(before.find("File: roles/a.sql") < before.find("File: roles/b.sql"));
  CHECK_FALSE(contains(before, "grants"));
  CHECK(app.find("File: schema/a.sql") < app.find("File: types/large.sql"));
  CHECK(after.find("-- grants/a.sql") < after.find("-- grants/b.sql"));
}

TEST_CASE("the phases of a split hold together what a build holds") {
  const Project project;
  const SplitResult result = project.split();
  const Config config = load_config(project.path(""), "local");
  const Selection selection = select(config, Scope::Everything);
  const BuildResult whole =
      build(config, selection, {.output = project.path("out/whole"), .with_fingerprint = true});
  CHECK(result.fingerprint == whole.fingerprint);
  const auto body_of = [](const std::string& path) {
    const std::string text = read_file(path);
    return text.substr(text.find("\n\n") + 2);
  };
  // In this project the phases lie side by side in build order: grants, roles, the rest.
  CHECK(body_of(result.superuser_post.path) + body_of(result.superuser_pre.path) +
            body_of(result.app.path) ==
        body_of(project.path("out/whole")));
}

TEST_CASE("a phase without files is an empty file, the application's is a header at least") {
  const Project project;
  project.write("db/environments/local.yaml",
                "database_url: postgresql://h/d\n"
                "include_dirs: [db/roles]\n"
                "superuser_dirs: [db]\n");
  const SplitResult result = project.split();
  CHECK(result.superuser_pre.files == 2);
  CHECK(result.superuser_post.size == 0);
  CHECK(read_file(result.superuser_post.path).empty());
  CHECK(contains(read_file(result.app.path), "-- Files Included: 0\n"));
}

TEST_CASE("a split that fails leaves all three files as they were") {
  const Project project;
  const SplitResult first = project.split();
  const std::string before = read_file(first.superuser_pre.path);
  project.write("db/roles/a.sql", "changed");
  project.write("db/schema/z.sql", "/* open");
  CHECK(testing::failure_of([&] { static_cast<void>(project.split()); }).code() ==
        ErrorCode::Schema001);
  CHECK(read_file(first.superuser_pre.path) == before);
  CHECK(std::distance(fs::directory_iterator(project.path("out")), {}) == 3);
}

TEST_CASE("the command prints a split as JSON with the keys of the reference's result") {
  const Project project;
  const auto run = [&](const std::string& directory, const std::string& format) {
    return testing::run(
        {CONFITURE_BUILD_PROGRAM, "split", "--output-dir", directory, "--format", format},
        {.cwd = project.path("")});
  };
  const testing::ProcessResult result = run("out", "json");
  CHECK(result.status == 0);
  const auto document = nlohmann::ordered_json::parse(result.out);
  CHECK(document["superuser_pre_path"] == "out/schema_local_superuser_pre.sql");
  CHECK(document["app_files"] == 2);
  CHECK(document["hash"].get<std::string>().size() == 64);
  CHECK(document["command"] == "split");
  CHECK(run("out", "csv").status == 5);
  const testing::ProcessResult among_sources = run("db/generated", "json");
  CHECK(among_sources.status == 4);
  CHECK(nlohmann::json::parse(among_sources.out)["command"] == "split");
}

} // namespace
} // namespace confiture
