#include "cli/locate_report.hpp"

#include "cli/json.hpp"
#include "cli/log_text.hpp"

#include <fmt/format.h>

#include <string_view>
#include <utility>

namespace confiture::cli {

namespace {

using nlohmann::ordered_json;

std::string place_text(std::string_view path, std::uint64_t line, std::uint64_t column) {
  const std::string text = fmt::format("{}:{}", inert_path(path), line);
  return column == 0 ? text : fmt::format("{}:{}", text, column);
}

std::string origin_text(const LocatedPlace& located) {
  switch (located.kind) {
  case LineKind::Header:
    return "the header of the bundle";
  case LineKind::Separator:
    return "the separator before " + inert(located.path);
  case LineKind::MovedKey:
    return located.line == 0 ? "foreign keys that two passes moved behind all tables"
                             : "a foreign key that two passes moved behind all tables";
  case LineKind::Source:
    break;
  }
  return {};
}

std::string located_text(const LocatedPlace& located, const Style& style) {
  const BundlePlace& place = located.place;
  const std::string in_bundle = place_text(place.bundle, place.line, place.column);
  const std::string in_source = place_text(located.path, located.line, located.column);
  const std::string excerpt_of_bundle = excerpt_text(place.line, located.excerpt, style);
  if (located.kind == LineKind::Source) {
    return fmt::format("{}\n{}", in_source, excerpt_text(located.line, located.excerpt, style));
  }
  if (located.line != 0) {
    return fmt::format(
        "{}: {}, to {}\n{}", in_source, origin_text(located), in_bundle, excerpt_of_bundle);
  }
  return fmt::format("{}: {}\n{}", in_bundle, origin_text(located), excerpt_of_bundle);
}

} // namespace

std::string locate_text(const std::vector<LocatedPlace>& places, const Style& style) {
  std::string text;
  for (const LocatedPlace& located : places) {
    text += located_text(located, style);
  }
  return text;
}

std::string locate_json(const std::vector<LocatedPlace>& places) {
  ordered_json document = ordered_json::object();
  document["places"] = ordered_json::array();
  for (const LocatedPlace& located : places) {
    ordered_json json = ordered_json::object();
    json["bundle"] = located.place.bundle;
    json["bundle_line"] = located.place.line;
    json["bundle_column"] = place_json(located.place.column);
    json["kind"] = name(located.kind);
    json["file"] = text_json(located.file);
    json["path"] = text_json(located.path);
    json["line"] = place_json(located.line);
    json["column"] = place_json(located.column);
    json["source_line"] = located.excerpt.text;
    json["caret"] = place_json(located.excerpt.caret);
    json["changed"] = located.has_changed;
    document["places"].push_back(std::move(json));
  }
  document["ok"] = true;
  document["command"] = "locate";
  return python_json(document) + "\n";
}

} // namespace confiture::cli
