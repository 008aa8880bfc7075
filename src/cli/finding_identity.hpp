#pragma once

#include <confiture/finding.hpp>

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

// What a finding is known by from one run to the next, though its line has moved.

namespace confiture::cli {

/// For each finding a SHA-256 over its rule, file and message, and over how many findings before it
/// have the same. No two are equal.
std::vector<std::string> finding_identities(const std::vector<Finding>& findings);

/// For each of these lines of a file the `primaryLocationLineHash` that GitHub's upload-sarif would
/// compute, which complains of any other. Lines that are not there have none, nor has a file that
/// is too large or cannot be read.
std::map<std::uint64_t, std::string> line_hashes(const std::string& path,
                                                 std::set<std::uint64_t> lines);

} // namespace confiture::cli
