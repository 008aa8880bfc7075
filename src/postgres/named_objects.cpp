#include "postgres/named_objects.hpp"

#include "postgres/object_collector.hpp"
#include "postgres/object_names.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace confiture::postgres {

namespace {

template <std::size_t size>
bool is_one_of(std::string_view text, const std::array<std::string_view, size>& words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

constexpr std::array<std::string_view, 6> relations{"OBJECT_TABLE",
                                                    "OBJECT_VIEW",
                                                    "OBJECT_MATVIEW",
                                                    "OBJECT_FOREIGN_TABLE",
                                                    "OBJECT_SEQUENCE",
                                                    "OBJECT_INDEX"};
constexpr std::array<std::string_view, 4> parts_of_relations{
    "OBJECT_TRIGGER", "OBJECT_RULE", "OBJECT_POLICY", "OBJECT_TABCONSTRAINT"};
constexpr std::array<std::string_view, 4> functions{
    "OBJECT_FUNCTION", "OBJECT_PROCEDURE", "OBJECT_ROUTINE", "OBJECT_AGGREGATE"};

NamedObject relation(ObjectKind kind, Node object, std::size_t left_out) {
  const Node range = object.as("RangeVar");
  return {.kind = kind,
          .name = range ? name_of_relation(range) : name_of(items_of(object), left_out),
          .node = range,
          .is_it = left_out == 0};
}

NamedObject type(Node object) {
  const Node type_name = object.as("TypeName");
  return {.kind = ObjectKind::Type,
          .name = name_of(type_name ? type_name["names"] : items_of(object)),
          .node = type_name};
}

} // namespace

bool has_row_type(std::string_view type) {
  return is_one_of(type, relations) && type != "OBJECT_SEQUENCE" && type != "OBJECT_INDEX";
}

std::optional<NamedObject> named_object(std::string_view type_of_object, Node object) {
  if (is_one_of(type_of_object, relations)) {
    return relation(ObjectKind::Relation, object, 0);
  }
  if (is_one_of(type_of_object, parts_of_relations)) {
    return relation(ObjectKind::Relation, object, 1);
  }
  if (type_of_object == "OBJECT_COLUMN" || type_of_object == "OBJECT_ATTRIBUTE") {
    return relation(ObjectKind::Type, object, 1); // all that has columns has a type
  }
  if (type_of_object == "OBJECT_TYPE" || type_of_object == "OBJECT_DOMAIN") {
    return type(object);
  }
  if (type_of_object == "OBJECT_DOMCONSTRAINT") {
    NamedObject domain = type(items_of(object).at(0));
    domain.is_it = false;
    return domain;
  }
  if (is_one_of(type_of_object, functions)) {
    const Node function = object.as("ObjectWithArgs");
    return NamedObject{.kind = ObjectKind::Function,
                       .name = name_of(function["objname"]),
                       .call = signature_of(function)};
  }
  if (type_of_object == "OBJECT_SCHEMA") {
    return NamedObject{.kind = ObjectKind::Schema,
                       .name = {.name = std::string(string_of(object))}};
  }
  if (type_of_object == "OBJECT_COLLATION") {
    return NamedObject{.kind = ObjectKind::Collation, .name = name_of(items_of(object))};
  }
  return std::nullopt;
}

} // namespace confiture::postgres
