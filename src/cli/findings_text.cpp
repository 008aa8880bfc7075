#include "cli/findings.hpp"
#include "utf8.hpp"
#include <confiture/error.hpp>

#include <fmt/format.h>

#include <string_view>

namespace confiture::cli {

namespace {

// GitHub's runner obeys `##[command]` anywhere in a line of its log and `::command::` at the start
// of one. No name may give it commands.

std::string inert(std::string_view name) {
  std::string text = printable(name);
  for (std::size_t at = text.find("##["); at != std::string::npos; at = text.find("##[", at)) {
    text.replace(at, 1, "\\x23");
  }
  return text;
}

std::string inert_path(std::string_view path) {
  const std::string text = inert(path);
  return utf8::trimmed(text).starts_with("::") ? "./" + text : text;
}

std::string place(const Finding& finding) {
  std::string text = inert_path(finding.file);
  if (!text.empty() && finding.line != 0) {
    text += fmt::format(":{}", finding.line);
    text += finding.column != 0 ? fmt::format(":{}", finding.column) : "";
  }
  return text.empty() ? text : text + ": ";
}

std::string label(const Finding& finding, const Style& style) {
  const std::string text = fmt::format("{} [{}]", name(finding.severity), inert(finding.rule));
  switch (finding.severity) {
  case Severity::Error:
    break;
  case Severity::Warning:
    return style.warning(text);
  case Severity::Notice:
    return style.hint(text);
  }
  return style.error(text);
}

} // namespace

std::string findings_text(const std::vector<Finding>& findings, const Style& style) {
  std::string text;
  for (const Finding& finding : findings) {
    text +=
        fmt::format("{}{}: {}\n", place(finding), label(finding, style), inert(finding.message));
  }
  return text;
}

} // namespace confiture::cli
