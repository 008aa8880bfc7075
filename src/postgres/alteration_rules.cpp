// What changes, removes, describes or grants what is there.

#include "postgres/implicit_objects.hpp"
#include "postgres/named_objects.hpp"
#include "postgres/object_names.hpp"
#include "postgres/references.hpp"
#include "postgres/statement_rules.hpp"

#include <array>
#include <optional>
#include <string>
#include <utility>

namespace confiture::postgres {

namespace {

using Action = Effect::Action;
using Condition = StatementObjects::Condition;

void refer(const NamedObject& object, ObjectCollector& collector) {
  if (object.node) {
    const std::size_t offset = collector.offset_of(object.node, object.name.name);
    collector.refer(object.kind, object.name, offset, object.call);
  } else {
    collector.refer(object.kind, object.name, object.call);
  }
}

void refer(std::string_view type, Node node, ObjectCollector& collector) {
  const std::optional<NamedObject> object = named_object(type, node);
  if (object) {
    refer(*object, collector);
  }
  const Node function = node.as("ObjectWithArgs");
  for (const Node argument : function["objargs"]) {
    collector.refer_type(argument.as("TypeName"));
  }
  if (type == "OBJECT_CAST") {
    for (const Node cast_type : items_of(node)) {
      collector.refer_type(cast_type.as("TypeName"));
    }
  }
}

/// With IF EXISTS the statement does nothing where the object is missing.
void refer_or_depend(const NamedObject& object, bool missing_ok, ObjectCollector& collector) {
  if (missing_ok) {
    collector.depend(Condition::IfExists, object.kind, object.name);
  } else {
    refer(object, collector);
  }
}

/// The object of a statement that has it as `relation`, or else as `object`.
std::optional<NamedObject> object_of(Node statement, std::string_view type) {
  const Node range = statement["relation"];
  if (!range) {
    return named_object(type, statement["object"]);
  }
  const bool is_type = type == "OBJECT_TYPE" || type == "OBJECT_ATTRIBUTE";
  return NamedObject{.kind = is_type ? ObjectKind::Type : ObjectKind::Relation,
                     .name = name_of_relation(range),
                     .node = range,
                     .is_it =
                         has_row_type(type) || type == "OBJECT_SEQUENCE" || type == "OBJECT_INDEX"};
}

/// For what is not known more exactly.
std::string_view word_of(ObjectKind kind) {
  switch (kind) {
  case ObjectKind::Schema:
    return "schema";
  case ObjectKind::Relation:
    return "relation";
  case ObjectKind::Type:
    return "type";
  case ObjectKind::Function:
    return "function";
  case ObjectKind::Collation:
    return "collation";
  }
  return {};
}

/// Renames or moves, or drops, an object together with the type of its rows.
void change(Action action,
            const NamedObject& object,
            std::string_view type,
            Node target,
            ObjectCollector& collector) {
  Effect effect{.action = action,
                .kind = object.kind,
                .name = object.name,
                .word = word_of(object.kind),
                .offset = collector.statement().offset,
                .call = object.call,
                .target = std::string(target.text())};
  collector.change(effect);
  if (has_row_type(type)) {
    effect.kind = ObjectKind::Type;
    collector.change(std::move(effect));
  }
}

std::optional<NamedObject> renamed_object(Node statement, std::string_view type) {
  if (type == "OBJECT_SCHEMA") {
    return NamedObject{.kind = ObjectKind::Schema,
                       .name = {.name = std::string(statement["subname"].text())}};
  }
  if (type == "OBJECT_DOMCONSTRAINT") {
    return NamedObject{
        .kind = ObjectKind::Type, .name = name_of(items_of(statement["object"])), .is_it = false};
  }
  return object_of(statement, type);
}

void read_rename(Node statement, ObjectCollector& collector) {
  const std::string_view type = statement["renameType"].text();
  const std::optional<NamedObject> object = renamed_object(statement, type);
  if (!object) {
    return;
  }
  refer_or_depend(*object, statement["missing_ok"].is_true(), collector);
  if (object->is_it) {
    change(Action::Rename, *object, type, statement["newname"], collector);
  }
}

void read_move(Node statement, ObjectCollector& collector) {
  const std::string_view type = statement["objectType"].text();
  const std::optional<NamedObject> object = object_of(statement, type);
  if (object) {
    refer_or_depend(*object, statement["missing_ok"].is_true(), collector);
    change(Action::Move, *object, type, statement["newschema"], collector);
  }
  collector.refer(ObjectKind::Schema, {.name = std::string(statement["newschema"].text())});
}

void read_drop(Node statement, ObjectCollector& collector) {
  const std::string_view type = statement["removeType"].text();
  for (const Node item : statement["objects"]) {
    if (!statement["missing_ok"].is_true()) {
      refer(type, item, collector);
    }
    const std::optional<NamedObject> object = named_object(type, item);
    if (object && object->is_it) {
      change(Action::Drop, *object, type, {}, collector);
    }
  }
}

/// The index that a command of ALTER TABLE names is in the schema of its table.
void refer_index(const ObjectName& table, Node name, ObjectCollector& collector) {
  if (name) {
    collector.refer(ObjectKind::Relation,
                    {.schema = table.schema, .name = std::string(name.text())});
  }
}

void read_command(Node command, const ObjectName& table, ObjectCollector& collector) {
  const std::string_view subtype = command["subtype"].text();
  const Node definition = command["def"];
  ReferenceReader(collector).read(definition);
  if (subtype == "AT_AddColumn") {
    create_with_column(table, definition.as("ColumnDef"), collector);
  } else if (subtype == "AT_AddConstraint") {
    create_with_constraint(table, definition.as("Constraint"), collector);
    refer_index(table, definition.as("Constraint")["indexname"], collector);
  } else if (subtype == "AT_AddIdentity") {
    create_identity(table, command["name"].text(), definition.as("Constraint"), collector);
  } else if (subtype == "AT_ClusterOn") {
    refer_index(table, command["name"], collector);
  } else if (subtype == "AT_ReplicaIdentity") {
    refer_index(table, definition.as("ReplicaIdentityStmt")["name"], collector);
  }
}

void read_alter_table(Node statement, ObjectCollector& collector) {
  const std::string_view type = statement["objtype"].text();
  const std::optional<NamedObject> object = object_of(statement, type);
  if (!object) {
    return;
  }
  if (type == "OBJECT_VIEW" || type == "OBJECT_INDEX" || type == "OBJECT_TYPE") {
    collector.statement().words = type == "OBJECT_VIEW"    ? "ALTER VIEW"
                                  : type == "OBJECT_INDEX" ? "ALTER INDEX"
                                                           : "ALTER TYPE";
  }
  refer_or_depend(*object, statement["missing_ok"].is_true(), collector);
  for (const Node item : statement["cmds"]) {
    read_command(item.as("AlterTableCmd"), object->name, collector);
  }
}

/// COMMENT, SECURITY LABEL, ALTER … OWNER TO, and others that name one object.
void read_described(Node statement, ObjectCollector& collector) {
  const char* field = statement["objectType"] ? "objectType" : "objtype";
  const std::string_view type = statement[field].text();
  if (statement["relation"]) {
    collector.refer_relation(statement["relation"]);
  } else {
    refer(type, statement["object"], collector);
  }
}

void alter_function(Node statement, ObjectCollector& collector) {
  collector.refer_function(statement["func"], "OBJECT_FUNCTION");
}

void alter_type(Node statement, ObjectCollector& collector) {
  collector.refer(ObjectKind::Type, name_of(statement["typeName"]));
  ReferenceReader(collector).read(statement["def"]); // of a domain
}

void alter_collation(Node statement, ObjectCollector& collector) {
  collector.refer(ObjectKind::Collation, name_of(statement["collname"]));
}

void refer_schema(Node name, ObjectCollector& collector) {
  collector.refer(ObjectKind::Schema, {.name = std::string(string_of(name))});
}

void read_grant(Node statement, ObjectCollector& collector) {
  if (!statement["is_grant"].is_true()) {
    collector.statement().words = "REVOKE";
  }
  const bool is_schema = statement["targtype"].text() == "ACL_TARGET_ALL_IN_SCHEMA";
  for (const Node object : statement["objects"]) {
    if (is_schema) {
      refer_schema(object, collector);
    } else {
      refer(statement["objtype"].text(), object, collector);
    }
  }
}

void read_default_privileges(Node statement, ObjectCollector& collector) {
  for (const Node item : statement["options"]) {
    if (item.as("DefElem")["defname"].text() == "schemas") {
      for (const Node schema : items_of(item.as("DefElem")["arg"])) {
        refer_schema(schema, collector);
      }
    }
  }
}

void read_publication(Node statement, ObjectCollector& collector) {
  for (const Node item : statement["pubobjects"]) {
    const Node object = item.as("PublicationObjSpec");
    ReferenceReader(collector).read(object["pubtable"]);
    if (object["pubobjtype"].text() == "PUBLICATIONOBJ_TABLES_IN_SCHEMA") {
      collector.refer(ObjectKind::Schema, {.name = std::string(object["name"].text())});
    }
  }
}

constexpr std::array rules{
    StatementRule{"RenameStmt", "ALTER … RENAME", read_rename},
    StatementRule{"AlterObjectSchemaStmt", "ALTER … SET SCHEMA", read_move},
    StatementRule{"DropStmt", "DROP", read_drop},
    StatementRule{"AlterTableStmt", "ALTER TABLE", read_alter_table},
    StatementRule{"CommentStmt", "COMMENT", read_described},
    StatementRule{"SecLabelStmt", "SECURITY LABEL", read_described},
    StatementRule{"AlterOwnerStmt", "ALTER … OWNER", read_described},
    StatementRule{"AlterObjectDependsStmt", "ALTER … DEPENDS ON EXTENSION", read_described},
    StatementRule{"AlterExtensionContentsStmt", "ALTER EXTENSION", read_described},
    StatementRule{"AlterFunctionStmt", "ALTER FUNCTION", alter_function},
    StatementRule{"AlterEnumStmt", "ALTER TYPE", alter_type},
    StatementRule{"AlterTypeStmt", "ALTER TYPE", alter_type},
    StatementRule{"AlterDomainStmt", "ALTER DOMAIN", alter_type},
    StatementRule{"AlterCollationStmt", "ALTER COLLATION", alter_collation},
    StatementRule{"GrantStmt", "GRANT", read_grant},
    StatementRule{
        "AlterDefaultPrivilegesStmt", "ALTER DEFAULT PRIVILEGES", read_default_privileges},
    StatementRule{"CreatePublicationStmt", "CREATE PUBLICATION", read_publication},
    StatementRule{"AlterPublicationStmt", "ALTER PUBLICATION", read_publication},
};

} // namespace

std::span<const StatementRule> alteration_rules() {
  return rules;
}

} // namespace confiture::postgres
