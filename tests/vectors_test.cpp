// Runs what was recorded from the reference, see fixtures/cases/README.md:
//
//     vectors_test --program=<confiture-build> --fixtures=<fixtures/cases> [--case=<name>]...
//
// Without --case, all of them. The options of doctest work beside these.

#define DOCTEST_CONFIG_IMPLEMENT
#include "vectors/comparison.hpp"
#include "vectors/execution.hpp"
#include "vectors/left_out.hpp"
#include "vectors/mapped_build.hpp"
#include "vectors/recorded_case.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace fs = std::filesystem;
using namespace confiture::testing;

struct Options {
  fs::path program;
  fs::path fixtures;
  std::vector<std::string> cases;
};

Options options; // NOLINT: doctest hands nothing to its test cases

Options parse_options(const std::vector<std::string_view>& arguments) {
  Options parsed;
  for (const std::string_view argument : arguments) {
    const std::size_t equals = std::min(argument.find('='), argument.size() - 1);
    const std::string_view name = argument.substr(0, equals);
    const std::string_view value = argument.substr(equals + 1);
    if (name == "--program") {
      parsed.program = fs::absolute(value);
    } else if (name == "--fixtures") {
      parsed.fixtures = value;
    } else if (name == "--case") {
      parsed.cases.emplace_back(value);
    }
  }
  return parsed;
}

/// The cases that were asked for, or else all.
std::vector<std::string> case_names() {
  std::vector<std::string> names = options.cases;
  if (names.empty()) {
    for (const fs::path& file : fs::directory_iterator(options.fixtures)) {
      if (file.extension() == ".json") {
        names.push_back(file.stem());
      }
    }
    std::sort(names.begin(), names.end());
  }
  return names;
}

RecordedCase load(std::string_view name) {
  return load_case(options.fixtures / (std::string(name) + ".json"));
}

bool ended_as(LeftOut::Expect expect, const Expectation& expected, const Outcome& outcome) {
  return expect == LeftOut::Expect::Refused ? is_clear_refusal(expected, outcome)
                                            : outcome.process.status == 0;
}

/// A left out invocation must end as its entry says, and not as it was recorded: then its entry
/// would have to go.
void check_left_out(const LeftOut& entry, const Expectation& expected, const Outcome& outcome) {
  MESSAGE("left out: ", entry.case_name, " #", entry.invocation, ": ", entry.reason);
  INFO("exit status ", outcome.process.status, "\n", outcome.process.out, outcome.process.err);
  CHECK(ended_as(entry.expect, expected, outcome));
  CHECK_FALSE(differences(expected, outcome).empty());
}

void check_invocation(const RecordedCase& recorded, const std::string& name, std::size_t number) {
  const Invocation& invocation = recorded.invocations[number];
  const Outcome outcome = execute(options.program, recorded, invocation);
  if (const LeftOut* entry = find_left_out(name, number)) {
    check_left_out(*entry, invocation.expected, outcome);
    return;
  }
  for (const std::string& difference : differences(invocation.expected, outcome)) {
    FAIL_CHECK(difference);
  }
}

} // namespace

TEST_CASE("recorded vectors end as they were recorded") {
  const std::vector<std::string> names = case_names();
  REQUIRE_FALSE(names.empty());
  for (const std::string& name : names) {
    const RecordedCase recorded = load(name);
    for (std::size_t i = 0; i < recorded.invocations.size(); ++i) {
      INFO("case ", name, " #", i);
      check_invocation(recorded, name, i);
    }
  }
}

TEST_CASE("recorded builds have a source map that leads every byte to its source") {
  for (const std::string& name : case_names()) {
    const RecordedCase recorded = load(name);
    for (std::size_t i = 0; i < recorded.invocations.size(); ++i) {
      INFO("case ", name, " #", i);
      if (find_left_out(name, i) == nullptr) {
        CHECK(map_faults(options.program, recorded, recorded.invocations[i]).empty());
      }
    }
  }
}

TEST_CASE("what is left out was recorded") {
  for (const LeftOut& entry : left_out()) {
    INFO("case ", entry.case_name);
    CHECK(entry.invocation < load(entry.case_name).invocations.size());
  }
}

int main(int argc, char** argv) {
  options = parse_options({argv + 1, argv + argc});
  return doctest::Context(argc, argv).run();
}
