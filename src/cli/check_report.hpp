#pragma once

#include "cli/style.hpp"
#include <confiture/check.hpp>
#include <confiture/finding.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace confiture::cli {

/// What a check came to, and all that is needed to tell of it.
struct CheckReport {
  CheckResult result;
  std::string manifest; ///< path, if one was checked
  std::string bundle;   ///< likewise
  std::size_t files = 0;
  std::string base_dir;
  std::string repair; ///< the command that brings all up to date; empty if that is not needed
};

std::string check_text(const CheckReport& report, const Style& style);

/// As one JSON object that ends in a newline.
std::string check_json(const CheckReport& report);

/// One finding a change, and one each for a manifest or bundle that is not current.
std::vector<Finding> check_findings(const CheckReport& report);

/// What a check can find.
std::vector<Rule> check_rules();

} // namespace confiture::cli
