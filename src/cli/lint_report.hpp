#pragma once

#include "cli/style.hpp"
#include <confiture/finding.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace confiture::cli {

/// What a lint came to.
struct LintReport {
  std::vector<Finding> findings;
  std::size_t files = 0;

  [[nodiscard]] std::size_t count(Severity severity) const;
  /// Whether there are none but notices.
  [[nodiscard]] bool is_clean() const;
};

/// The findings with their lines, then what they come to in one more.
std::string lint_text(const LintReport& report, const Style& style);

/// As one JSON object that ends in a newline.
std::string lint_json(const LintReport& report);

/// A line for each rule: its id and what it finds.
std::string rules_text(const std::vector<Rule>& rules);

/// As one JSON object that ends in a newline.
std::string rules_json(const std::vector<Rule>& rules);

} // namespace confiture::cli
