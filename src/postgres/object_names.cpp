#include "postgres/object_names.hpp"

#include "sql_scanner.hpp"

#include <algorithm>
#include <utility>

namespace confiture::postgres {

namespace {

char lowered(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_identifier(const SqlToken& token) {
  return token.kind == SqlTokenKind::Word || token.kind == SqlTokenKind::QuotedIdentifier;
}

/// Identifiers with one of this symbol between each two; none for anything else.
std::optional<std::vector<std::string>> identifiers_between(std::string_view text, char symbol) {
  std::vector<std::string> names;
  SqlScanner scanner(text);
  bool wants_name = true;
  for (SqlToken token{}; scanner.next(token); wants_name = !wants_name) {
    const std::string_view word = text.substr(token.begin, token.end - token.begin);
    if (wants_name && is_identifier(token) && !token.is_open) {
      names.push_back(identifier_of(word));
    } else if (wants_name || word != std::string_view(&symbol, 1)) {
      return std::nullopt;
    }
  }
  return wants_name ? std::nullopt : std::optional(std::move(names));
}

} // namespace

ObjectName name_of(Node list, std::size_t left_out) {
  const std::size_t size = list.size() - std::min(left_out, list.size());
  ObjectName name;
  if (size >= 2) {
    name.schema = string_of(list.at(size - 2));
  }
  if (size >= 1) {
    name.name = string_of(list.at(size - 1));
  }
  return name;
}

ObjectName name_of_relation(Node range) {
  ObjectName name{.schema = std::string(range["schemaname"].text()),
                  .name = std::string(range["relname"].text())};
  if (range["relpersistence"].text() == "t") {
    name.schema = "pg_temp";
  }
  return name;
}

std::optional<ObjectName> parse_name(std::string_view text) {
  std::optional<std::vector<std::string>> names = identifiers_between(text, '.');
  if (!names || names->size() > 2) {
    return std::nullopt;
  }
  return ObjectName{.schema = names->size() == 2 ? names->front() : "", .name = names->back()};
}

std::vector<std::string> parse_path(std::string_view text) {
  return identifiers_between(text, ',').value_or(std::vector<std::string>());
}

std::string identifier_of(std::string_view text) {
  std::string name;
  if (!text.starts_with('"')) {
    name = text;
    std::transform(name.begin(), name.end(), name.begin(), lowered);
    return name;
  }
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    name += text[i];
    i += text[i] == '"' ? 1 : 0;
  }
  return name;
}

std::optional<std::string_view> string_constant(Node node) {
  const Node value = node.as("A_Const")["sval"];
  return value ? std::optional(value["sval"].text()) : std::nullopt;
}

Node items_of(Node node) {
  const Node list = node.as("List");
  return list ? list["items"] : node;
}

} // namespace confiture::postgres
