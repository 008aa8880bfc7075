#include "cli/display_width.hpp"
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

/// A line of a source, where tabs stay.
std::string inert_line(std::string_view line) {
  std::string text;
  for (std::size_t tab = 0; tab != std::string_view::npos;) {
    tab = line.find('\t');
    text += inert(line.substr(0, tab));
    if (tab != std::string_view::npos) {
      text += '\t';
      line.remove_prefix(tab + 1);
    }
  }
  return text;
}

/// Blanks that take as much room as a text.
std::string room_of(std::string_view text) {
  std::string room;
  while (!text.empty()) {
    const utf8::Decoded next = utf8::decode(text);
    room += next.code_point == '\t' ? "\t" : std::string(display_width(next.code_point), ' ');
    text.remove_prefix(next.length);
  }
  return room;
}

/// The line with its number, and below it a caret.
std::string excerpt_text(const Finding& finding, const Style& style) {
  if (finding.excerpt.text.empty()) {
    return {};
  }
  const std::string number = std::to_string(finding.line);
  std::string text =
      fmt::format("  {}\n", style.aside(number + " | ") + inert_line(finding.excerpt.text));
  if (finding.excerpt.caret > 0) {
    const std::string before =
        inert_line(utf8::first_characters(finding.excerpt.text, finding.excerpt.caret - 1));
    text += fmt::format("  {}{}{}\n",
                        style.aside(std::string(number.size(), ' ') + " | "),
                        room_of(before),
                        style.error("^"));
  }
  return text;
}

} // namespace

std::string findings_text(const std::vector<Finding>& findings, const Style& style) {
  std::string text;
  for (const Finding& finding : findings) {
    text +=
        fmt::format("{}{}: {}\n", place(finding), label(finding, style), inert(finding.message));
    text += excerpt_text(finding, style);
    for (const RelatedPlace& related : finding.related) {
      text += fmt::format("  {}{}\n", place(related), inert(related.message));
    }
  }
  return text;
}

} // namespace confiture::cli
