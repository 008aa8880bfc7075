#include "cli/findings.hpp"
#include "cli/log_text.hpp"

#include <fmt/format.h>

#include <string_view>

namespace confiture::cli {

namespace {

/// Of a finding, or what is related to one.
template <typename Place> std::string place(const Place& where) {
  std::string text = inert_path(where.file);
  if (!text.empty() && where.line != 0) {
    text += fmt::format(":{}", where.line);
    text += where.column != 0 ? fmt::format(":{}", where.column) : "";
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
    text += excerpt_text(finding.line, finding.excerpt, style);
    for (const RelatedPlace& related : finding.related) {
      text += fmt::format("  {}{}\n", place(related), inert(related.message));
    }
  }
  return text;
}

} // namespace confiture::cli
