#include "cli/timings.hpp"

#include <doctest/doctest.h>

#include <string>

namespace confiture {
namespace {

StepTotal& total(Progress& progress, Step step) {
  return progress.steps[static_cast<std::size_t>(step)];
}

TEST_CASE("timings are a table of the steps that did something") {
  Progress progress;
  total(progress, Step::Config).nanoseconds = 400'000;
  total(progress, Step::Read).nanoseconds = 2'000'000'000;
  total(progress, Step::Read).bytes = 200 << 20;
  CHECK(cli::timings_text(progress) == "step              time        size         rate\n"
                                       "config          0.4 ms\n"
                                       "read             2.0 s   200.0 MiB     105 MB/s\n");
  const auto document = cli::timings_json(progress);
  CHECK(document.size() == step_count);
  CHECK(document["config"]["milliseconds"] == 0.4);
  CHECK(document["read"]["bytes"] == 200 << 20);
  CHECK(document["write"]["bytes"] == 0);
}

TEST_CASE("steps are timed only when that was asked for") {
  Progress progress;
  const auto spend = [&](Progress* to) {
    StepTimer timer(to, Step::Order);
    timer.add_bytes(7);
  };
  spend(nullptr);
  spend(&progress);
  CHECK(total(progress, Step::Order).nanoseconds == 0);
  CHECK(total(progress, Step::Order).bytes == 0);
  progress.is_timed = true;
  spend(&progress);
  spend(&progress);
  CHECK(total(progress, Step::Order).nanoseconds > 0);
  CHECK(total(progress, Step::Order).bytes == 14);
}

} // namespace
} // namespace confiture
