#include "separator_template.hpp"

#include "path.hpp"
#include "secret.hpp"
#include "utf8.hpp"
#include <confiture/error.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace confiture {

namespace {

Error bad_template(const std::string& message) {
  return {ErrorCode::Config001,
          "Separator template: " + message,
          "Use {file_path}, {file_path.name}, .stem, .suffix or .parent, and {{ }} for braces."};
}

void append_repeated(Buffer& out, std::string_view text, std::size_t count) {
  for (; count > 0; --count) {
    out.append(text);
  }
}

/// Takes a decimal number off the front; none if there is no digit.
std::optional<std::size_t> take_number(std::string_view& text) {
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  if (digits == 0) {
    return std::nullopt;
  }
  std::size_t value = 0;
  for (const char digit : text.substr(0, digits)) {
    value =
        std::min(value * 10 + static_cast<std::size_t>(digit - '0'), SeparatorTemplate::widest + 1);
  }
  text.remove_prefix(digits);
  return value;
}

bool is_alignment(char c) {
  return c == '<' || c == '>' || c == '^';
}

/// The position of the last dot that starts a suffix: neither the first nor the last character.
std::size_t suffix_start(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos || dot == 0 || dot + 1 == name.size() ? name.size() : dot;
}

} // namespace

SeparatorTemplate::SeparatorTemplate(std::string_view text) {
  segments_.emplace_back();
  while (!text.empty()) {
    const std::size_t brace = std::min(text.find_first_of("{}"), text.size());
    segments_.back().literal += text.substr(0, brace);
    text.remove_prefix(brace);
    if (text.starts_with("{{") || text.starts_with("}}")) {
      segments_.back().literal += text.front();
      text.remove_prefix(2);
    } else if (text.starts_with('}')) {
      throw bad_template("a single '}' stands alone");
    } else if (!text.empty()) {
      const std::size_t end = text.find('}');
      if (end == std::string_view::npos) {
        throw bad_template("a '{' is never closed");
      }
      add_field(text.substr(1, end - 1));
      text.remove_prefix(end + 1);
    }
  }
}

void SeparatorTemplate::add_field(std::string_view field) {
  const std::size_t name_end = std::min(field.find_first_of("!:"), field.size());
  const std::string_view name = field.substr(0, name_end);
  std::string_view rest = field.substr(name_end);
  const bool as_text = rest.starts_with("!s");
  if (as_text) {
    rest.remove_prefix(2);
  }
  Part part{};
  if (name == "file_path") {
    part = Part::Path;
  } else if (name == "file_path.name") {
    part = Part::Name;
  } else if (name == "file_path.stem") {
    part = Part::Stem;
  } else if (name == "file_path.suffix") {
    part = Part::Suffix;
  } else if (name == "file_path.parent") {
    part = Part::Parent;
  } else {
    throw bad_template(fmt::format("'{{{}}}' is no field it knows", quotable(field)));
  }
  if (field.find('{') != std::string_view::npos) {
    throw bad_template(fmt::format("'{{{}}}' holds another field", quotable(field)));
  }
  if (!rest.empty() && !rest.starts_with(':')) {
    throw bad_template(
        fmt::format("'{{{}}}': only the conversion !s can be used", quotable(field)));
  }
  rest.remove_prefix(std::min<std::size_t>(rest.size(), 1));
  const bool is_path = part == Part::Path || part == Part::Parent;
  if (is_path && !as_text && !rest.empty()) {
    throw bad_template(
        fmt::format("'{{{}}}': write !s before the ':' to format a path", quotable(field)));
  }
  segments_.back().part = part;
  segments_.back().format = parse_format(rest, field);
  segments_.emplace_back();
}

SeparatorTemplate::Format SeparatorTemplate::parse_format(std::string_view specification,
                                                          std::string_view field) {
  Format format;
  std::string_view rest = specification;
  const std::size_t first = rest.empty() ? 0 : utf8::decode(rest).length;
  const bool filled = rest.size() > first && is_alignment(rest[first]);
  if (filled) {
    format.fill = rest.substr(0, first);
    format.align = rest[first];
    rest.remove_prefix(first + 1);
  } else if (!rest.empty() && is_alignment(rest.front())) {
    format.align = rest.front();
    rest.remove_prefix(1);
  }
  if (rest.starts_with('0') && !filled) {
    format.fill = "0";
  }
  format.width = take_number(rest).value_or(0);
  bool understood = true;
  if (rest.starts_with('.')) {
    rest.remove_prefix(1);
    format.precision = take_number(rest);
    understood = format.precision.has_value();
  }
  if (rest.starts_with('s')) {
    rest.remove_prefix(1);
  }
  if (!understood || !rest.empty() || format.width > widest) {
    throw bad_template(fmt::format("'{{{}}}': the format '{}' cannot be used for text",
                                   quotable(field),
                                   quotable(specification)));
  }
  return format;
}

std::string_view SeparatorTemplate::value_of(Part part, std::string_view path) {
  const std::string_view name = path::file_name(path);
  switch (part) {
  case Part::Path:
    return path;
  case Part::Name:
    return name;
  case Part::Stem:
    return name.substr(0, suffix_start(name));
  case Part::Suffix:
    return name.substr(suffix_start(name));
  case Part::Parent:
    return path::parent(path);
  }
  return path;
}

void SeparatorTemplate::Format::append(Buffer& out, std::string_view value) const {
  if (precision) {
    value = utf8::first_characters(value, *precision);
  }
  const std::size_t length = utf8::count_characters(value);
  const std::size_t padding = width > length ? width - length : 0;
  const std::size_t before = align == '>' ? padding : align == '^' ? padding / 2 : 0;
  append_repeated(out, fill, before);
  out.append(value);
  append_repeated(out, fill, padding - before);
}

void SeparatorTemplate::append(Buffer& out, std::string_view path) const {
  for (const Segment& segment : segments_) {
    out.append(segment.literal);
    if (segment.part) {
      segment.format.append(out, value_of(*segment.part, path));
    }
  }
}

} // namespace confiture
