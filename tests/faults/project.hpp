#pragma once

#include "support.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

/// A small project to run builds in that meet faults, and what must hold after each.
namespace confiture::testing {

using Words = std::vector<std::string>;

/// What the preloaded library is to do; see preload.cpp.
struct Fault {
  std::string call; ///< the family of calls
  long number = 1;  ///< of the call that is hit, 0 for every one
  int error_number = 0;
  long limit = 0;
  int signal = 0;
  bool after = false;   ///< the signal comes after the call
  bool lasting = false; ///< all later calls are hit too
};

/// A command, and what it writes.
struct Scenario {
  std::string name;
  Words command;
  Words outputs;              ///< relative to the project
  bool outputs_exist = false; ///< with old content
  bool through_link = false;  ///< the first output is reached through a link
};

/// All ways in which output is written.
const std::vector<Scenario>& scenarios();

/// Files of the project, by name, with their content; folders have none. Sources are left out.
using Snapshot = std::map<std::string, std::string>;

/// A project of five small files, one of them with CRLF, and a large one that is read in pieces.
class FaultyProject {
public:
  /// Runs the command once without a fault, for what it writes.
  explicit FaultyProject(const Scenario& scenario);

  /// Puts everything back to how it was before the first run.
  void reset() const;

  [[nodiscard]] ProcessResult run(const Words& wrapper = {}) const;
  [[nodiscard]] ProcessResult run(const Fault& fault) const;

  /// Whether the last fault was met.
  [[nodiscard]] bool was_hit() const;

  [[nodiscard]] Snapshot snapshot() const;
  [[nodiscard]] const Scenario& scenario() const { return scenario_; }
  [[nodiscard]] const Snapshot& before() const { return before_; }
  [[nodiscard]] const Snapshot& built() const { return built_; }
  [[nodiscard]] const std::filesystem::path& path() const { return directory_.path(); }

  /// Checks that a run did all it should, or told why it did not and left every output as it was
  /// or complete, and nothing else.
  void check(const ProcessResult& result) const;

private:
  [[nodiscard]] Words command() const;
  [[nodiscard]] ProcessOptions options() const;

  const Scenario& scenario_;
  TemporaryDirectory directory_;
  Snapshot before_;
  Snapshot built_;
};

/// Runs the scenario with the fault at the call of its number, `step` calls later, and so on until
/// there are no more; calls `check` with the project and each result. Returns the number of runs
/// that met the fault.
template <typename Check>
long hit_each_call(const Scenario& scenario, Fault fault, const Check& check, long step = 1) {
  const FaultyProject project(scenario);
  for (long hits = 0;; ++hits, fault.number += step) {
    project.reset();
    const ProcessResult result = project.run(fault);
    if (!project.was_hit()) {
      project.check(result);
      return hits;
    }
    check(project, result, fault);
  }
}

} // namespace confiture::testing
