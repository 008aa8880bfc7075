#include "postgres/references.hpp"

#include "postgres/object_names.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

namespace confiture::postgres {

namespace {

template <std::size_t size>
bool is_one_of(std::string_view text, const std::array<std::string_view, size>& words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

/// Fields name structures in lower case, lists of several kinds name them in CamelCase.
bool is_wrapped(Node value) {
  const std::string_view kind = value.kind();
  return !kind.empty() && kind.front() >= 'A' && kind.front() <= 'Z';
}

bool takes_relation_name(const ObjectName& function) {
  constexpr std::array<std::string_view, 8> names{"nextval",
                                                  "currval",
                                                  "setval",
                                                  "pg_relation_size",
                                                  "pg_table_size",
                                                  "pg_indexes_size",
                                                  "pg_total_relation_size",
                                                  "pg_relation_filepath"};
  return (function.schema.empty() || function.schema == "pg_catalog") &&
         is_one_of(function.name, names);
}

} // namespace

void ReferenceReader::read(Node value) {
  take(value, none);
  read_parts();
}

void ReferenceReader::read_query(Node body) {
  take_query(body, none);
  read_parts();
}

void ReferenceReader::read_parts() {
  while (!parts_.empty()) {
    const Part part = parts_.back();
    parts_.pop_back();
    read_part(part);
  }
}

/// The kind of what is not wrapped is that of its field.
void ReferenceReader::read_part(const Part& part) {
  const auto& [value, field, scope] = part;
  if (value.is_list()) {
    for (const Node member : value) {
      take(member, scope);
    }
  } else if (is_wrapped(value)) {
    read_kind(value.kind(), value.body(), scope);
  } else if (field == "relation" || field == "pktable") {
    read_range(value, scope);
  } else if (field == "typeName" || field == "argType") {
    collector_.refer_type(value);
  } else if (field == "larg" || field == "rarg") {
    take_query(value, scope);
  } else if (field == "funccall") {
    read_call(value, scope);
  } else if (field == "collClause") {
    read_collation(value, value["collname"]);
  } else {
    take_fields(value, scope);
  }
}

void ReferenceReader::take_fields(Node structure, Scope scope) {
  for (std::size_t i = 0; i < structure.size(); ++i) {
    parts_.push_back({structure.at(i), structure.field_at(i), scope});
  }
}

void ReferenceReader::read_kind(std::string_view kind, Node body, Scope scope) {
  constexpr std::array<std::string_view, 5> queries{
      "SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt"};
  constexpr std::array<std::string_view, 5> without_references{
      "A_Const", "ColumnRef", "DefElem", "LockingClause", "String"};
  if (is_one_of(kind, without_references)) {
    return;
  }
  if (is_one_of(kind, queries)) {
    take_query(body, scope);
  } else if (kind == "RangeVar") {
    read_range(body, scope);
  } else if (kind == "TypeName") {
    collector_.refer_type(body);
  } else if (kind == "FuncCall") {
    read_call(body, scope);
  } else if (kind == "TypeCast") {
    read_cast(body, scope);
  } else if (kind == "CollateClause") {
    take(body["arg"], scope);
    read_collation(body, body["collname"]);
  } else if (kind == "IndexElem" || kind == "PartitionElem") {
    take(body["expr"], scope);
    read_collation(body, body["collation"]);
  } else if (kind == "PartitionCmd") {
    read_range(body["name"], scope);
    take(body["bound"], scope);
  } else {
    take_fields(body, scope);
  }
}

/// What is written to is never a name of the WITH clause.
void ReferenceReader::take_query(Node body, Scope scope) {
  const Scope inner = take_with(body["withClause"], scope);
  for (std::size_t i = 0; i < body.size(); ++i) {
    const std::string_view field = body.field_at(i);
    if (field == "relation") {
      collector_.refer_relation(body.at(i));
    } else if (field != "withClause" && field != "intoClause") {
      parts_.push_back({body.at(i), field, inner});
    }
  }
}

/// A name is known to what follows it; with RECURSIVE, to all.
ReferenceReader::Scope ReferenceReader::take_with(Node with, Scope scope) {
  const bool is_recursive = with["recursive"].is_true();
  const std::size_t first = parts_.size();
  for (const Node item : with["ctes"]) {
    const Node table = item.as("CommonTableExpr");
    take(table["ctequery"], scope);
    with_names_.push_back({table["ctename"].text(), scope});
    scope = with_names_.size() - 1;
  }
  for (std::size_t i = first; is_recursive && i < parts_.size(); ++i) {
    parts_[i].scope = scope;
  }
  return scope;
}

void ReferenceReader::read_range(Node range, Scope scope) {
  for (Scope at = scope; at != none && !range["schemaname"]; at = with_names_[at].outer) {
    if (with_names_[at].name == range["relname"].text()) {
      return;
    }
  }
  collector_.refer_relation(range);
}

void ReferenceReader::read_call(Node call, Scope scope) {
  ObjectName name = name_of(call["funcname"]);
  if (takes_relation_name(name)) {
    read_constant("regclass", call["args"].at(0));
  }
  Call form{.form = Call::Form::Arguments, .count = call["args"].size()};
  if (call["agg_within_group"].is_true() || call["func_variadic"].is_true()) {
    form.form = Call::Form::Name;
  }
  for (const Node argument : call["args"]) {
    const Node named = argument.as("NamedArgExpr");
    if (named) {
      form.names.emplace_back(named["name"].text());
    }
  }
  const std::size_t offset = collector_.offset_of(call, name.name);
  collector_.refer(ObjectKind::Function, std::move(name), offset, std::move(form));
  for (const char* field : {"args", "agg_order", "agg_filter", "over"}) {
    take(call[field], scope);
  }
}

void ReferenceReader::read_cast(Node cast, Scope scope) {
  const ObjectName type = name_of(cast["typeName"]["names"]);
  collector_.refer_type(cast["typeName"]);
  if ((type.schema.empty() || type.schema == "pg_catalog") && type.name.starts_with("reg")) {
    read_constant(type.name, cast["arg"]);
  }
  take(cast["arg"], scope);
}

void ReferenceReader::read_collation(Node clause, Node name) {
  if (name) {
    ObjectName collation = name_of(name);
    const std::size_t offset = collector_.offset_of(clause, collation.name);
    collector_.refer(ObjectKind::Collation, std::move(collation), offset);
  }
}

/// The server looks up a constant of these types when it reads the statement.
void ReferenceReader::read_constant(std::string_view type, Node constant) {
  const std::optional<std::string_view> text = string_constant(constant);
  if (!text) {
    return;
  }
  std::string_view written = *text;
  ObjectKind kind = ObjectKind::Relation;
  if (type == "regtype") {
    kind = ObjectKind::Type;
    written = written.substr(0, written.find_first_of("[("));
  } else if (type == "regproc" || type == "regprocedure") {
    kind = ObjectKind::Function;
    written = written.substr(0, written.find('('));
  } else if (type == "regnamespace") {
    kind = ObjectKind::Schema;
  } else if (type == "regcollation") {
    kind = ObjectKind::Collation;
  } else if (type != "regclass") {
    return;
  }
  std::optional<ObjectName> name = parse_name(written);
  if (name) {
    const std::size_t offset = collector_.offset_of(constant.body(), name->name);
    collector_.refer(kind, std::move(*name), offset);
  }
}

} // namespace confiture::postgres
