#pragma once

#include <confiture/finding.hpp>
#include <confiture/integer.hpp>

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>

namespace confiture::cli {

/// A number of any size, which `python_json` writes in full.
nlohmann::ordered_json number(const Integer& value);

/// A line, a column and the like; null for 0, which is none.
nlohmann::ordered_json place_json(std::uint64_t place);

/// A text; null for an empty one, which is none.
nlohmann::ordered_json text_json(const std::string& text);

/// All that a finding has to say.
nlohmann::ordered_json finding_json(const Finding& finding);

/// The text that Python's `json.dumps(value, indent=2)` gives: ASCII only, and a byte that is not
/// UTF-8 as the lone surrogate `\udcNN`, which nlohmann-json refuses to write.
std::string python_json(const nlohmann::ordered_json& value);

} // namespace confiture::cli
