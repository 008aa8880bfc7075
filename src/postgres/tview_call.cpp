#include "postgres/tview_call.hpp"

#include "sql_scanner.hpp"

#include <algorithm>
#include <optional>

namespace confiture::postgres {

namespace {

constexpr std::string_view prefix = "tv_";

/// Whether a function is one of pg_tviews; its schema may be left out.
bool is_tview_function(const Node& function) {
  const std::size_t size = function.size();
  const std::string_view name = string_of(function.at(size - 1));
  return (size == 1 || (size == 2 && string_of(function.at(0)) == "tviews")) &&
         (name == "pg_tviews_create_or_replace" || name == "pg_tviews_create" ||
          name == "pg_tviews_create_aggregate" || name == "pg_tviews_drop");
}

/// The first argument, or that which is passed by its name; the last of several.
Node name_argument(Node arguments) {
  Node found;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const Node argument = arguments.at(i);
    if (const Node named = argument.as("NamedArgExpr")) {
      found = named["name"].text() == "tview_name" ? named["arg"] : found;
    } else if (i == 0) {
      found = argument;
    }
  }
  return found;
}

std::optional<std::string_view> constant_text(Node argument) {
  while (const Node cast = argument.as("TypeCast")) {
    argument = cast["arg"];
  }
  const Node constant = argument.as("A_Const")["sval"];
  return constant ? std::optional(constant["sval"].text()) : std::nullopt;
}

/// A part of a name as PostgreSQL holds it; empty if this is none.
std::string identifier(std::string_view written, const SqlToken& token) {
  std::string name;
  if (token.kind == SqlTokenKind::Word) {
    for (const char c : written) {
      name += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
  } else if (token.kind == SqlTokenKind::QuotedIdentifier && !token.is_open &&
             written.front() == '"') {
    for (std::size_t i = 1; i + 1 < written.size(); ++i) {
      name += written[i];
      i += written[i] == '"' ? 1 : 0;
    }
  }
  return name;
}

/// The parts of a name as SQL writes it; empty if `text` is no name.
std::vector<std::string> parts_of(std::string_view text) {
  std::vector<std::string> parts;
  SqlScanner scanner(text);
  SqlToken token{};
  bool is_dot = true; // before the next part
  while (scanner.next(token)) {
    const std::string_view written = text.substr(token.begin, token.end - token.begin);
    if (!is_dot && written == ".") {
      is_dot = true;
      continue;
    }
    std::string part = is_dot ? identifier(written, token) : "";
    if (part.empty()) {
      return {};
    }
    parts.push_back(std::move(part));
    is_dot = false;
  }
  return is_dot ? std::vector<std::string>() : parts;
}

std::optional<TviewCall> call_of(Node function_call) {
  const Node function = function_call["funcname"];
  if (!is_tview_function(function)) {
    return std::nullopt;
  }
  const auto text = constant_text(name_argument(function_call["args"]));
  std::vector<std::string> parts = text ? parts_of(*text) : std::vector<std::string>();
  if (parts.empty() || parts.size() > 2) {
    return std::nullopt;
  }
  TviewCall call{.is_drop = string_of(function.at(function.size() - 1)) == "pg_tviews_drop",
                 .name = {.schema = parts.size() == 2 ? parts.front() : "", .name = parts.back()}};
  if (!is_tview(call.name.name)) {
    call.name.name.insert(0, prefix);
  }
  return call;
}

} // namespace

std::vector<TviewCall> tview_calls(Node statement) {
  std::vector<TviewCall> calls;
  std::vector<Node> open; // a stack of its own, as a tree can be deep
  if (const Node select = statement.as("SelectStmt")) {
    open.push_back(select);
  }
  while (!open.empty()) {
    const Node node = open.back();
    open.pop_back();
    if (auto call = call_of(node.as("FuncCall"))) {
      calls.push_back(std::move(*call));
    }
    for (std::size_t i = node.size(); i > 0; --i) {
      open.push_back(node.at(i - 1));
    }
  }
  return calls;
}

bool is_tview(std::string_view relation) {
  return relation.starts_with(prefix);
}

} // namespace confiture::postgres
