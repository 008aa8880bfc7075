#include "cli/json.hpp"

#include "utf8.hpp"

#include <fmt/format.h>

#include <string_view>

namespace confiture::cli {

namespace {

using nlohmann::ordered_json;

void append_escape(std::string& out, char32_t unit) {
  out += fmt::format("\\u{:04x}", static_cast<unsigned>(unit));
}

void append_character(std::string& out, const utf8::Decoded& next) {
  const char32_t c = next.code_point;
  if (!next.valid) {
    append_escape(out, 0xDC00 + c);
  } else if (c == '"' || c == '\\') {
    out += '\\';
    out += static_cast<char>(c);
  } else if (c == '\n') {
    out += "\\n";
  } else if (c == '\r') {
    out += "\\r";
  } else if (c == '\t') {
    out += "\\t";
  } else if (c == '\b') {
    out += "\\b";
  } else if (c == '\f') {
    out += "\\f";
  } else if (c >= 0x20 && c < 0x7F) {
    out += static_cast<char>(c);
  } else if (c < 0x10000) {
    append_escape(out, c);
  } else {
    append_escape(out, 0xD7C0 + (c >> 10));
    append_escape(out, 0xDC00 + (c & 0x3FF));
  }
}

void append_string(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    const utf8::Decoded next = utf8::decode(text);
    append_character(out, next);
    text.remove_prefix(next.length);
  }
  out += '"';
}

void append_value(std::string& out, const ordered_json& value, std::size_t depth);

/// An object or an array, one element a line.
void append_collection(std::string& out, const ordered_json& value, std::size_t depth) {
  const auto new_line = [&](std::size_t indentation) {
    out += '\n';
    out.append(2 * indentation, ' ');
  };
  bool first = true;
  out += value.is_object() ? '{' : '[';
  for (const auto& [key, element] : value.items()) {
    out += first ? "" : ",";
    first = false;
    new_line(depth + 1);
    if (value.is_object()) {
      append_string(out, key);
      out += ": ";
    }
    append_value(out, element, depth + 1);
  }
  if (!first) {
    new_line(depth);
  }
  out += value.is_object() ? '}' : ']';
}

void append_value(std::string& out, const ordered_json& value, std::size_t depth) {
  if (value.is_structured()) {
    append_collection(out, value, depth);
  } else if (value.is_string()) {
    append_string(out, value.get_ref<const std::string&>());
  } else if (value.is_binary()) { // a number's digits, see number()
    const auto& digits = value.get_binary();
    out.append(digits.begin(), digits.end());
  } else {
    out += value.dump();
  }
}

} // namespace

ordered_json place_json(std::uint64_t place) {
  return place == 0 ? ordered_json(nullptr) : ordered_json(place);
}

ordered_json text_json(const std::string& text) {
  return text.empty() ? ordered_json(nullptr) : ordered_json(text);
}

ordered_json number(const Integer& value) {
  const std::string digits = value.text();
  return ordered_json::binary({digits.begin(), digits.end()});
}

ordered_json finding_json(const Finding& finding) {
  ordered_json json = ordered_json::object();
  json["rule"] = finding.rule;
  json["severity"] = name(finding.severity);
  json["file"] = finding.file;
  json["line"] = place_json(finding.line);
  json["column"] = place_json(finding.column);
  json["message"] = finding.message;
  json["source_line"] = finding.excerpt.text;
  json["caret"] = place_json(finding.excerpt.caret);
  json["related"] = ordered_json::array();
  for (const RelatedPlace& related : finding.related) {
    json["related"].push_back({{"message", related.message},
                               {"file", related.file},
                               {"line", place_json(related.line)},
                               {"column", place_json(related.column)}});
  }
  return json;
}

std::string python_json(const ordered_json& value) {
  std::string out;
  append_value(out, value, 0);
  return out;
}

} // namespace confiture::cli
