#pragma once

#include "vectors/execution.hpp"
#include "vectors/recorded_case.hpp"

#include <string>
#include <vector>

namespace confiture::testing {

/// Where the outcome is not what was recorded, the most telling first: success or failure, the
/// selected files, the hash, the bytes of the outputs, the exit status, the structured result.
/// Empty when they agree. Messages are for people and may differ.
std::vector<std::string> differences(const Expectation& expectation, const Outcome& outcome);

/// Whether the run failed and said why: in an error envelope if one was asked for, or else on
/// stderr, with nothing on stdout.
bool is_clear_refusal(const Expectation& expectation, const Outcome& outcome);

} // namespace confiture::testing
