#pragma once

#include "cli/options.hpp"
#include "cli/terminal.hpp"
#include <confiture/finding.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace confiture::cli {

/// How findings are to be told.
struct FindingDelivery {
  /// Text; Sarif, as GitHub code scanning takes it; Gitlab, its code quality report; or Github,
  /// which is text, and annotations beside it.
  Format format = Format::Text;
  std::optional<std::string> text = {}; ///< for people, instead of one line a finding
  std::optional<bool> annotations = {}; ///< GitHub's; if not said, beside text in GitHub Actions
  std::string subject = "."; ///< the file, named as in Finding, to which SARIF and GitLab put down
                             ///< a finding without one: they take none
};

bool runs_in_github_actions();

/// Prints the findings; annotations go to standard error. SARIF, GitLab and annotations name files
/// from the top of the checkout, if the job that runs this says where that is. What GitHub has no
/// annotation for goes to the step's summary.
void deliver(Terminal& terminal,
             const std::vector<Finding>& findings,
             const std::vector<Rule>& rules,
             const FindingDelivery& delivery);

// One rendering a format, each in the file of its name.

/// One line a finding, `path:line:column: severity [rule]: message`, and below it the excerpt if
/// there is one.
std::string findings_text(const std::vector<Finding>& findings, const Style& style);

/// One workflow command a line, for the first 10 findings of each severity: GitHub shows no more
/// of a step.
std::string findings_github(const std::vector<Finding>& findings);

/// The findings that have no workflow command, as a table in Markdown of at most `limit` bytes that
/// says how many more there are; empty if all have one.
std::string findings_summary(const std::vector<Finding>& findings, std::size_t limit);

/// Every finding has a file, named from the directory `root`, below which the sources are read to
/// fingerprint lines.
std::string findings_sarif(const std::vector<Finding>& findings,
                           const std::vector<Rule>& rules,
                           const std::string& root);

/// Every finding has a file.
std::string findings_gitlab(const std::vector<Finding>& findings);

/// The message, and in words what is related, for formats that have no place for it.
std::string whole_message(const Finding& finding);

} // namespace confiture::cli
