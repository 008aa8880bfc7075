#include "postgres/implicit_objects.hpp"

#include "postgres/object_names.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace confiture::postgres {

namespace {

bool is_serial(Node type_name) {
  constexpr std::array<std::string_view, 6> names{
      "serial", "serial2", "serial4", "serial8", "bigserial", "smallserial"};
  const Node parts = type_name["names"];
  return parts.size() == 1 &&
         std::find(names.begin(), names.end(), string_of(parts.at(0))) != names.end();
}

std::string joined(std::string text, std::string_view column) {
  text += '_';
  text += column;
  return text;
}

void create_sequence(const ObjectName& table, std::string_view column, ObjectCollector& collector) {
  collector.create_beside(table, joined(joined(table.name, column), "seq"), "sequence");
}

/// An index that is there becomes that of the constraint, and gets its name.
void take_index(const ObjectName& table, Node constraint, ObjectCollector& collector) {
  if (constraint["conname"]) {
    collector.change(
        {.action = Effect::Action::Rename,
         .kind = ObjectKind::Relation,
         .name = {.schema = table.schema, .name = std::string(constraint["indexname"].text())},
         .word = "index",
         .offset = collector.statement().offset,
         .target = std::string(constraint["conname"].text())});
  }
}

/// The name that the server makes up for the index of a constraint on these columns.
std::string index_name(const ObjectName& table, Node constraint, std::string_view column) {
  const std::string_view type = constraint["contype"].text();
  if (type == "CONSTR_PRIMARY") {
    return table.name + "_pkey";
  }
  std::string name = table.name;
  for (const Node key : constraint["keys"]) {
    name = joined(std::move(name), string_of(key));
  }
  for (const Node exclusion : constraint["exclusions"]) {
    const Node element = items_of(exclusion).at(0).as("IndexElem");
    name = joined(std::move(name), element["name"] ? element["name"].text() : "expr");
  }
  if (!column.empty()) {
    name = joined(std::move(name), column);
  }
  return name + (type == "CONSTR_UNIQUE" ? "_key" : "_excl");
}

/// The index of a constraint, on the columns that it names or else on this one.
void create_index(const ObjectName& table,
                  Node constraint,
                  std::string_view column,
                  ObjectCollector& collector) {
  const std::string_view type = constraint["contype"].text();
  if (type != "CONSTR_PRIMARY" && type != "CONSTR_UNIQUE" && type != "CONSTR_EXCLUSION") {
    return;
  }
  if (constraint["indexname"]) {
    take_index(table, constraint, collector);
    return;
  }
  const std::string_view name = constraint["conname"].text();
  collector.create_beside(
      table, name.empty() ? index_name(table, constraint, column) : std::string(name), "index");
}

} // namespace

void create_with_column(const ObjectName& table, Node column, ObjectCollector& collector) {
  const std::string_view name = column["colname"].text();
  if (is_serial(column["typeName"])) {
    create_sequence(table, name, collector);
  }
  for (const Node item : column["constraints"]) {
    const Node constraint = item.as("Constraint");
    create_identity(table, name, constraint, collector);
    create_index(table, constraint, name, collector);
  }
}

void create_with_constraint(const ObjectName& table, Node constraint, ObjectCollector& collector) {
  create_index(table, constraint, {}, collector);
}

void create_identity(const ObjectName& table,
                     std::string_view column,
                     Node constraint,
                     ObjectCollector& collector) {
  if (constraint["contype"].text() != "CONSTR_IDENTITY") {
    return;
  }
  for (const Node item : constraint["options"]) {
    const Node option = item.as("DefElem");
    if (option["defname"].text() == "sequence_name") {
      const ObjectName sequence = name_of(items_of(option["arg"]));
      collector.create_beside(
          sequence.schema.empty() ? table : sequence, sequence.name, "sequence");
      return;
    }
  }
  create_sequence(table, column, collector);
}

} // namespace confiture::postgres
