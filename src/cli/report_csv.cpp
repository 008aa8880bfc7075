#include "cli/report.hpp"
#include <confiture/error.hpp>

#include <string_view>
#include <vector>

namespace confiture::cli {

namespace {

/// A field as Python's csv module writes it, quoted only if it must be, but printable.
std::string field(std::string_view text) {
  std::string value = printable(text);
  if (value.find_first_of(",\"") == std::string::npos) {
    return value;
  }
  for (std::size_t at = value.find('"'); at != std::string::npos; at = value.find('"', at + 2)) {
    value.insert(at, 1, '"');
  }
  return '"' + value + '"';
}

void append_row(std::string& out,
                const std::vector<std::string>& values,
                const std::string& line_end) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    out += (i == 0 ? "" : ",") + field(values[i]);
  }
  out += line_end;
}

} // namespace

std::string build_csv(const BuildReport& report, const std::string& line_end) {
  const std::vector<std::vector<std::string>> rows = {
      {"metric", "value"},
      {"success", report.error.empty() ? "True" : "False"},
      {"files_processed", std::to_string(report.result.files)},
      {"schema_size_bytes", std::to_string(report.result.size)},
      {"output_path", report.output_path},
      {"hash", report.result.fingerprint.value_or("")},
      {"execution_time_ms", std::to_string(milliseconds(report.elapsed))},
      {"seed_files_applied", std::to_string(report.seeds_applied)},
      {"artifact_path", report.artifact_path.value_or("")},
      {"artifact_hash", report.artifact_path ? report.result.fingerprint.value_or("") : ""},
  };
  std::string out;
  for (const auto& row : rows) {
    append_row(out, row, line_end);
  }
  return out;
}

std::string list_csv(const ListReport& report, const std::string& line_end) {
  std::string out;
  append_row(out, {"path", "entry", "order", "pattern"}, line_end);
  for (const ListedFile& file : listed_files(report)) {
    append_row(out, {file.path, file.entry, file.order.text(), file.pattern}, line_end);
  }
  return out;
}

} // namespace confiture::cli
