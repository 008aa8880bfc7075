// Tables, views, indexes and sequences.

#include "postgres/implicit_objects.hpp"
#include "postgres/object_names.hpp"
#include "postgres/references.hpp"
#include "postgres/statement_rules.hpp"

#include <array>
#include <string>

namespace confiture::postgres {

namespace {

using Condition = StatementObjects::Condition;

void skip_if_there(Node statement, const ObjectName& name, ObjectCollector& collector) {
  if (statement["if_not_exists"].is_true()) {
    collector.depend(Condition::IfNotExists, ObjectKind::Relation, name);
  }
}

void create_table(Node statement, std::string_view word, ObjectCollector& collector) {
  const ObjectName table = name_of_relation(statement["relation"]);
  skip_if_there(statement, table, collector);
  collector.create_relation(statement["relation"], word);
  ReferenceReader reader(collector);
  collector.refer_type(statement["ofTypename"]);
  for (const char* field : {"inhRelations", "tableElts", "constraints", "partbound", "partspec"}) {
    reader.read(statement[field]);
  }
  for (const Node element : statement["tableElts"]) {
    create_with_column(table, element.as("ColumnDef"), collector);
    create_with_constraint(table, element.as("Constraint"), collector);
  }
}

void read_table(Node statement, ObjectCollector& collector) {
  create_table(statement, "table", collector);
}

void read_foreign_table(Node statement, ObjectCollector& collector) {
  create_table(statement["base"], "foreign table", collector);
}

void read_table_as(Node statement, ObjectCollector& collector) {
  const Node range = statement["into"]["rel"];
  skip_if_there(statement, name_of_relation(range), collector);
  const bool is_view = statement["objtype"].text() == "OBJECT_MATVIEW";
  collector.statement().words = is_view ? "CREATE MATERIALIZED VIEW" : "CREATE TABLE";
  collector.create_relation(range, is_view ? "materialized view" : "table");
  ReferenceReader(collector).read(statement["query"]);
}

void read_view(Node statement, ObjectCollector& collector) {
  collector.create_relation(statement["view"], "view");
  ReferenceReader(collector).read(statement["query"]);
}

/// The name that the server gives to an index without one; it numbers those that are taken.
std::string index_name(const ObjectName& table, Node statement) {
  std::string name = table.name;
  for (const Node item : statement["indexParams"]) {
    const Node element = item.as("IndexElem");
    name += '_';
    name += element["name"] ? element["name"].text() : "expr";
  }
  return name + "_idx";
}

void read_index(Node statement, ObjectCollector& collector) {
  const ObjectName table = name_of_relation(statement["relation"]);
  std::string name(statement["idxname"].text());
  collector.refer_relation(statement["relation"]);
  ReferenceReader reader(collector);
  reader.read(statement["indexParams"]);
  reader.read(statement["whereClause"]);
  if (name.empty()) {
    name = index_name(table, statement);
  } else {
    skip_if_there(statement, {.schema = table.schema, .name = name}, collector);
  }
  collector.create_beside(table, std::move(name), "index");
}

void read_sequence_options(Node options, ObjectCollector& collector) {
  for (const Node item : options) {
    const Node option = item.as("DefElem");
    const std::string_view name = option["defname"].text();
    if (name == "owned_by" && items_of(option["arg"]).size() > 1) { // else NONE
      collector.refer(ObjectKind::Relation, name_of(items_of(option["arg"]), 1));
    } else if (name == "as") {
      collector.refer_type(option["arg"].as("TypeName"));
    }
  }
}

void read_sequence(Node statement, ObjectCollector& collector) {
  skip_if_there(statement, name_of_relation(statement["sequence"]), collector);
  collector.create_relation(statement["sequence"], "sequence");
  read_sequence_options(statement["options"], collector);
}

void alter_sequence(Node statement, ObjectCollector& collector) {
  const Node range = statement["sequence"];
  if (statement["missing_ok"].is_true()) {
    collector.depend(Condition::IfExists, ObjectKind::Relation, name_of_relation(range));
  } else {
    collector.refer_relation(range);
  }
  read_sequence_options(statement["options"], collector);
}

void read_statistics(Node statement, ObjectCollector& collector) {
  ReferenceReader reader(collector);
  reader.read(statement["relations"]);
  reader.read(statement["exprs"]);
}

void read_trigger(Node statement, ObjectCollector& collector) {
  collector.refer_relation(statement["relation"]);
  collector.refer_relation(statement["constrrel"]);
  collector.refer(ObjectKind::Function,
                  name_of(statement["funcname"]),
                  {.form = Call::Form::Arguments, .count = 0});
  ReferenceReader(collector).read(statement["whenClause"]);
}

void read_event_trigger(Node statement, ObjectCollector& collector) {
  collector.refer(ObjectKind::Function,
                  name_of(statement["funcname"]),
                  {.form = Call::Form::Arguments, .count = 0});
}

void read_policy(Node statement, ObjectCollector& collector) {
  collector.refer_relation(statement["table"]);
  ReferenceReader reader(collector);
  reader.read(statement["qual"]);
  reader.read(statement["with_check"]);
}

void read_rule(Node statement, ObjectCollector& collector) {
  collector.refer_relation(statement["relation"]);
  ReferenceReader reader(collector);
  reader.read(statement["whereClause"]);
  reader.read(statement["actions"]);
}

constexpr std::array rules{
    StatementRule{"CreateStmt", "CREATE TABLE", read_table},
    StatementRule{"CreateForeignTableStmt", "CREATE FOREIGN TABLE", read_foreign_table},
    StatementRule{"CreateTableAsStmt", "CREATE TABLE", read_table_as},
    StatementRule{"ViewStmt", "CREATE VIEW", read_view},
    StatementRule{"IndexStmt", "CREATE INDEX", read_index},
    StatementRule{"CreateSeqStmt", "CREATE SEQUENCE", read_sequence},
    StatementRule{"AlterSeqStmt", "ALTER SEQUENCE", alter_sequence},
    StatementRule{"CreateStatsStmt", "CREATE STATISTICS", read_statistics},
    StatementRule{"CreateTrigStmt", "CREATE TRIGGER", read_trigger},
    StatementRule{"CreateEventTrigStmt", "CREATE EVENT TRIGGER", read_event_trigger},
    StatementRule{"CreatePolicyStmt", "CREATE POLICY", read_policy},
    StatementRule{"AlterPolicyStmt", "ALTER POLICY", read_policy},
    StatementRule{"RuleStmt", "CREATE RULE", read_rule},
};

} // namespace

std::span<const StatementRule> table_rules() {
  return rules;
}

} // namespace confiture::postgres
