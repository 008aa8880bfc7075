#pragma once

#include "vectors/recorded_case.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace confiture::testing {

/// Builds once more what was recorded, with a source map, in one pass and in two. What is wrong
/// with that, byte by byte, as text; nothing for an invocation that did not build a bundle.
std::vector<std::string> map_faults(const std::filesystem::path& program,
                                    const RecordedCase& recorded,
                                    const Invocation& invocation);

} // namespace confiture::testing
