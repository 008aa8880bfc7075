#pragma once

#include "vectors/execution.hpp"
#include "vectors/recorded_case.hpp"

#include <optional>
#include <string>
#include <vector>

namespace confiture::testing {

/// The result of an invocation in the form that was asked for: a JSON document, CSV rows, or text
/// (neither of the two).
struct Result {
  std::optional<Json> document;
  std::optional<Rows> rows;
  std::string text; ///< as it was printed; empty for a recorded result
};

/// What was recorded, with the path of the copy that was built.
Result recorded_result(const Expectation& expected, const Outcome& outcome);

/// What was printed, read in the form that was recorded; no document or rows if it is none.
Result printed_result(const Expectation& expected, const Outcome& outcome);

/// The files of a list, in their order.
std::vector<std::string> selected_files(const Result& result);

/// The source hash, if there is one.
std::optional<std::string> source_hash(const Result& result);

/// The message of an error envelope; empty if the result is none.
std::string error_message(const Result& result);

} // namespace confiture::testing
