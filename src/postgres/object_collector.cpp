#include "postgres/object_collector.hpp"

#include "postgres/catalog_names.hpp"
#include "postgres/object_names.hpp"
#include "sql_scanner.hpp"

#include <algorithm>
#include <utility>

namespace confiture::postgres {

namespace {

bool is_of_the_server(ObjectKind kind, const ObjectName& name) {
  if (name.name.empty()) {
    return true;
  }
  if (!name.schema.empty()) {
    return name.schema == "pg_catalog" || name.schema == "information_schema";
  }
  switch (kind) {
  case ObjectKind::Function:
    return is_catalog_function(name.name);
  case ObjectKind::Type:
    return is_catalog_type(name.name);
  default:
    return name.name.starts_with("pg_");
  }
}

std::string type_text(Node type_name) {
  std::string text = name_of(type_name["names"]).name;
  for (std::size_t i = type_name["arrayBounds"].size(); i > 0; --i) {
    text += "[]";
  }
  return text + ",";
}

std::size_t first_token(std::string_view text, const StatementSource& source) {
  SqlScanner scanner(text.substr(0, source.end), source.begin);
  for (SqlToken token{}; scanner.next(token);) {
    if (!token.is_comment()) {
      return token.begin;
    }
  }
  return source.begin;
}

} // namespace

ObjectCollector::ObjectCollector(std::string_view text,
                                 const StatementSource& source,
                                 FileObjects& out)
    : text_(text), source_(source), out_(&out), begin_(first_token(text, source)) {}

void ObjectCollector::begin(std::string_view words) {
  out_->push_back({.words = words, .offset = begin_});
}

void ObjectCollector::refer(ObjectKind kind, ObjectName name, std::size_t offset, Call call) {
  if (is_of_the_server(kind, name)) {
    return;
  }
  Reference reference{
      .kind = kind, .name = std::move(name), .offset = offset, .call = std::move(call)};
  if (body_) {
    reference.path = body_->path;
    reference.is_in_body = true;
  }
  statement().references.push_back(std::move(reference));
}

void ObjectCollector::refer(ObjectKind kind, ObjectName name, Call call) {
  if (!is_of_the_server(kind, name)) {
    const std::size_t offset = place_of(name.name);
    refer(kind, std::move(name), offset, std::move(call));
  }
}

void ObjectCollector::refer_relation(Node range) {
  if (!range) {
    return;
  }
  ObjectName name = name_of_relation(range);
  const std::size_t offset = offset_of(range, name.name);
  refer(ObjectKind::Relation, std::move(name), offset);
}

void ObjectCollector::refer_type(Node type_name) {
  if (!type_name) {
    return;
  }
  // Whatever has columns also has a type of its own name.
  ObjectName name = name_of(type_name["names"], type_name["pct_type"].is_true() ? 1 : 0);
  const std::size_t offset = offset_of(type_name, name.name);
  refer(ObjectKind::Type, std::move(name), offset);
}

void ObjectCollector::refer_function(Node function, std::string_view kind) {
  if (kind != "OBJECT_OPERATOR") {
    refer(ObjectKind::Function, name_of(function["objname"]), signature_of(function));
  }
  for (const Node type : function["objargs"]) {
    refer_type(type.as("TypeName"));
  }
}

void ObjectCollector::create(ObjectKind kind,
                             ObjectName name,
                             std::string_view word,
                             Parameters parameters) {
  const std::size_t offset = place_of(name.name);
  create_at(offset, kind, std::move(name), word, std::move(parameters));
}

void ObjectCollector::create_relation(Node range, std::string_view word) {
  ObjectName name = name_of_relation(range);
  const std::size_t offset = offset_of(range, name.name);
  if (word != "sequence") {
    create_at(offset, ObjectKind::Type, name, word, {});
  }
  create_at(offset, ObjectKind::Relation, std::move(name), word, {});
}

void ObjectCollector::create_at(std::size_t offset,
                                ObjectKind kind,
                                ObjectName name,
                                std::string_view word,
                                Parameters parameters) {
  if (!name.schema.empty()) {
    refer(ObjectKind::Schema, {.name = name.schema}, offset);
  }
  change({.action = Effect::Action::Create,
          .kind = kind,
          .name = std::move(name),
          .word = word,
          .offset = offset,
          .parameters = std::move(parameters)});
}

void ObjectCollector::create_beside(const ObjectName& table,
                                    std::string name,
                                    std::string_view word) {
  constexpr std::size_t longest_name = 63; // longer ones are shortened by rules of their own
  if (name.size() <= longest_name) {
    change({.action = Effect::Action::Create,
            .kind = ObjectKind::Relation,
            .name = {.schema = table.schema, .name = std::move(name)},
            .word = word,
            .offset = begin_,
            .beside = table});
  }
}

void ObjectCollector::change(Effect effect) {
  statement().effects.push_back(std::move(effect));
}

void ObjectCollector::depend(StatementObjects::Condition condition,
                             ObjectKind kind,
                             ObjectName name) {
  statement().condition = condition;
  statement().subject = {.kind = kind, .name = std::move(name)};
}

std::size_t ObjectCollector::offset_of(Node node, std::string_view name) {
  const std::int64_t location = node["location"].number();
  if (location <= 0) { // what has a name begins with a keyword
    return place_of(name);
  }
  const auto distance = static_cast<std::size_t>(location);
  return body_ ? body_->place(distance) : source_.base + distance;
}

std::size_t ObjectCollector::place_of(std::string_view name) {
  if (body_ && !body_->base) {
    return body_->offset;
  }
  if (!places_) {
    places_.emplace();
    SqlScanner scanner(text_.substr(0, source_.end), begin_);
    for (SqlToken token{}; scanner.next(token);) {
      if (token.kind == SqlTokenKind::Word || token.kind == SqlTokenKind::QuotedIdentifier) {
        places_->try_emplace(identifier_of(text_.substr(token.begin, token.end - token.begin)),
                             token.begin);
      }
    }
  }
  const auto place = places_->find(std::string(name));
  return place == places_->end() ? begin_ : place->second;
}

Call signature_of(Node function) {
  if (function["args_unspecified"].is_true()) {
    return {};
  }
  Call call{.form = Call::Form::Signature, .count = function["objargs"].size()};
  for (const Node type : function["objargs"]) {
    call.types += type_text(type.as("TypeName"));
  }
  return call;
}

Parameters parameters_of(Node list, bool is_procedure) {
  Parameters out;
  for (const Node item : list) {
    const Node parameter = item.as("FunctionParameter");
    const std::string_view mode = parameter["mode"].text();
    const bool is_result = mode == "FUNC_PARAM_OUT" || mode == "FUNC_PARAM_TABLE";
    if (!parameter || (is_result && !is_procedure)) {
      continue;
    }
    out.is_variadic |= mode == "FUNC_PARAM_VARIADIC";
    out.required += parameter["defexpr"] || is_result || mode == "FUNC_PARAM_VARIADIC" ? 0 : 1;
    ++out.accepted;
    out.names.emplace_back(parameter["name"].text());
    if (!is_result) {
      ++out.declared;
      out.types += type_text(parameter["argType"]);
    }
  }
  return out;
}

} // namespace confiture::postgres
