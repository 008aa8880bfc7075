#pragma once

#include <string>

namespace confiture {

/// Whether the file, with all its lines ending in LF, in CRLF or in CR, has this SHA-256: then it
/// differs from what it was only in how lines end. False for a file that cannot be read.
bool differs_in_line_endings(const std::string& path, const std::string& digest_before);

} // namespace confiture
