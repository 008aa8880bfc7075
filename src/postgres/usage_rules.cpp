// Queries, commands that name tables, settings and transactions.

#include "postgres/object_names.hpp"
#include "postgres/references.hpp"
#include "postgres/settings.hpp"
#include "postgres/statement_rules.hpp"

#include <array>
#include <optional>
#include <string>

namespace confiture::postgres {

namespace {

using Action = Effect::Action;

/// set_config('search_path', …) and the like as a column of a query.
void read_set_config(Node query, ObjectCollector& collector) {
  for (const Node item : query["targetList"]) {
    const Node call = item.as("ResTarget")["val"].as("FuncCall");
    if (name_of(call["funcname"]).name != "set_config") {
      continue;
    }
    const std::optional<std::string_view> setting = string_constant(call["args"].at(0));
    const std::optional<std::string_view> value = string_constant(call["args"].at(1));
    const bool is_local = call["args"].at(2).as("A_Const")["boolval"]["boolval"].is_true();
    if (setting == "search_path" && value) {
      collector.change(
          {.action = Action::SetPath, .path = parse_path(*value), .is_local = is_local});
    } else if (setting == "check_function_bodies" && value) {
      collector.change({.action = Action::SetBodies, .is_on = is_on(*value), .is_local = is_local});
    }
  }
}

/// INTO is kept with the first of several queries that are put together.
void read_select(Node statement, ObjectCollector& collector) {
  Node first = statement;
  while (first["larg"]) {
    first = first["larg"];
  }
  if (first["intoClause"]) {
    collector.create_relation(first["intoClause"]["rel"], "table");
  }
  ReferenceReader(collector).read_query(statement);
  read_set_config(statement, collector);
}

void read_query(Node statement, ObjectCollector& collector) {
  ReferenceReader(collector).read_query(statement);
}

/// A command that names tables, holds a query or makes a call.
void read_command(Node statement, ObjectCollector& collector) {
  ReferenceReader(collector).read(statement);
}

void read_cluster(Node statement, ObjectCollector& collector) {
  collector.refer_relation(statement["relation"]);
  if (statement["indexname"]) {
    collector.refer(ObjectKind::Relation,
                    {.schema = std::string(statement["relation"]["schemaname"].text()),
                     .name = std::string(statement["indexname"].text())});
  }
}

void refer_schema(Node name, ObjectCollector& collector) {
  collector.refer(ObjectKind::Schema, {.name = std::string(name.text())});
}

void read_reindex(Node statement, ObjectCollector& collector) {
  collector.refer_relation(statement["relation"]);
  if (statement["kind"].text() == "REINDEX_OBJECT_SCHEMA") {
    refer_schema(statement["name"], collector);
  }
}

void read_import(Node statement, ObjectCollector& collector) {
  refer_schema(statement["local_schema"], collector);
}

void read_setting(Node statement, ObjectCollector& collector) {
  const std::string_view name = statement["name"].text();
  const bool is_all = statement["kind"].text() == "VAR_RESET_ALL";
  const bool is_local = statement["is_local"].is_true();
  if (is_all || name == "search_path") {
    collector.change({.action = Action::SetPath, .path = path_of(statement), .is_local = is_local});
  }
  if (is_all || name == "check_function_bodies") {
    collector.change(
        {.action = Action::SetBodies, .is_on = is_turned_on(statement), .is_local = is_local});
  }
}

void read_discard(Node statement, ObjectCollector& collector) {
  if (statement["target"].text() == "DISCARD_ALL") {
    collector.change({.action = Action::SetPath, .path = {}});
    collector.change({.action = Action::SetBodies});
  }
}

void read_transaction(Node statement, ObjectCollector& collector) {
  const std::string_view kind = statement["kind"].text();
  if (kind == "TRANS_STMT_BEGIN" || kind == "TRANS_STMT_START") {
    collector.change({.action = Action::Begin});
  } else if (kind == "TRANS_STMT_COMMIT") {
    collector.change({.action = Action::Commit});
  } else if (kind == "TRANS_STMT_ROLLBACK") {
    collector.change({.action = Action::Rollback});
  }
}

constexpr std::array rules{
    StatementRule{"SelectStmt", "SELECT", read_select},
    StatementRule{"InsertStmt", "INSERT", read_query},
    StatementRule{"UpdateStmt", "UPDATE", read_query},
    StatementRule{"DeleteStmt", "DELETE", read_query},
    StatementRule{"MergeStmt", "MERGE", read_query},
    StatementRule{"CopyStmt", "COPY", read_command},
    StatementRule{"TruncateStmt", "TRUNCATE", read_command},
    StatementRule{"LockStmt", "LOCK TABLE", read_command},
    StatementRule{"VacuumStmt", "VACUUM or ANALYZE", read_command},
    StatementRule{"RefreshMatViewStmt", "REFRESH MATERIALIZED VIEW", read_command},
    StatementRule{"ExplainStmt", "EXPLAIN", read_command},
    StatementRule{"PrepareStmt", "PREPARE", read_command},
    StatementRule{"DeclareCursorStmt", "DECLARE CURSOR", read_command},
    StatementRule{"CallStmt", "CALL", read_command},
    StatementRule{"ClusterStmt", "CLUSTER", read_cluster},
    StatementRule{"ReindexStmt", "REINDEX", read_reindex},
    StatementRule{"ImportForeignSchemaStmt", "IMPORT FOREIGN SCHEMA", read_import},
    StatementRule{"VariableSetStmt", "SET", read_setting},
    StatementRule{"DiscardStmt", "DISCARD", read_discard},
    StatementRule{"TransactionStmt", "BEGIN or COMMIT", read_transaction},
};

} // namespace

std::span<const StatementRule> usage_rules() {
  return rules;
}

} // namespace confiture::postgres
