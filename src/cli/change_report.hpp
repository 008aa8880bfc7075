#pragma once

#include "cli/json.hpp"
#include "cli/style.hpp"
#include <confiture/changes.hpp>

#include <string>

namespace confiture::cli {

/// One line a change, such as `  edited   schema/a.sql`.
std::string changes_text(const Changes& changes, const Style& style);

/// Adds the lists to a document: `added`, `removed`, `edited`, `renamed` (objects with `from` and
/// `to`), `reordered`, `line_endings`.
void add_changes(nlohmann::ordered_json& document, const Changes& changes);

} // namespace confiture::cli
