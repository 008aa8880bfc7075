#pragma once

#include "cli/json.hpp"
#include <confiture/progress.hpp>

#include <string>

namespace confiture::cli {

/// A table of the steps that took time or bytes: name, time, size, MB a second.
std::string timings_text(const Progress& progress);

/// The same: for each step an object with `milliseconds` and `bytes`.
nlohmann::ordered_json timings_json(const Progress& progress);

} // namespace confiture::cli
