#include "cli/json.hpp"
#include "cli/report.hpp"
#include "cli/timings.hpp"
#include <confiture/parser.hpp>

#include <optional>

namespace confiture::cli {

namespace {

using nlohmann::ordered_json;

std::string finished(const ordered_json& document) {
  return python_json(document) + "\n";
}

/// What parses SQL: not by pglast, but by the same grammar.
ordered_json parser() {
  const std::optional<int> grammar = grammar_version();
  return {{"pglast", nullptr}, {"pg_major", grammar ? ordered_json(*grammar) : ordered_json()}};
}

ordered_json text_or_null(const std::optional<std::string>& text) {
  return text ? ordered_json(*text) : ordered_json(nullptr);
}

ordered_json warnings_json(const std::vector<Warning>& warnings) {
  ordered_json list = ordered_json::array();
  for (const Warning& warning : warnings) {
    list.push_back({{"code", warning.code},
                    {"severity", warning.severity},
                    {"message", warning.message},
                    {"file", warning.file ? ordered_json(*warning.file) : ordered_json()}});
  }
  return list;
}

ordered_json duplicates_json(const std::vector<Duplicate>& duplicates) {
  ordered_json list = ordered_json::array();
  for (const Duplicate& duplicate : duplicates) {
    ordered_json definitions = ordered_json::array();
    for (const Definition& definition : duplicate.definitions) {
      definitions.push_back(
          {{"file", definition.file}, {"offset", definition.offset}, {"line", definition.line}});
    }
    list.push_back({{"rule_id", duplicate.rule},
                    {"kind", duplicate.kind},
                    {"identity", duplicate.identity},
                    {"definitions", std::move(definitions)},
                    {"wins", name(duplicate.winner)}});
  }
  return list;
}

} // namespace

// Objects are made as such: nlohmann-json 3.11 does not survive it when an allocation fails while a
// null becomes one.

std::string build_json(const BuildReport& report) {
  ordered_json document = ordered_json::object();
  document["success"] = report.error.empty();
  document["files_processed"] = report.result.files;
  document["schema_size_bytes"] = report.result.size;
  document["output_path"] = report.output_path;
  document["hash"] = text_or_null(report.result.fingerprint);
  document["execution_time_ms"] = milliseconds(report.elapsed);
  document["seed_files_applied"] = report.seeds_applied;
  document["artifact_path"] = text_or_null(report.artifact_path);
  document["artifact_hash"] =
      report.artifact_path ? text_or_null(report.result.fingerprint) : ordered_json(nullptr);
  document["seed_profile"] = text_or_null(report.seed_profile);
  document["warnings"] = warnings_json(report.warnings);
  document["error"] = text_json(report.error);
  document["duplicates"] = duplicates_json(report.duplicates);
  if (report.tells_change) {
    document["changed"] = report.result.is_changed;
  }
  if (report.timings != nullptr) {
    document["timings"] = timings_json(*report.timings);
  }
  document["ok"] = true;
  document["command"] = "build";
  document["parser"] = parser();
  return finished(document);
}

std::string split_json(const SplitReport& report) {
  const SplitResult& result = report.result;
  ordered_json document = ordered_json::object();
  document["success"] = true;
  document["superuser_pre_path"] = result.superuser_pre.path;
  document["app_path"] = result.app.path;
  document["superuser_post_path"] = result.superuser_post.path;
  document["superuser_pre_files"] = result.superuser_pre.files;
  document["app_files"] = result.app.files;
  document["superuser_post_files"] = result.superuser_post.files;
  document["superuser_pre_size_bytes"] = result.superuser_pre.size;
  document["app_size_bytes"] = result.app.size;
  document["superuser_post_size_bytes"] = result.superuser_post.size;
  document["hash"] = result.fingerprint;
  document["execution_time_ms"] = milliseconds(report.elapsed);
  document["warnings"] = ordered_json::array();
  document["error"] = nullptr;
  document["ok"] = true;
  document["command"] = "split";
  document["parser"] = parser();
  return finished(document);
}

std::string list_json(const ListReport& report) {
  ordered_json files = ordered_json::array();
  for (const ListedFile& file : listed_files(report)) {
    files.push_back({{"path", file.path},
                     {"entry", file.entry},
                     {"order", number(file.order)},
                     {"pattern", file.pattern}});
  }
  ordered_json document = ordered_json::object();
  document["env"] = report.environment;
  document["files"] = std::move(files);
  document["total"] = report.selection.files.size();
  document["ok"] = true;
  document["command"] = "build";
  document["parser"] = parser();
  return finished(document);
}

std::string failure_json(const FailureReport& failure) {
  ordered_json error = ordered_json::object();
  error["code"] = failure.code;
  error["message"] = failure.message;
  error["severity"] = "error";
  error["details"] = ordered_json::object();
  error["migration"] = nullptr;
  error["file"] = nullptr;
  error["line"] = nullptr;
  error["actionable"] = text_json(failure.hint);
  ordered_json document = ordered_json::object();
  document["ok"] = false;
  document["parser"] = parser();
  document["error"] = std::move(error);
  document["command"] = failure.command;
  return finished(document);
}

} // namespace confiture::cli
