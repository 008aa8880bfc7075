#include "postgres/known_objects.hpp"

#include <algorithm>

namespace confiture::postgres {

namespace {

bool is_there(const Definition& definition) {
  return definition.dropped == Definition::never;
}

/// Those of the functions that are there which a DROP or ALTER with this signature means: by their
/// types as they are written, or the only one with so many.
std::vector<Definition*> meant_by(const Call& call, std::vector<Definition>& definitions) {
  std::vector<Definition*> candidates;
  for (Definition& definition : definitions) {
    if (is_there(definition) && takes(definition.parameters, call)) {
      candidates.push_back(&definition);
    }
  }
  if (call.form != Call::Form::Signature) {
    return candidates;
  }
  const std::size_t all = candidates.size();
  std::vector<Definition*> exact;
  std::copy_if(candidates.begin(),
               candidates.end(),
               std::back_inserter(exact),
               [&](const Definition* one) { return one->parameters.types == call.types; });
  return !exact.empty() || all > 1 ? exact : candidates;
}

} // namespace

bool takes(const Parameters& parameters, const Call& call) {
  if (call.form == Call::Form::Name) {
    return true;
  }
  if (call.form == Call::Form::Signature) {
    return call.count == parameters.declared || call.count == parameters.accepted;
  }
  const bool has_names =
      std::all_of(call.names.begin(), call.names.end(), [&](const std::string& name) {
        return std::find(parameters.names.begin(), parameters.names.end(), name) !=
               parameters.names.end();
      });
  return has_names && call.count >= parameters.required &&
         (call.count <= parameters.accepted || parameters.is_variadic);
}

void KnownObjects::create(ObjectKind kind, const ObjectName& name, Definition definition) {
  std::vector<Definition>& definitions = schemas_[name.schema][{kind, name.name}];
  if (kind != ObjectKind::Function && !definitions.empty() && is_there(definitions.back())) {
    definitions.back().dropped = definition.created; // replaced
  }
  definitions.push_back(std::move(definition));
}

void KnownObjects::drop(ObjectKind kind,
                        const ObjectName& name,
                        const Call& call,
                        std::size_t moment) {
  const auto schema = schemas_.find(name.schema);
  const auto object =
      schema == schemas_.end() ? Contents::iterator() : schema->second.find({kind, name.name});
  if (schema != schemas_.end() && object != schema->second.end()) {
    for (Definition* definition : meant_by(call, object->second)) {
      definition->dropped = moment;
    }
  }
  const auto contents = schemas_.find(name.name);
  if (kind == ObjectKind::Schema && contents != schemas_.end()) {
    for (auto& [key, definitions] : contents->second) {
      for (Definition& definition : definitions) {
        definition.dropped = std::min(definition.dropped, moment);
      }
    }
  }
}

void KnownObjects::rename(ObjectKind kind,
                          const ObjectName& name,
                          const Call& call,
                          const ObjectName& target,
                          Definition definition) {
  if (kind == ObjectKind::Schema) {
    rename_schema(name.name, target.name, definition);
  }
  const auto schema = schemas_.find(name.schema);
  if (schema != schemas_.end()) {
    const auto object = schema->second.find({kind, name.name});
    if (object != schema->second.end()) {
      for (const Definition* old : meant_by(call, object->second)) {
        definition.word = old->word;
        definition.parameters = old->parameters;
      }
    }
  }
  drop(kind, name, call, definition.created);
  create(kind, target, std::move(definition));
}

void KnownObjects::rename_schema(const std::string& name,
                                 const std::string& target,
                                 Definition definition) {
  const auto schema = schemas_.find(name);
  if (schema == schemas_.end()) {
    return;
  }
  const Contents contents = schema->second;
  for (const auto& [key, definitions] : contents) {
    for (const Definition& old : definitions) {
      if (is_there(old)) {
        definition.word = old.word;
        definition.parameters = old.parameters;
        create(key.first, {.schema = target, .name = key.second}, definition);
      }
    }
  }
}

bool KnownObjects::has(ObjectKind kind, const ObjectName& name, const Call& call) const {
  const std::vector<Definition>* definitions = find(kind, name);
  return definitions != nullptr &&
         std::any_of(definitions->rbegin(), definitions->rend(), [&](const Definition& one) {
           return is_there(one) && takes(one.parameters, call);
         });
}

const Definition* KnownObjects::created_from(std::size_t moment,
                                             ObjectKind kind,
                                             const ObjectName& name,
                                             const Call& call) const {
  const std::vector<Definition>* definitions = find(kind, name);
  if (definitions == nullptr) {
    return nullptr;
  }
  auto first = std::lower_bound(
      definitions->begin(), definitions->end(), moment, [](const Definition& one, std::size_t at) {
        return one.created < at;
      });
  first = std::find_if(first, definitions->end(), [&](const Definition& one) {
    return takes(one.parameters, call) && !(one.is_moved && one.created == moment);
  });
  return first == definitions->end() ? nullptr : &*first;
}

const std::vector<Definition>* KnownObjects::find(ObjectKind kind, const ObjectName& name) const {
  const auto schema = schemas_.find(name.schema);
  if (schema == schemas_.end()) {
    return nullptr;
  }
  const auto object = schema->second.find({kind, name.name});
  return object == schema->second.end() ? nullptr : &object->second;
}

} // namespace confiture::postgres
