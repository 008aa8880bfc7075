#include "postgres/object_edit.hpp"

#include <array>

namespace confiture::postgres {

namespace {

struct KindsOfType {
  std::string_view object_type; ///< PostgreSQL's ObjectType
  std::vector<std::string_view> kinds;
};

/// The kinds of an inventory that a statement about a type of objects can mean.
const std::vector<std::string_view>& kinds_of(std::string_view object_type) {
  static const std::array<KindsOfType, 9> table = {{
      {"OBJECT_TABLE", {"table", "tview"}},
      {"OBJECT_VIEW", {"view"}},
      {"OBJECT_MATVIEW", {"matview"}},
      {"OBJECT_SEQUENCE", {"sequence"}},
      {"OBJECT_TYPE", {"type"}},
      {"OBJECT_DOMAIN", {"domain"}},
      {"OBJECT_FUNCTION", {"function"}},
      {"OBJECT_PROCEDURE", {"procedure"}},
      {"OBJECT_AGGREGATE", {"aggregate"}},
  }};
  static const std::vector<std::string_view> routines = {"function", "procedure", "aggregate"};
  static const std::vector<std::string_view> none;
  for (const KindsOfType& entry : table) {
    if (entry.object_type == object_type) {
      return entry.kinds;
    }
  }
  return object_type == "OBJECT_ROUTINE" ? routines : none;
}

ObjectEdit drop_of(Node object) {
  if (const Node routine = object.as("ObjectWithArgs")) {
    ObjectEdit edit{.object_kinds = {}, .object = name_of(routine["objname"])};
    if (!routine["args_unspecified"].is_true()) {
      edit.arguments.emplace();
      for (const Node type : routine["objargs"]) {
        edit.arguments->push_back(type_identity(type.as("TypeName")));
      }
    }
    return edit;
  }
  const Node type = object.as("TypeName");
  return {.object_kinds = {}, .object = name_of(type ? type["names"] : object.as("List")["items"])};
}

std::vector<ObjectEdit> drops(Node statement) {
  std::vector<ObjectEdit> edits;
  const auto& kinds = kinds_of(statement["removeType"].text());
  if (kinds.empty()) {
    return edits;
  }
  for (const Node object : statement["objects"]) {
    edits.push_back(drop_of(object));
    edits.back().object_kinds = kinds;
  }
  return edits;
}

/// Of RENAME TO and SET SCHEMA.
std::vector<ObjectEdit>
change(ObjectEdit::Kind kind, Node statement, const char* type_field, const char* to_field) {
  const auto& kinds = kinds_of(statement[type_field].text());
  ObjectName object = relation_name_of(statement["relation"]);
  if (object.name.empty()) {
    object = name_of(statement["object"].as("List")["items"]);
  }
  if (kinds.empty() || object.name.empty()) {
    return {};
  }
  return {{.kind = kind,
           .object_kinds = kinds,
           .object = std::move(object),
           .to = std::string(statement[to_field].text())}};
}

} // namespace

ObjectName relation_name_of(Node relation) {
  return {.schema = std::string(relation["schemaname"].text()),
          .name = std::string(relation["relname"].text())};
}

std::vector<ObjectEdit> object_edits(Node statement) {
  if (const Node drop = statement.as("DropStmt")) {
    return drops(drop);
  }
  if (const Node rename = statement.as("RenameStmt")) {
    return change(ObjectEdit::Kind::Rename, rename, "renameType", "newname");
  }
  if (const Node move = statement.as("AlterObjectSchemaStmt")) {
    return change(ObjectEdit::Kind::Move, move, "objectType", "newschema");
  }
  return {};
}

} // namespace confiture::postgres
