// Findings on their way out: which streams and files they go to, in GitHub Actions and elsewhere.

#include "cli/finding_identity.hpp"
#include "failure.hpp"
#include "support.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace confiture {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;
using testing::contains;
using testing::count_of;
using testing::ProcessResult;
using testing::read_file;
using testing::TemporaryDirectory;
using testing::write_file;

/// A directory in which findings_sample runs.
class Job {
public:
  Job() { write_file(path("checkout/work/db/a.sql"), "create table a ();\n/*\n"); }

  [[nodiscard]] fs::path path(const std::string& name) const { return directory_.path() / name; }

  [[nodiscard]] ProcessResult run(const std::vector<std::string>& words,
                                  const testing::Environment& variables = {}) const {
    std::vector<std::string> argv{FINDINGS_SAMPLE_PROGRAM};
    argv.insert(argv.end(), words.begin(), words.end());
    testing::ProcessOptions options{.cwd = path("checkout/work")};
    options.env.insert(variables.begin(), variables.end());
    return testing::run(argv, options);
  }

  [[nodiscard]] ProcessResult run_in_github(const std::vector<std::string>& words) const {
    return run(words,
               {{"GITHUB_ACTIONS", "true"},
                {"GITHUB_WORKSPACE", path("checkout").string()},
                {"GITHUB_STEP_SUMMARY", path("summary.md").string()}});
  }

private:
  TemporaryDirectory directory_;
};

TEST_CASE("outside of GitHub Actions there are no annotations unless asked for") {
  const Job job;
  const ProcessResult result = job.run({"text"});
  CHECK(contains(result.out, "db/a.sql:3:5: error [unclosed-comment]: A comment"));
  CHECK(result.err.empty());
  CHECK(job.run({"text"}, {{"GITHUB_ACTIONS", "false"}}).err.empty());
  CHECK(contains(job.run({"text", "yes"}).err, "::error file=db/a.sql,line=3,col=5,"));
  CHECK(contains(job.run({"sarif", "yes"}).err, "::error file=db/a.sql,line=3,col=5,"));
}

TEST_CASE("in GitHub Actions text has annotations beside it") {
  const Job job;
  const ProcessResult result = job.run_in_github({"text"});
  CHECK(contains(result.out, "\ndb/a.sql:12: error [repeated]: The same again.\n"));
  CHECK_FALSE(contains(result.out, "::error"));
  CHECK(contains(result.err, "::error file=work/db/a.sql,line=3,col=5,title=unclosed-comment::"));
  CHECK(count_of(result.err, "::error") == 10);
  CHECK(count_of(read_file(job.path("summary.md")), "| error |") == 3);
  const ProcessResult without = job.run_in_github({"text", "no"});
  CHECK(without.out == result.out);
  CHECK(without.err.empty());
  CHECK(job.run_in_github({"sarif"}).err.empty());
}

TEST_CASE("the format for GitHub is text with annotations beside it, wherever it runs") {
  const Job job;
  const ProcessResult result = job.run_in_github({"github"});
  CHECK(count_of(result.err, "::error") == 10);
  CHECK(contains(result.err, "::notice title=project::It is small.\n"));
  CHECK(contains(result.err, "::notice file=/no where/c.sql,line=1,title=elsewhere::"));
  CHECK(result.out == job.run_in_github({"text"}).out);
  CHECK(contains(read_file(job.path("summary.md")), "3 more findings"));
  CHECK(count_of(job.run({"github"}).err, "::error") == 10);
}

TEST_CASE("the step's summary is added to, up to what GitHub takes") {
  const Job job;
  write_file(job.path("summary.md"), "# Before\n");
  CHECK(job.run_in_github({"github"}).status == 0);
  CHECK(read_file(job.path("summary.md")).starts_with("# Before\n\n### confiture-build: "));
  for (const std::size_t room : {0U, 10U, 300U}) {
    CAPTURE(room);
    write_file(job.path("summary.md"), std::string((1U << 20U) - room, 'x'));
    CHECK(job.run_in_github({"github"}).status == 0);
    const std::size_t size = fs::file_size(job.path("summary.md"));
    CHECK(size <= (1U << 20U));
    CHECK((size > (1U << 20U) - room) == (room == 300));
  }
  write_file(job.path("summary.md"), std::string((1U << 20U) + 9, 'x'));
  CHECK(job.run_in_github({"github"}).status == 0);
  CHECK(fs::file_size(job.path("summary.md")) == (1U << 20U) + 9);
}

TEST_CASE("a summary that cannot be written is a notice") {
  const Job job;
  const ProcessResult result =
      job.run({"github"},
              {{"GITHUB_ACTIONS", "true"}, {"GITHUB_STEP_SUMMARY", job.path("no/where").string()}});
  CHECK(result.status == 0);
  const std::string told = "Cannot add to the step's summary, ";
  CHECK(result.err.ends_with("\n" + told + job.path("no/where").string() +
                             ": No such file or directory\n"));
  CHECK_FALSE(contains(job.run({"github"}, {{"GITHUB_ACTIONS", "true"}}).err, told));
}

TEST_CASE("files in SARIF and for GitLab are named from the top of the checkout") {
  const Job job;
  const ordered_json github = ordered_json::parse(job.run_in_github({"sarif"}).out);
  const ordered_json results = github["runs"][0]["results"];
  const auto uri = [](const ordered_json& result) {
    return result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
  };
  CHECK(uri(results[0]) == "work/db/a.sql");
  CHECK(uri(results[2]) == "work/db/local.yaml"); // it is about no file
  CHECK(uri(results[4]) == "file:///no%20where/c.sql");
  CHECK(results[5]["partialFingerprints"]["primaryLocationLineHash"] ==
        cli::line_hashes(job.path("checkout/work/db/a.sql"), {1})[1]);
  const ordered_json gitlab = ordered_json::parse(
      job.run({"gitlab"},
              {{"GITLAB_CI", "true"}, {"CI_PROJECT_DIR", job.path("checkout").string()}})
          .out);
  CHECK(gitlab[0]["location"]["path"] == "work/db/a.sql");
  CHECK(gitlab[2]["location"]["path"] == "work/db/local.yaml");
  const ordered_json alone = ordered_json::parse(job.run({"gitlab"}).out);
  CHECK(alone[0]["location"]["path"] == "db/a.sql");
  CHECK(alone[2]["location"]["path"] == "db/local.yaml");
}

} // namespace
} // namespace confiture
