#include "cli/log_text.hpp"

#include "cli/display_width.hpp"
#include "utf8.hpp"
#include <confiture/error.hpp>

#include <fmt/format.h>

namespace confiture::cli {

namespace {

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

} // namespace

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

std::string excerpt_text(std::uint64_t line, const Excerpt& excerpt, const Style& style) {
  if (excerpt.text.empty()) {
    return {};
  }
  const std::string number = std::to_string(line);
  std::string text = fmt::format("  {}\n", style.aside(number + " | ") + inert_line(excerpt.text));
  if (excerpt.caret > 0) {
    const std::string before = inert_line(utf8::first_characters(excerpt.text, excerpt.caret - 1));
    text += fmt::format("  {}{}{}\n",
                        style.aside(std::string(number.size(), ' ') + " | "),
                        room_of(before),
                        style.error("^"));
  }
  return text;
}

} // namespace confiture::cli
