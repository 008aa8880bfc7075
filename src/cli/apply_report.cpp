#include "cli/apply_report.hpp"

#include "cli/findings.hpp"
#include "cli/json.hpp"
#include "cli/units.hpp"
#include "database/failure_causes.hpp"
#include "database/sqlstate.hpp"
#include "path.hpp"
#include "source_lines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

namespace confiture::cli {

namespace {

using database::ServerMessage;
using database::StatementFailure;
using nlohmann::ordered_json;

// For what has no code of the server.
constexpr const char* connection_rule = "connection";
constexpr const char* command_rule = "psql-command";
constexpr const char* transaction_rule = "transaction-control";

/// Says what this way of loading has to do with an error, where it has.
std::string_view advice(const ServerMessage& message) {
  if (message.sqlstate == "25001") {
    return "\nAll is loaded in one transaction; load this with psql, apart.";
  }
  if (message.sqlstate == "55P04") {
    return "\nAll is loaded in one transaction; use a value in another than adds it.";
  }
  return "";
}

/// Turns what a server said into findings.
class FindingMaker {
public:
  FindingMaker(const SqlScript& script, const SourceMap& map, const Selection& selection)
      : script_(script), map_(map), selection_(selection), lines_(script.text()),
        working_directory_(path::absolute(".")) {}

  ApplyFinding make(const StatementFailure& failure, Severity severity) {
    ApplyFinding made{.finding = {}, .message = failure.message, .cause = {}};
    Finding& finding = made.finding;
    finding.rule = failure.message.sqlstate.empty() ? connection_rule : failure.message.sqlstate;
    finding.severity = severity;
    finding.message = database::told(failure.message);
    finding.message += advice(failure.message);
    if (failure.statement < script_.statements().size()) {
      set_place(failure.offset, finding);
    } else {
      finding.message += "\nThis came at the end of the transaction.";
    }
    return made;
  }

  ApplyFinding make(const database::Refusal& refusal) {
    ApplyFinding made;
    made.finding.rule =
        refusal.reason == database::RefusalReason::PsqlCommand ? command_rule : transaction_rule;
    made.message.message =
        refusal.reason == database::RefusalReason::PsqlCommand
            ? "A command of psql is no SQL, and nothing was loaded"
            : "All is loaded in one transaction, which this would end or divide; "
              "nothing was loaded";
    made.message.hint = refusal.reason == database::RefusalReason::PsqlCommand
                            ? "Leave it out of the sources, or load them with psql."
                            : "Leave it out of the sources.";
    made.finding.message = database::told(made.message);
    set_place(refusal.offset, made.finding);
    return made;
  }

private:
  void set_place(std::size_t offset, Finding& finding) {
    const std::uint64_t line = script_.line_of(offset);
    const auto origin = map_.origin_of(line, script_.column_of(offset));
    finding.excerpt = lines_.excerpt_at(offset);
    if (!origin || origin->line == 0) {
      finding.message += "\nThis stands between the sources:";
      finding.message += finding.excerpt.text;
      return;
    }
    finding.file = path::shown(path::join(selection_.base_dir, origin->file), working_directory_);
    finding.line = origin->line;
    finding.column = origin->column;
  }

  const SqlScript& script_;
  const SourceMap& map_;
  const Selection& selection_;
  SourceLines lines_;
  std::string working_directory_;
};

std::string rule_summary(const std::string& id) {
  if (id == command_rule) {
    return "A command of psql in the sources";
  }
  if (id == transaction_rule) {
    return "Control of a transaction in the sources";
  }
  return std::string(id == connection_rule ? "Connection Exception" : database::sqlstate_class(id));
}

ordered_json apply_finding_json(const ApplyFinding& found) {
  ordered_json json = finding_json(found.finding);
  json["message"] = found.message.message;
  json["sqlstate"] = text_json(found.message.sqlstate);
  json["detail"] = text_json(found.message.detail);
  json["hint"] = text_json(found.message.hint);
  json["context"] = text_json(found.message.context);
  json["follows_from"] = found.cause ? ordered_json(*found.cause) : ordered_json(nullptr);
  return json;
}

/// What the findings come to.
std::string summary(const ApplyReport& report) {
  const std::string all = counted(report.statements, "statement");
  if (report.is_loaded()) {
    return report.database.empty() ? fmt::format("The schema loads: {}", all)
                                   : fmt::format("Loaded {} into {}", all, report.database);
  }
  const std::size_t failed = report.failures();
  const auto following = static_cast<std::size_t>(
      std::count_if(report.findings.begin(), report.findings.end(), [](const ApplyFinding& found) {
        return found.cause.has_value();
      }));
  const std::string text = fmt::format("{} of {} failed", with_commas(failed), all);
  if (following > 0) {
    return fmt::format("{}: {} on {} own, {} after {}",
                       text,
                       with_commas(failed - following),
                       failed - following == 1 ? "its" : "their",
                       with_commas(following),
                       failed - following == 1 ? "it" : "them");
  }
  return report.database.empty() ? text : fmt::format("{}; {} is as it was", text, report.database);
}

} // namespace

std::size_t ApplyReport::failures() const {
  return static_cast<std::size_t>(
      std::count_if(findings.begin(), findings.end(), [](const ApplyFinding& found) {
        return found.finding.severity == Severity::Error || found.cause;
      }));
}

std::vector<ApplyFinding> apply_findings(const database::LoadResult& result,
                                         const SqlScript& script,
                                         const SourceMap& map,
                                         const Selection& selection) {
  FindingMaker maker(script, map, selection);
  std::vector<ApplyFinding> findings;
  findings.reserve(result.refusals.size() + result.failures.size() + result.warnings.size());
  for (const database::Refusal& refusal : result.refusals) {
    findings.push_back(maker.make(refusal));
  }
  const auto causes = database::causes_of(result.failures, script);
  for (std::size_t i = 0; i < result.failures.size(); ++i) {
    const auto cause = causes[i];
    findings.push_back(maker.make(result.failures[i], cause ? Severity::Warning : Severity::Error));
    if (cause) {
      const Finding& first = findings[*cause].finding;
      findings.back().cause = cause;
      findings.back().finding.related.push_back({.message = "it follows from this",
                                                 .file = first.file,
                                                 .line = first.line,
                                                 .column = first.column});
    }
  }
  for (const StatementFailure& warning : result.warnings) {
    findings.push_back(maker.make(warning, Severity::Notice));
  }
  return findings;
}

std::vector<Finding> plain(const std::vector<ApplyFinding>& found) {
  std::vector<Finding> findings;
  findings.reserve(found.size());
  for (const ApplyFinding& one : found) {
    findings.push_back(one.finding);
  }
  return findings;
}

std::vector<Rule> apply_rules(const ApplyReport& report) {
  std::map<std::string, Rule> rules;
  for (const ApplyFinding& found : report.findings) {
    const std::string& id = found.finding.rule;
    rules.try_emplace(id,
                      Rule{.id = id,
                           .summary = rule_summary(id),
                           .help = found.message.sqlstate.empty()
                                       ? "It comes from this side of the connection."
                                       : "PostgreSQL's documentation has the code in appendix A.",
                           .severity = found.finding.severity});
  }
  std::vector<Rule> list;
  list.reserve(rules.size());
  for (auto& [id, rule] : rules) {
    list.push_back(std::move(rule));
  }
  return list;
}

std::string apply_text(const ApplyReport& report, const Style& style) {
  const std::string last = summary(report);
  return fmt::format("{}{}\n",
                     findings_text(plain(report.findings), style),
                     report.is_loaded() ? style.success(last) : last);
}

std::string apply_json(const ApplyReport& report) {
  ordered_json document = ordered_json::object();
  document["findings"] = ordered_json::array();
  for (const ApplyFinding& found : report.findings) {
    document["findings"].push_back(apply_finding_json(found));
  }
  document["statements"] = report.statements;
  document["failed"] = report.failures();
  document["loaded"] = report.is_loaded();
  document["ok"] = true;
  document["command"] = "apply";
  return python_json(document) + "\n";
}

} // namespace confiture::cli
