#include "cli/lint_report.hpp"

#include "cli/findings.hpp"
#include "cli/json.hpp"
#include "cli/units.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <utility>

namespace confiture::cli {

namespace {

using nlohmann::ordered_json;

constexpr std::array severities{Severity::Error, Severity::Warning, Severity::Notice};

} // namespace

std::size_t LintReport::count(Severity severity) const {
  return static_cast<std::size_t>(
      std::count_if(findings.begin(), findings.end(), [&](const Finding& finding) {
        return finding.severity == severity;
      }));
}

bool LintReport::is_clean() const {
  return count(Severity::Notice) == findings.size();
}

std::string lint_text(const LintReport& report, const Style& style) {
  std::vector<std::string> counts;
  for (const Severity severity : severities) {
    const std::size_t count = report.count(severity);
    if (count > 0) {
      counts.push_back(counted(count, name(severity)));
    }
  }
  const std::string files = counted(report.files, "file");
  if (counts.empty()) {
    return style.success(files + ", no findings") + "\n";
  }
  return fmt::format("{}{}: {}\n",
                     findings_text(report.findings, style),
                     files,
                     fmt::format("{}", fmt::join(counts, ", ")));
}

std::string lint_json(const LintReport& report) {
  ordered_json document = ordered_json::object();
  document["findings"] = ordered_json::array();
  for (const Finding& finding : report.findings) {
    document["findings"].push_back(finding_json(finding));
  }
  for (const Severity severity : severities) {
    document["counts"][std::string(name(severity))] = report.count(severity);
  }
  document["files"] = report.files;
  document["clean"] = report.is_clean();
  document["ok"] = true;
  document["command"] = "lint";
  return python_json(document) + "\n";
}

std::string rules_text(const std::vector<Rule>& rules) {
  std::size_t width = 0;
  for (const Rule& rule : rules) {
    width = std::max(width, rule.id.size());
  }
  std::string text;
  for (const Rule& rule : rules) {
    text += fmt::format("{:<{}}  {:<7}  {}\n", rule.id, width, name(rule.severity), rule.summary);
  }
  return text;
}

std::string rules_json(const std::vector<Rule>& rules) {
  ordered_json document = ordered_json::object();
  document["rules"] = ordered_json::array();
  for (const Rule& rule : rules) {
    ordered_json json = ordered_json::object();
    json["id"] = rule.id;
    json["severity"] = name(rule.severity);
    json["summary"] = rule.summary;
    json["help"] = rule.help;
    document["rules"].push_back(std::move(json));
  }
  document["ok"] = true;
  document["command"] = "lint";
  return python_json(document) + "\n";
}

} // namespace confiture::cli
