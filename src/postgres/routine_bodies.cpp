#include "postgres/routine_bodies.hpp"

#include "postgres/object_names.hpp"
#include "postgres/parser.hpp"
#include "postgres/plpgsql_declarations.hpp"
#include "postgres/references.hpp"
#include "postgres/settings.hpp"
#include "sql_scanner.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

namespace confiture::postgres {

namespace {

Node option_of(Node function, std::string_view name) {
  for (const Node item : function["options"]) {
    const Node option = item.as("DefElem");
    if (option["defname"].text() == name) {
      return option;
    }
  }
  return {};
}

/// Where the string behind AS begins in the file, if it stands there as it is.
std::optional<std::size_t>
begin_of_body(Node as, std::string_view body, const ObjectCollector& collector) {
  const StatementSource& source = collector.source();
  const auto location =
      static_cast<std::size_t>(std::max<std::int64_t>(as["location"].number(), 0));
  const std::string_view text = collector.text();
  SqlScanner scanner(text.substr(0, source.end), source.base + location);
  for (SqlToken token{}; scanner.next(token);) {
    const bool is_dollar = token.kind == SqlTokenKind::DollarString;
    if (!is_dollar && token.kind != SqlTokenKind::String) {
      continue;
    }
    const std::size_t quote = text.find(is_dollar ? '$' : '\'', token.begin + (is_dollar ? 1 : 0));
    const std::size_t begin = quote + 1;
    return text.substr(begin, body.size()) == body ? std::optional(begin) : std::nullopt;
  }
  return std::nullopt;
}

/// The server does not look into a function whose types are known only when it is called.
bool is_polymorphic(Node function) {
  for (const Node item : function["parameters"]) {
    const Node parameter = item.as("FunctionParameter");
    const std::string_view mode = parameter["mode"].text();
    const ObjectName type = name_of(parameter["argType"]["names"]);
    const bool is_any = type.name == "anyelement" || type.name == "anyarray" ||
                        type.name == "anynonarray" || type.name == "anyenum" ||
                        type.name == "anyrange" || type.name == "anymultirange" ||
                        type.name.starts_with("anycompatible");
    if (is_any && mode != "FUNC_PARAM_OUT" && mode != "FUNC_PARAM_TABLE") {
      return true;
    }
  }
  return false;
}

/// Commands in it are not looked into by the server, save those around a query.
void read_sql(std::string_view body, ObjectCollector& collector) {
  constexpr std::array<std::string_view, 6> kinds{
      "SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "CallStmt"};
  const ParseTree tree = ParseTree::parse(body);
  ReferenceReader reader(collector);
  for (const ParsedStatement& statement : tree.statements()) {
    const std::string_view kind = statement.node.kind();
    if (std::find(kinds.begin(), kinds.end(), kind) != kinds.end()) {
      reader.read(statement.node);
    } else if (kind == "CreateTableAsStmt" || kind == "ExplainStmt" ||
               kind == "DeclareCursorStmt") {
      reader.read(statement.node.body()["query"]);
    }
  }
}

void read_declarations(std::string_view text,
                       Node function,
                       const ObjectCollector::Body& body,
                       ObjectCollector& collector) {
  std::set<std::string> known{name_of(function["funcname"]).name};
  for (const Node parameter : function["parameters"]) {
    known.emplace(parameter.as("FunctionParameter")["name"].text());
  }
  for (DeclaredType& type : declared_types(text, std::move(known))) {
    const std::size_t offset = body.place(type.offset);
    collector.refer(ObjectKind::Type, std::move(type.name), offset);
  }
}

/// Takes up what the function itself sets; false if that leaves its body unchecked.
bool take_settings(Node function, ObjectCollector::Body& body, ObjectCollector& collector) {
  for (const Node item : function["options"]) {
    const Node setting = item.as("DefElem")["arg"].as("VariableSetStmt");
    const std::string_view name = setting["name"].text();
    const bool is_value = setting["kind"].text() == "VAR_SET_VALUE";
    if (is_value && name == "search_path") {
      body.path = collector.statement().paths.size();
      collector.statement().paths.push_back(path_of(setting).value_or(std::vector<std::string>()));
    } else if (is_value && name == "check_function_bodies" && !is_turned_on(setting)) {
      return false;
    }
  }
  return true;
}

void read_string_body(Node function, ObjectCollector& collector) {
  const std::string language = language_of(function);
  const Node as = option_of(function, "as");
  const std::string_view text = string_of(items_of(as["arg"]).at(0));
  if ((language != "sql" && language != "plpgsql") || text.empty()) {
    return;
  }
  ObjectCollector::Body body{.base = begin_of_body(as, text, collector),
                             .offset =
                                 collector.offset_of(function, name_of(function["funcname"]).name)};
  if (!take_settings(function, body, collector)) {
    return;
  }
  collector.set_body(body);
  if (language == "plpgsql") {
    read_declarations(text, function, body, collector);
  } else if (!is_polymorphic(function)) {
    read_sql(text, collector);
  }
  collector.set_body(std::nullopt);
}

} // namespace

std::string language_of(Node function) {
  const std::string language = identifier_of(string_of(option_of(function, "language")["arg"]));
  return language.empty() && function["sql_body"] ? "sql" : language;
}

void read_routine_body(Node function, ObjectCollector& collector) {
  if (function["sql_body"]) {
    ReferenceReader(collector).read(function["sql_body"]); // with the path of the session
  } else {
    read_string_body(function, collector);
  }
}

} // namespace confiture::postgres
