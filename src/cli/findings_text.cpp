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

/// A message of several lines, of which the excerpt comes behind the first.
struct Message {
  std::string first;
  std::string others; ///< indented
};

/// A line of a message that is not to be taken for a command.
std::string inert_line(std::string_view line) {
  std::string text = inert(line);
  const std::size_t begin = text.find_first_not_of(' ');
  if (begin != std::string::npos && text.compare(begin, 2, "::") == 0) {
    text.replace(begin, 1, "\\x3a");
  }
  return text;
}

Message split_message(std::string_view text) {
  const std::size_t line_end = text.find('\n');
  Message message{.first = inert(text.substr(0, line_end)), .others = {}};
  while (text.find('\n') != std::string_view::npos) {
    text.remove_prefix(text.find('\n') + 1);
    message.others += fmt::format("  {}\n", inert_line(text.substr(0, text.find('\n'))));
  }
  return message;
}

} // namespace

std::string findings_text(const std::vector<Finding>& findings, const Style& style) {
  std::string text;
  for (const Finding& finding : findings) {
    const Message message = split_message(finding.message);
    text += fmt::format("{}{}: {}\n", place(finding), label(finding, style), message.first);
    text += excerpt_text(finding.line, finding.excerpt, style);
    text += message.others;
    for (const RelatedPlace& related : finding.related) {
      text += fmt::format("  {}{}\n", place(related), inert(related.message));
    }
  }
  return text;
}

} // namespace confiture::cli
