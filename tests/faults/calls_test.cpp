// Each call to the system fails in turn, as SQLite is tested: the first, the second, and so on
// until a run makes no more of them.

#include "faults/project.hpp"

#include <doctest/doctest.h>

#include <cerrno>
#include <map>

namespace confiture {
namespace {

using testing::Fault;
using testing::FaultyProject;
using testing::hit_each_call;
using testing::ProcessResult;
using testing::Scenario;
using testing::scenarios;

/// Fails each call of a family with this error, in all scenarios. Returns the number of calls.
long fail_each(const std::string& call, int error_number) {
  long calls = 0;
  for (const Scenario& scenario : scenarios()) {
    const Fault fault{.call = call, .error_number = error_number};
    calls += hit_each_call(
        scenario, fault, [](const FaultyProject& project, const ProcessResult& result, auto& met) {
          CAPTURE(met.call);
          CAPTURE(met.number);
          CHECK(result.signal == 0);
          project.check(result);
          const bool is_plain = project.scenario().outputs.size() == 1 && met.call != "fsync";
          if (is_plain && result.status != 0) {
            CHECK(project.snapshot() == project.before());
          }
        });
  }
  return calls;
}

TEST_CASE("fault: an open that fails") {
  CHECK(fail_each("open", EIO) >= 50);
}

TEST_CASE("fault: an open without descriptors left") {
  CHECK(fail_each("open", EMFILE) >= 50);
}

TEST_CASE("fault: a read that fails") {
  CHECK(fail_each("read", EIO) >= 40);
}

TEST_CASE("fault: a write to a full disk") {
  CHECK(fail_each("write", ENOSPC) >= 20);
}

TEST_CASE("fault: a write that fails") {
  CHECK(fail_each("write", EIO) >= 20);
}

TEST_CASE("fault: a close that fails") {
  CHECK(fail_each("close", EIO) >= 50);
}

TEST_CASE("fault: a rename that fails") {
  CHECK(fail_each("rename", EIO) >= 12);
}

TEST_CASE("fault: an fsync that fails") {
  CHECK(fail_each("fsync", EIO) >= 6);
}

TEST_CASE("fault: an fstat or stat that fails") {
  CHECK(fail_each("stat", EIO) >= 100);
}

TEST_CASE("fault: an opendir that fails") {
  CHECK(fail_each("opendir", EACCES) >= 20);
}

TEST_CASE("fault: a readdir that fails") {
  CHECK(fail_each("readdir", EIO) >= 50);
}

TEST_CASE("fault: a readlink that fails") {
  CHECK(fail_each("readlink", EIO) >= 50);
}

TEST_CASE("fault: a mkdir that fails") {
  CHECK(fail_each("mkdir", EIO) >= 2);
}

TEST_CASE("fault: an fchmod that fails") {
  CHECK(fail_each("fchmod", EPERM) >= 8);
}

TEST_CASE("fault: an lseek that fails") {
  CHECK(fail_each("lseek", EIO) >= 12);
}

TEST_CASE("fault: an mmap that fails") {
  fail_each("mmap", ENOMEM); // there need not be any
}

TEST_CASE("fault: a call that a signal interrupts is made again") {
  for (const std::string call : {"open", "read", "write", "close", "fsync"}) {
    for (const Scenario& scenario : scenarios()) {
      hit_each_call(scenario,
                    {.call = call, .error_number = EINTR},
                    [](const FaultyProject& project, const ProcessResult& result, auto& met) {
                      CAPTURE(met.call);
                      CAPTURE(met.number);
                      CHECK(result.status == 0);
                      project.check(result);
                    });
    }
  }
}

TEST_CASE("fault: a read or write that transfers one byte") {
  for (const std::string call : {"read", "write"}) {
    for (const Scenario& scenario : scenarios()) {
      hit_each_call(scenario,
                    {.call = call, .limit = 1},
                    [](const FaultyProject& project, const ProcessResult& result, auto& met) {
                      CAPTURE(met.call);
                      CAPTURE(met.number);
                      CHECK(result.status == 0);
                      project.check(result);
                    });
    }
  }
}

TEST_CASE("fault: reads and writes that are all short") {
  for (const std::string call : {"read", "write"}) {
    for (const Scenario& scenario : scenarios()) {
      const FaultyProject project(scenario);
      project.reset();
      const ProcessResult result = project.run(Fault{.call = call, .number = 0, .limit = 4093});
      CHECK(project.was_hit());
      CHECK(result.status == 0);
      project.check(result);
    }
  }
}

} // namespace
} // namespace confiture
