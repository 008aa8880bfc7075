#include "cli/finding_identity.hpp"
#include "cli/findings.hpp"
#include "path.hpp"
#include "version.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <utility>

namespace confiture::cli {

namespace {

using nlohmann::ordered_json;

/// The hashes of all lines that have findings, by file and line.
using LineHashes = std::map<std::string, std::map<std::uint64_t, std::string>>;

LineHashes hashes_of_lines(const std::vector<Finding>& findings, const std::string& root) {
  std::map<std::string, std::set<std::uint64_t>> lines;
  for (const Finding& finding : findings) {
    if (finding.line != 0) {
      lines[finding.file].insert(finding.line);
    }
  }
  LineHashes hashes;
  for (auto& [file, wanted] : lines) {
    hashes[file] = line_hashes(path::join(root, file), std::move(wanted));
  }
  return hashes;
}

std::string percent_encoded(std::string_view path) {
  std::string out;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80 &&
        (std::isalnum(byte) != 0 || std::string_view("/-._~").find(c) != std::string_view::npos)) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", byte);
    }
  }
  return out;
}

/// A list of one. What `{element}` makes, a list or the element itself, depends on the compiler.
ordered_json list_of(ordered_json element) {
  ordered_json list = ordered_json::array();
  list.push_back(std::move(element));
  return list;
}

ordered_json text_json(std::string_view text) {
  return {{"text", printable_lines(text)}};
}

/// Code scanning takes relative names to start at the top of the repository.
ordered_json artifact_json(const std::string& file) {
  if (file.starts_with('/')) {
    return {{"uri", "file://" + percent_encoded(file)}};
  }
  return {{"uri", percent_encoded(file)}, {"uriBaseId", "%SRCROOT%"}};
}

/// Of a finding, or what is related to one.
template <typename Place> ordered_json location_json(const Place& place) {
  ordered_json physical = ordered_json::object();
  physical["artifactLocation"] = artifact_json(place.file);
  if (place.line != 0) {
    physical["region"]["startLine"] = place.line;
  }
  if (place.line != 0 && place.column != 0) {
    physical["region"]["startColumn"] = place.column;
  }
  return {{"physicalLocation", std::move(physical)}};
}

const char* level(Severity severity) {
  switch (severity) {
  case Severity::Error:
    return "error";
  case Severity::Warning:
    return "warning";
  case Severity::Notice:
    return "note";
  }
  return "error";
}

ordered_json rule_json(const Rule& rule) {
  ordered_json json = ordered_json::object();
  json["id"] = rule.id;
  json["shortDescription"] = text_json(rule.summary);
  json["fullDescription"] = text_json(rule.summary);
  json["help"] = text_json(rule.help);
  return json;
}

ordered_json driver_json(const std::vector<Rule>& rules) {
  ordered_json driver = ordered_json::object();
  driver["name"] = "confiture-build";
  driver["version"] = version;
  driver["rules"] = ordered_json::array();
  for (const Rule& rule : rules) {
    driver["rules"].push_back(rule_json(rule));
  }
  return driver;
}

ordered_json result_json(const Finding& finding, const std::vector<Rule>& rules) {
  ordered_json result = ordered_json::object();
  result["ruleId"] = finding.rule;
  const auto rule = std::find_if(
      rules.begin(), rules.end(), [&](const Rule& one) { return one.id == finding.rule; });
  if (rule != rules.end()) {
    result["ruleIndex"] = rule - rules.begin();
  }
  result["level"] = level(finding.severity);
  result["message"] = text_json(finding.message);
  result["locations"] = list_of(location_json(finding));
  for (const RelatedPlace& related : finding.related) {
    ordered_json location = location_json(related);
    location["message"] = text_json(related.message);
    result["relatedLocations"].push_back(std::move(location));
  }
  return result;
}

/// Code scanning goes by `primaryLocationLineHash` alone; the identity is for other readers, and
/// where no line can be hashed.
ordered_json
fingerprints_json(const Finding& finding, const std::string& identity, const LineHashes& hashes) {
  std::string line_hash = identity;
  if (const auto file = hashes.find(finding.file); file != hashes.end()) {
    const auto line = file->second.find(finding.line);
    line_hash = line == file->second.end() ? identity : line->second;
  }
  return {{"primaryLocationLineHash", line_hash}, {"findingIdentity/v1", identity}};
}

ordered_json results_json(const std::vector<Finding>& findings,
                          const std::vector<Rule>& rules,
                          const std::string& root) {
  const LineHashes hashes = hashes_of_lines(findings, root);
  const std::vector<std::string> identities = finding_identities(findings);
  ordered_json results = ordered_json::array();
  for (std::size_t i = 0; i < findings.size(); ++i) {
    ordered_json result = result_json(findings[i], rules);
    result["partialFingerprints"] = fingerprints_json(findings[i], identities[i], hashes);
    results.push_back(std::move(result));
  }
  return results;
}

} // namespace

std::string findings_sarif(const std::vector<Finding>& findings,
                           const std::vector<Rule>& rules,
                           const std::string& root) {
  ordered_json run = ordered_json::object();
  run["tool"]["driver"] = driver_json(rules);
  run["columnKind"] = "unicodeCodePoints";
  run["results"] = results_json(findings, rules, root);
  ordered_json document = ordered_json::object();
  document["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json";
  document["version"] = "2.1.0";
  document["runs"] = list_of(std::move(run));
  return document.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

} // namespace confiture::cli
