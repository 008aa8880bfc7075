#pragma once

#include "vectors/recorded_case.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace confiture::testing {

/// What the program under test did with one invocation.
struct Outcome {
  std::string copy;                                ///< where the tree was, absolute
  ProcessResult process;                           ///< exit status and what was printed
  bool reported;                                   ///< whether a report was asked for
  std::string result;                              ///< that report, or else stdout
  std::vector<std::optional<std::string>> outputs; ///< as in the expectation; nothing if absent
};

/// A fresh copy of a case's tree, gone with the object.
class CaseCopy {
public:
  explicit CaseCopy(const RecordedCase& recorded);

  [[nodiscard]] const std::filesystem::path& path() const { return directory_.path(); }

  /// Runs an invocation of the case in it, with more arguments behind its own.
  [[nodiscard]] ProcessResult run(const std::filesystem::path& program,
                                  const Invocation& invocation,
                                  const std::vector<std::string>& more = {}) const;

private:
  const RecordedCase& recorded_;
  TemporaryDirectory directory_;
};

/// Runs one invocation in a fresh copy of the case's tree, which is gone afterwards.
Outcome execute(const std::filesystem::path& program,
                const RecordedCase& recorded,
                const Invocation& invocation);

} // namespace confiture::testing
