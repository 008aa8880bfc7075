#include "cli/change_report.hpp"

#include <confiture/error.hpp>

#include <fmt/format.h>

namespace confiture::cli {

namespace {

using nlohmann::ordered_json;

std::string line(const std::string& label, std::string_view what) {
  return fmt::format("  {} {}\n", label, what);
}

} // namespace

std::string changes_text(const Changes& changes, const Style& style) {
  std::string text;
  const auto add = [&](const std::string& label, const std::vector<std::string>& paths) {
    for (const std::string& path : paths) {
      text += line(label, printable(path));
    }
  };
  add(style.success("added       "), changes.added);
  add(style.error("removed     "), changes.removed);
  add(style.warning("edited      "), changes.edited);
  for (const Rename& rename : changes.renamed) {
    text += line(style.hint("renamed     "),
                 fmt::format("{} → {}", printable(rename.from), printable(rename.to)));
  }
  add(style.hint("reordered   "), changes.reordered);
  add(style.hint("line endings"), changes.line_endings);
  return text;
}

void add_changes(ordered_json& document, const Changes& changes) {
  document["added"] = changes.added;
  document["removed"] = changes.removed;
  document["edited"] = changes.edited;
  document["renamed"] = ordered_json::array();
  for (const Rename& rename : changes.renamed) {
    document["renamed"].push_back({{"from", rename.from}, {"to", rename.to}});
  }
  document["reordered"] = changes.reordered;
  document["line_endings"] = changes.line_endings;
}

} // namespace confiture::cli
