// Schemas, types, aggregates, operators, casts, and what else is created.

#include "postgres/object_names.hpp"
#include "postgres/references.hpp"
#include "postgres/statement_rules.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace confiture::postgres {

namespace {

/// Where the server creates what is inside of CREATE SCHEMA: in this order of kinds.
std::size_t rank_of(Node element) {
  constexpr std::array<std::string_view, 6> kinds{
      "CreateSeqStmt", "CreateStmt", "ViewStmt", "IndexStmt", "CreateTrigStmt", "GrantStmt"};
  return static_cast<std::size_t>(std::find(kinds.begin(), kinds.end(), element.kind()) -
                                  kinds.begin());
}

void read_schema(Node statement, ObjectCollector& collector) {
  std::string name(statement["schemaname"].text());
  if (name.empty()) {
    name = statement["authrole"]["rolename"].text();
  }
  collector.create(ObjectKind::Schema, {.name = name}, "schema");
  std::vector<Node> elements;
  for (const Node element : statement["schemaElts"]) {
    elements.push_back(element);
  }
  if (elements.empty()) {
    return;
  }
  std::stable_sort(
      elements.begin(), elements.end(), [](Node a, Node b) { return rank_of(a) < rank_of(b); });
  collector.change({.action = Effect::Action::EnterSchema, .target = name});
  for (const Node element : elements) {
    read_statement(element, collector);
  }
  collector.begin("CREATE SCHEMA");
  collector.change({.action = Effect::Action::LeaveSchema});
}

void create_type(ObjectName name, std::string_view word, ObjectCollector& collector) {
  collector.create(ObjectKind::Type, std::move(name), word);
}

void read_composite(Node statement, ObjectCollector& collector) {
  create_type(name_of_relation(statement["typevar"]), "type", collector);
  ReferenceReader(collector).read(statement["coldeflist"]);
}

void read_enum(Node statement, ObjectCollector& collector) {
  create_type(name_of(statement["typeName"]), "type", collector);
}

void read_domain(Node statement, ObjectCollector& collector) {
  create_type(name_of(statement["domainname"]), "domain", collector);
  collector.refer_type(statement["typeName"]);
  ReferenceReader reader(collector);
  reader.read(statement["constraints"]);
  const Node collation = statement["collClause"]["collname"];
  if (collation) {
    collector.refer(ObjectKind::Collation, name_of(collation));
  }
}

/// The name in an option, which the grammar takes for a type, or for a list of strings.
ObjectName name_in(Node option) {
  const Node type = option["arg"].as("TypeName");
  return name_of(type ? type["names"] : items_of(option["arg"]));
}

/// A range type brings functions of its name that make values, and a type for several of them.
void create_range(const ObjectName& name, ObjectName several, ObjectCollector& collector) {
  create_type(name, "type", collector);
  collector.create(
      ObjectKind::Function, name, "function", {.required = 2, .accepted = 3, .declared = 2});
  if (several.name.empty()) {
    several = name;
    const std::size_t range = several.name.find("range");
    range == std::string::npos ? several.name += "_multirange"
                               : several.name.replace(range, 5, "multirange");
  }
  create_type(several, "type", collector);
  collector.create(ObjectKind::Function, several, "function", {.is_variadic = true});
}

void read_range(Node statement, ObjectCollector& collector) {
  ObjectName several;
  for (const Node item : statement["params"]) {
    const Node option = item.as("DefElem");
    const std::string_view key = option["defname"].text();
    if (key == "subtype") {
      collector.refer_type(option["arg"].as("TypeName"));
    } else if (key == "collation") {
      collector.refer(ObjectKind::Collation, name_in(option));
    } else if (key == "canonical" || key == "subtype_diff") {
      collector.refer(ObjectKind::Function, name_in(option));
    } else if (key == "multirange_type_name") {
      several = name_in(option);
    }
  }
  create_range(name_of(statement["typeName"]), several, collector);
}

/// The options of an aggregate, operator or base type: each names a function or a type.
void read_options(Node options, ObjectCollector& collector) {
  constexpr std::array<std::string_view, 22> functions{
      "sfunc",    "finalfunc",  "combinefunc", "serialfunc", "deserialfunc", "msfunc",
      "minvfunc", "mfinalfunc", "procedure",   "function",   "restrict",     "join",
      "input",    "output",     "receive",     "send",       "typmod_in",    "typmod_out",
      "analyze",  "subscript",  "sfunc1",      "sfunc2"};
  constexpr std::array<std::string_view, 7> types{
      "stype", "mstype", "basetype", "leftarg", "rightarg", "like", "element"};
  for (const Node item : options) {
    const Node option = item.as("DefElem");
    const std::string_view key = option["defname"].text();
    if (std::find(functions.begin(), functions.end(), key) != functions.end()) {
      collector.refer(ObjectKind::Function, name_in(option));
    } else if (std::find(types.begin(), types.end(), key) != types.end()) {
      collector.refer_type(option["arg"].as("TypeName"));
    }
  }
}

void create_aggregate(Node statement, ObjectCollector& collector) {
  const Node arguments = items_of(statement["args"].at(0));
  Parameters parameters = parameters_of(arguments, false);
  parameters.is_variadic |= statement["oldstyle"].is_true();
  collector.create(
      ObjectKind::Function, name_of(statement["defnames"]), "aggregate", std::move(parameters));
  ReferenceReader(collector).read(arguments);
}

void read_definition(Node statement, ObjectCollector& collector) {
  const std::string_view kind = statement["kind"].text();
  ObjectName name = name_of(statement["defnames"]);
  if (kind == "OBJECT_AGGREGATE") {
    collector.statement().words = "CREATE AGGREGATE";
    create_aggregate(statement, collector);
  } else if (kind == "OBJECT_TYPE") {
    collector.statement().words = "CREATE TYPE";
    create_type(std::move(name), "type", collector);
  } else if (kind == "OBJECT_COLLATION") {
    collector.statement().words = "CREATE COLLATION";
    collector.create(ObjectKind::Collation, std::move(name), "collation");
    for (const Node item : statement["definition"]) {
      if (item.as("DefElem")["defname"].text() == "from") {
        collector.refer(ObjectKind::Collation, name_in(item.as("DefElem")));
      }
    }
    return;
  } else if (!name.schema.empty()) { // an operator or a part of text search
    collector.refer(ObjectKind::Schema, {.name = name.schema});
  }
  read_options(statement["definition"], collector);
}

void read_cast(Node statement, ObjectCollector& collector) {
  collector.refer_type(statement["sourcetype"]);
  collector.refer_type(statement["targettype"]);
  if (statement["func"]) {
    collector.refer_function(statement["func"], "OBJECT_FUNCTION");
  }
}

void read_transform(Node statement, ObjectCollector& collector) {
  collector.refer_type(statement["type_name"]);
  for (const char* field : {"fromsql", "tosql"}) {
    if (statement[field]) {
      collector.refer_function(statement[field], "OBJECT_FUNCTION");
    }
  }
}

void read_operator_class(Node statement, ObjectCollector& collector) {
  collector.refer_type(statement["datatype"]);
  for (const Node member : statement["items"]) {
    const Node item = member.as("CreateOpClassItem");
    const bool is_function = item["itemtype"].number() == 2; // OPCLASS_ITEM_FUNCTION
    collector.refer_function(item["name"], is_function ? "OBJECT_FUNCTION" : "OBJECT_OPERATOR");
    collector.refer_type(item["storedtype"]);
  }
}

void read_conversion(Node statement, ObjectCollector& collector) {
  collector.refer(ObjectKind::Function, name_of(statement["func_name"]));
}

/// Languages, access methods and wrappers of foreign data.
void read_handlers(Node statement, ObjectCollector& collector) {
  for (const char* field : {"plhandler", "plinline", "plvalidator", "handler_name"}) {
    collector.refer(ObjectKind::Function, name_of(statement[field]));
  }
  for (const Node item : statement["func_options"]) {
    collector.refer(ObjectKind::Function, name_in(item.as("DefElem")));
  }
}

void read_extension(Node statement, ObjectCollector& collector) {
  for (const Node item : statement["options"]) {
    const Node option = item.as("DefElem");
    if (option["defname"].text() == "schema") {
      collector.refer(ObjectKind::Schema, {.name = std::string(string_of(option["arg"]))});
    }
  }
}

constexpr std::array rules{
    StatementRule{"CreateSchemaStmt", "CREATE SCHEMA", read_schema},
    StatementRule{"CompositeTypeStmt", "CREATE TYPE", read_composite},
    StatementRule{"CreateEnumStmt", "CREATE TYPE", read_enum},
    StatementRule{"CreateRangeStmt", "CREATE TYPE", read_range},
    StatementRule{"CreateDomainStmt", "CREATE DOMAIN", read_domain},
    StatementRule{"DefineStmt", "CREATE", read_definition},
    StatementRule{"CreateCastStmt", "CREATE CAST", read_cast},
    StatementRule{"CreateTransformStmt", "CREATE TRANSFORM", read_transform},
    StatementRule{"CreateOpClassStmt", "CREATE OPERATOR CLASS", read_operator_class},
    StatementRule{"CreateConversionStmt", "CREATE CONVERSION", read_conversion},
    StatementRule{"CreatePLangStmt", "CREATE LANGUAGE", read_handlers},
    StatementRule{"CreateAmStmt", "CREATE ACCESS METHOD", read_handlers},
    StatementRule{"CreateFdwStmt", "CREATE FOREIGN DATA WRAPPER", read_handlers},
    StatementRule{"CreateExtensionStmt", "CREATE EXTENSION", read_extension},
};

} // namespace

std::span<const StatementRule> type_rules() {
  return rules;
}

} // namespace confiture::postgres
