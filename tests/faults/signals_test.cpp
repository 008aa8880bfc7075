// A signal comes at each call to the system in turn, before it or right after it.

#include "faults/project.hpp"

#include <doctest/doctest.h>

#include <csignal>

namespace confiture {
namespace {

using testing::Fault;
using testing::FaultyProject;
using testing::hit_each_call;
using testing::ProcessResult;
using testing::Scenario;
using testing::scenarios;

void signal_each(int signal, bool after) {
  for (const std::size_t number : {0U, 3U, 4U}) { // fresh, and where there are several outputs
    const Scenario& scenario = scenarios()[number];
    const Fault fault{.call = "any", .signal = signal, .after = after};
    const long calls = hit_each_call(
        scenario,
        fault,
        [signal](const FaultyProject& project, const ProcessResult& result, auto& met) {
          CAPTURE(met.number);
          CHECK(result.signal == signal);
          project.check(result);
        });
    CHECK(calls > 50);
  }
}

TEST_CASE("fault: SIGTERM before each call") {
  signal_each(SIGTERM, false);
}

TEST_CASE("fault: SIGTERM after each call") {
  signal_each(SIGTERM, true);
}

TEST_CASE("fault: SIGINT before each call") {
  signal_each(SIGINT, false);
}

TEST_CASE("fault: SIGINT after each call") {
  signal_each(SIGINT, true);
}

TEST_CASE("fault: SIGKILL at each call leaves outputs whole and the next build nothing else") {
  long calls = 0;
  for (const Scenario& scenario : scenarios()) {
    calls +=
        hit_each_call(scenario,
                      {.call = "any", .signal = SIGKILL},
                      [](const FaultyProject& project, const ProcessResult& result, auto& met) {
                        CAPTURE(met.number);
                        CHECK(result.signal == SIGKILL);
                        for (const auto& [name, content] : project.before()) {
                          const std::string now = project.snapshot().at(name);
                          CHECK((now == content || now == project.built().at(name)));
                        }
                        const ProcessResult next = project.run();
                        CHECK(next.status == 0);
                        CHECK(project.snapshot() == project.built());
                      });
  }
  CHECK(calls >= 200);
}

} // namespace
} // namespace confiture
