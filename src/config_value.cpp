#include "config_value.hpp"

#include "secret.hpp"
#include "utf8.hpp"
#include <confiture/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace confiture {

namespace {

using yaml::Kind;
using yaml::Node;

constexpr std::size_t longest_quoted_value = 60;

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return out;
}

std::optional<bool> boolean_from_text(std::string_view text) {
  constexpr std::array<std::string_view, 6> yes = {"1", "t", "y", "yes", "on", "true"};
  constexpr std::array<std::string_view, 6> no = {"0", "f", "n", "no", "off", "false"};
  const std::string spelling = lower(text);
  if (std::find(yes.begin(), yes.end(), spelling) != yes.end()) {
    return true;
  }
  if (std::find(no.begin(), no.end(), spelling) != no.end()) {
    return false;
  }
  return std::nullopt;
}

std::optional<bool> boolean_from(const Node& node) {
  switch (node.kind) {
  case Kind::Boolean:
    return node.boolean;
  case Kind::Integer:
    return node.integer == Integer(0) || node.integer == Integer(1)
               ? std::optional(node.integer == Integer(1))
               : std::nullopt;
  case Kind::Real:
    return node.real == 0.0 || node.real == 1.0 ? std::optional(node.real == 1.0) : std::nullopt;
  case Kind::Text:
    return boolean_from_text(node.text);
  default:
    return std::nullopt;
  }
}

/// A lax integer in quotes: what Python's `int()` takes, and `.0` behind it.
std::optional<Integer> integer_from_text(std::string_view text) {
  text = utf8::trimmed(text);
  const std::size_t point = text.find('.');
  if (point == std::string_view::npos) {
    return python_int(text);
  }
  const std::string_view whole = text.substr(0, point);
  const std::string_view fraction = text.substr(point + 1);
  const bool is_zero =
      !fraction.empty() && fraction.find_first_not_of('0') == std::string_view::npos;
  return is_zero && utf8::trimmed(whole) == whole ? python_int(whole) : std::nullopt;
}

std::optional<Integer> integer_from(const Node& node) {
  constexpr double limit = 0x1p63; // an integer of 64 bits, so that the cast is defined
  switch (node.kind) {
  case Kind::Boolean:
    return Integer(node.boolean ? 1 : 0);
  case Kind::Integer:
    return node.integer;
  case Kind::Real:
    return std::trunc(node.real) == node.real && std::abs(node.real) < limit
               ? std::optional<Integer>(static_cast<std::int64_t>(node.real))
               : std::nullopt;
  case Kind::Text:
    return integer_from_text(node.text);
  default:
    return std::nullopt;
  }
}

} // namespace

std::string describe(const Node& node) {
  const std::string value = without_password(node.text);
  const std::string_view shown = utf8::first_characters(value, longest_quoted_value);
  const std::string text = printable(shown) + (shown.size() < value.size() ? "…" : "");
  switch (node.kind) {
  case Kind::Null:
    return "nothing (null)";
  case Kind::Boolean:
    return fmt::format("the boolean {}", text);
  case Kind::Integer:
  case Kind::Real:
    return fmt::format("the number {}", text);
  case Kind::Text:
    return fmt::format("the string '{}'", text);
  case Kind::Date:
    return fmt::format("the date {}", text);
  case Kind::Sequence:
    return "a list";
  case Kind::Mapping:
    return "a mapping";
  }
  return "something else";
}

void ValueReader::complain(const Node& node, const std::string& key, std::string problem) {
  complaints_.push_back({node.position, key, std::move(problem)});
}

void ValueReader::read(const Node* node, const std::string& key, bool& target) {
  if (node == nullptr) {
    return;
  }
  if (const auto value = boolean_from(*node)) {
    target = *value;
  } else {
    complain(*node, key, fmt::format("expected true or false, found {}", describe(*node)));
  }
}

void ValueReader::read(const Node* node, const std::string& key, Integer& target) {
  if (node == nullptr) {
    return;
  }
  if (const auto value = integer_from(*node)) {
    target = *value;
  } else {
    complain(*node, key, fmt::format("expected a whole number, found {}", describe(*node)));
  }
}

void ValueReader::read(const Node* node, const std::string& key, std::string& target) {
  if (node == nullptr) {
    return;
  }
  if (node->kind == Kind::Text) {
    target = node->text;
  } else {
    complain(*node,
             key,
             fmt::format("expected a string, found {}; put it in quotes if it is meant as text",
                         describe(*node)));
  }
}

void ValueReader::read(const Node* node, const std::string& key, std::vector<std::string>& target) {
  if (node == nullptr) {
    return;
  }
  if (node->kind != Kind::Sequence) {
    complain(*node, key, fmt::format("expected a list of strings, found {}", describe(*node)));
    return;
  }
  target.clear();
  for (std::size_t i = 0; i < node->items.size(); ++i) {
    read(node->items[i], fmt::format("{}[{}]", key, i), target.emplace_back());
  }
}

void ValueReader::read_optional(const Node* node,
                                const std::string& key,
                                std::optional<std::string>& target) {
  if (node != nullptr && node->kind != Kind::Null) {
    read(node, key, target.emplace());
  }
}

const Node& ValueReader::mapping(const Node* node, const std::string& key) {
  static const Node empty{};
  if (node == nullptr) {
    return empty;
  }
  if (node->kind != Kind::Mapping) {
    complain(*node, key, fmt::format("expected a mapping, found {}", describe(*node)));
    return empty;
  }
  return *node;
}

} // namespace confiture
