#pragma once

#include "cli/style.hpp"
#include <confiture/finding.hpp>

#include <cstdint>
#include <string>
#include <string_view>

// Names and lines of sources as a log shows them. GitHub's runner obeys `##[command]` anywhere in a
// line of its log and `::command::` at the start of one; no source may give it commands.

namespace confiture::cli {

/// A name, printable and without commands.
std::string inert(std::string_view name);

/// A path for the start of a line.
std::string inert_path(std::string_view path);

/// A source's line with its number, and a caret below its place; empty if the excerpt is.
std::string excerpt_text(std::uint64_t line, const Excerpt& excerpt, const Style& style);

} // namespace confiture::cli
