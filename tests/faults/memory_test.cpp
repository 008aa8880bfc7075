// Each allocation fails in turn, alone or with all that come after it.

#include "faults/project.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cerrno>

namespace confiture {
namespace {

using testing::FaultyProject;
using testing::hit_each_call;
using testing::ProcessResult;
using testing::scenarios;

/// Fails every allocation, or every `step`th one from `first`.
void fail_allocations(const char* scenario_name, long first, long step, bool lasting = false) {
  const auto scenario = std::find_if(scenarios().begin(), scenarios().end(), [&](const auto& each) {
    return each.name == scenario_name;
  });
  const long hits = hit_each_call(
      *scenario,
      {.call = "malloc", .number = first, .error_number = ENOMEM, .lasting = lasting},
      [](const FaultyProject& project, const ProcessResult& result, auto& met) {
        CAPTURE(met.number);
        CHECK(result.signal == 0);
        project.check(result);
      },
      step);
  CHECK(hits > 100);
}

TEST_CASE("fault: an allocation that fails while the program builds - odd ones") {
  fail_allocations("existing", 1, 2);
}

TEST_CASE("fault: an allocation that fails while the program builds - even ones") {
  fail_allocations("existing", 2, 2);
}

// What these do otherwise than the ones above is little.

TEST_CASE("fault: an allocation that fails while the program writes a manifest too") {
  fail_allocations("manifest", 1, 3);
}

TEST_CASE("fault: an allocation that fails while the program writes a report too") {
  fail_allocations("report", 2, 3);
}

TEST_CASE("fault: memory that runs out for good while the program builds") {
  fail_allocations("existing", 1, 3, true);
}

} // namespace
} // namespace confiture
