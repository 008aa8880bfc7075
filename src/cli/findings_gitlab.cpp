#include "cli/finding_identity.hpp"
#include "cli/findings.hpp"
#include <confiture/error.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace confiture::cli {

namespace {

using nlohmann::ordered_json;

const char* gitlab_severity(Severity severity) {
  switch (severity) {
  case Severity::Error:
    return "major";
  case Severity::Warning:
    return "minor";
  case Severity::Notice:
    return "info";
  }
  return "major";
}

} // namespace

std::string findings_gitlab(const std::vector<Finding>& findings) {
  const std::vector<std::string> identities = finding_identities(findings);
  ordered_json document = ordered_json::array();
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const Finding& finding = findings[i];
    ordered_json degradation = ordered_json::object();
    degradation["description"] = printable_lines(whole_message(finding));
    degradation["check_name"] = printable(finding.rule);
    degradation["fingerprint"] = identities[i];
    degradation["severity"] = gitlab_severity(finding.severity);
    degradation["location"]["path"] = printable(finding.file);
    degradation["location"]["lines"]["begin"] = std::max<std::uint64_t>(finding.line, 1);
    document.push_back(std::move(degradation));
  }
  return document.dump(2) + "\n";
}

} // namespace confiture::cli
