// Where output goes fails as the system lets it fail: full disks, closed and full streams.

#include "failure.hpp"
#include "faults/project.hpp"

#include <doctest/doctest.h>

#include <csignal>
#include <string>

namespace confiture {
namespace {

using testing::contains;
using testing::FaultyProject;
using testing::ProcessResult;
using testing::Scenario;
using testing::scenarios;
using testing::Words;

/// Runs the command of a scenario through a shell, which does `setup` first.
ProcessResult run_after(const FaultyProject& project, const std::string& setup) {
  return project.run(Words{"sh", "-c", setup + R"(; exec "$0" "$@")"});
}

TEST_CASE("fault: a full disk leaves the old output whole") {
  const FaultyProject project(scenarios()[1]);
  project.reset();
  // Above the project's folder lies another file system with room for less than the output.
  const std::string setup = "mount -t tmpfs -o size=100k none out && printf old >out/schema.sql "
                            "|| exit 77; \"$0\" \"$@\"; echo status $?; ls -A out; cat out/*; exit";
  const ProcessResult result =
      project.run(Words{"unshare", "--user", "--map-root-user", "--mount", "sh", "-c", setup});
  if (result.status == 77 || contains(result.err, "unshare:")) {
    MESSAGE("skipped, since no file system may be mounted here: " << result.err);
    return;
  }
  CHECK(result.out == "status 4\nschema.sql\nold");
  CHECK(contains(result.err, "Error writing schema to out/schema.sql: No space left on device\n"));
}

TEST_CASE("fault: a file larger than the limit is an error and leaves the old output whole") {
  for (const Scenario& scenario : scenarios()) {
    if (scenario.name != "manifest alone") { // which is small
      const FaultyProject project(scenario);
      project.reset();
      const ProcessResult result = run_after(project, "ulimit -f 8");
      CAPTURE(scenario.name);
      CHECK(result.status == 4);
      const bool is_reported = scenario.name == "report";
      CHECK((is_reported || contains(result.err, "File too large")));
      project.check(result);
    }
  }
}

TEST_CASE("fault: a standard output that is full is an error") {
  const FaultyProject project(scenarios()[1]);
  project.reset();
  const ProcessResult result = run_after(project, "exec >/dev/full");
  CHECK(result.status == 1);
  CHECK(contains(result.err, "cannot write to standard output: No space left on device\n"));
  CHECK(project.snapshot() == project.built());
}

TEST_CASE("fault: a standard output that is closed is an error") {
  const FaultyProject project(scenarios()[1]);
  project.reset();
  const ProcessResult result = run_after(project, "exec >&-");
  CHECK(result.status == 1);
  CHECK(contains(result.err, "cannot write to standard output: Bad file descriptor\n"));
  CHECK(project.snapshot() == project.built());
}

TEST_CASE("fault: no closed stream gets into a file") {
  for (const Scenario& scenario : scenarios()) {
    const FaultyProject project(scenario);
    project.reset();
    CAPTURE(scenario.name);
    CHECK(run_after(project, "exec <&- 2>&-").status == 0);
    CHECK(project.snapshot() == project.built());
    project.reset();
    CHECK(run_after(project, "exec <&- >&- 2>&-").status == 1);
    for (const auto& file : project.snapshot()) {
      CAPTURE(file.first); // a report tells that standard output failed
      CHECK((file.second == project.built().at(file.first) || file.second == "failed"));
    }
  }
}

TEST_CASE("fault: a reader that has gone ends the program by SIGPIPE and leaves nothing behind") {
  const Scenario to_pipe{.name = "pipe",
                         .command = {"-o", "/dev/stdout", "--manifest"},
                         .outputs = {"db/confiture_local.sum"},
                         .outputs_exist = true};
  const FaultyProject project(to_pipe);
  project.reset();
  // A large output, so that the pipe is closed before all of it is written.
  const ProcessResult result = project.run(
      Words{"bash", "-c", R"("$0" "$@" | head -c 1 >/dev/null; echo "${PIPESTATUS[0]}")"});
  CHECK(result.out == std::to_string(128 + SIGPIPE) + "\n");
  CHECK(project.snapshot() == project.before());
  // Where SIGPIPE is ignored, a write fails instead.
  const ProcessResult ignoring = project.run(Words{
      "bash", "-c", R"(trap '' PIPE; "$0" "$@" | head -c 1 >/dev/null; echo "${PIPESTATUS[0]}")"});
  CHECK(ignoring.out == "4\n");
  CHECK(contains(ignoring.err, "Error writing schema to /dev/stdout: Broken pipe\n"));
  CHECK(project.snapshot() == project.before());
}

} // namespace
} // namespace confiture
