#include "postgres/forward_references.hpp"

#include "postgres/known_objects.hpp"
#include "postgres/session.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <tuple>
#include <unordered_set>
#include <utility>

namespace confiture::postgres {

namespace {

using Action = Effect::Action;
using Condition = StatementObjects::Condition;

/// Kinds and names, without schemas, of all that a build creates.
class CreatedNames {
public:
  explicit CreatedNames(const std::vector<FileObjects>& files) {
    for (const FileObjects& file : files) {
      for (const StatementObjects& statement : file) {
        for (const Effect& effect : statement.effects) {
          add(effect);
        }
      }
    }
  }
  [[nodiscard]] bool contain(ObjectKind kind, const std::string& name) const {
    return names_.contains(key(kind, name));
  }

private:
  void add(const Effect& effect) {
    if (effect.action == Action::Create || effect.action == Action::Move) {
      names_.insert(key(effect.kind, effect.name.name));
    } else if (effect.action == Action::Rename) {
      names_.insert(key(effect.kind, effect.target));
    }
  }
  static std::string key(ObjectKind kind, const std::string& name) {
    return static_cast<char>('0' + static_cast<int>(kind)) + name;
  }

  std::unordered_set<std::string> names_;
};

/// Runs the build in thought. What is missing when it is looked up is kept, and looked up again at
/// the end, when all that is created is known.
class Build {
public:
  explicit Build(const std::vector<FileObjects>& files) : created_(files) {
    known_.create(ObjectKind::Schema, {.name = "public"}, {});
    for (std::size_t file = 0; file < files.size(); ++file) {
      for (const StatementObjects& statement : files[file]) {
        ++moment_;
        run(file, statement);
      }
    }
  }

  [[nodiscard]] std::vector<ForwardReference> findings();

private:
  struct Missing {
    const Reference* reference;
    std::string_view statement;
    std::size_t moment;
    std::size_t file;
    SearchPath path;
  };

  void run(std::size_t file, const StatementObjects& statement);
  [[nodiscard]] bool is_skipped(const StatementObjects& statement) const;
  [[nodiscard]] bool is_missing(const Reference& reference, const SearchPath& path) const;
  [[nodiscard]] bool has_schema(const std::string& name) const;
  [[nodiscard]] std::string creation_schema() const;
  [[nodiscard]] ObjectName
  place_of(ObjectKind kind, const ObjectName& name, const Call& call) const;
  [[nodiscard]] ObjectName place_beside(const Effect& effect) const;
  void apply(const Effect& effect, std::size_t file);
  [[nodiscard]] const Definition* definition_of(const Missing& missing) const;

  CreatedNames created_;
  KnownObjects known_;
  Session session_;
  std::size_t moment_ = 0;
  std::vector<Missing> missing_;
};

/// Where an object of this name is looked for.
std::vector<ObjectName>
candidates(ObjectKind kind, const ObjectName& name, const SearchPath& path) {
  if (kind == ObjectKind::Schema || !name.schema.empty()) {
    return {name};
  }
  std::vector<ObjectName> names;
  if (kind == ObjectKind::Relation || kind == ObjectKind::Type) {
    names.push_back({.schema = "pg_temp", .name = name.name});
  }
  for (const std::string& schema : *path) {
    names.push_back({.schema = schema, .name = name.name});
  }
  return names;
}

void Build::run(std::size_t file, const StatementObjects& statement) {
  if (is_skipped(statement)) {
    return;
  }
  for (const Reference& reference : statement.references) {
    if (reference.is_in_body && !session_.checks_bodies()) {
      continue;
    }
    const SearchPath path = reference.path == Reference::current_path
                                ? session_.path()
                                : Session::made_of(statement.paths[reference.path]);
    if (is_missing(reference, path)) {
      missing_.push_back({&reference, statement.words, moment_, file, path});
    }
  }
  for (const Effect& effect : statement.effects) {
    apply(effect, file);
  }
}

bool Build::is_skipped(const StatementObjects& statement) const {
  if (statement.condition == Condition::None) {
    return false;
  }
  const Reference& subject = statement.subject;
  if (statement.condition == Condition::IfExists) {
    return is_missing(subject, session_.path());
  }
  ObjectName name = subject.name;
  if (name.schema.empty()) {
    name.schema = creation_schema();
  }
  return known_.has(subject.kind, name, {});
}

/// What is never created is not missing.
bool Build::is_missing(const Reference& reference, const SearchPath& path) const {
  const ObjectName& name = reference.name;
  const bool is_created = created_.contain(reference.kind, name.name);
  const bool is_in_later_schema = !name.schema.empty() && !has_schema(name.schema);
  if (!is_created && !is_in_later_schema) {
    return false;
  }
  const auto has = [&](ObjectKind kind, const Call& call) {
    const std::vector<ObjectName> names = candidates(kind, name, path);
    return std::any_of(names.begin(), names.end(), [&](const ObjectName& candidate) {
      return known_.has(kind, candidate, call);
    });
  };
  const bool may_be_cast = reference.kind == ObjectKind::Function &&
                           reference.call.form == Call::Form::Arguments &&
                           reference.call.count == 1;
  return !has(reference.kind, reference.call) && !(may_be_cast && has(ObjectKind::Type, {}));
}

/// Schemas that are never created are there.
bool Build::has_schema(const std::string& name) const {
  return !created_.contain(ObjectKind::Schema, name) ||
         known_.has(ObjectKind::Schema, {.name = name}, {});
}

std::string Build::creation_schema() const {
  const std::vector<std::string>& path = *session_.path();
  const auto first = std::find_if(
      path.begin(), path.end(), [&](const std::string& name) { return has_schema(name); });
  return first == path.end() ? "public" : *first;
}

/// Where an object is that is there, or else would be created.
ObjectName Build::place_of(ObjectKind kind, const ObjectName& name, const Call& call) const {
  for (const ObjectName& candidate : candidates(kind, name, session_.path())) {
    if (known_.has(kind, candidate, call)) {
      return candidate;
    }
  }
  ObjectName place = name;
  if (kind != ObjectKind::Schema && place.schema.empty()) {
    place.schema = creation_schema();
  }
  return place;
}

/// Where a new object goes.
ObjectName Build::place_beside(const Effect& effect) const {
  ObjectName place = effect.name;
  if (effect.kind == ObjectKind::Schema || !place.schema.empty()) {
    return place;
  }
  place.schema =
      effect.beside ? place_of(ObjectKind::Relation, *effect.beside, {}).schema : creation_schema();
  return place;
}

void Build::apply(const Effect& effect, std::size_t file) {
  Definition definition{.created = moment_,
                        .file = file,
                        .offset = effect.offset,
                        .word = effect.word,
                        .parameters = effect.parameters};
  if (effect.action == Action::Create) {
    known_.create(effect.kind, place_beside(effect), std::move(definition));
    return;
  }
  if (effect.action != Action::Drop && effect.action != Action::Rename &&
      effect.action != Action::Move) {
    session_.apply(effect);
    return;
  }
  const ObjectName name = place_of(effect.kind, effect.name, effect.call);
  ObjectName target = name;
  if (effect.action == Action::Drop) {
    known_.drop(effect.kind, name, effect.call, moment_);
    return;
  }
  (effect.action == Action::Rename ? target.name : target.schema) = effect.target;
  definition.parameters = {.accepted = effect.call.count, // of a function that is not known
                           .declared = effect.call.count,
                           .is_variadic = true};
  definition.is_moved = true;
  known_.rename(effect.kind, name, effect.call, target, std::move(definition));
}

/// What the missing one will be; null if that is the statement's own, or never comes.
const Definition* Build::definition_of(const Missing& missing) const {
  const Reference& reference = *missing.reference;
  const Definition* first = nullptr;
  for (const ObjectName& name : candidates(reference.kind, reference.name, missing.path)) {
    const Definition* found =
        known_.created_from(missing.moment, reference.kind, name, reference.call);
    if (found != nullptr && (first == nullptr || found->created < first->created)) {
      first = found;
    }
  }
  if (first == nullptr && !reference.name.schema.empty()) {
    first = known_.created_from(
        missing.moment, ObjectKind::Schema, {.name = reference.name.schema}, {});
  }
  return first != nullptr && first->created > missing.moment ? first : nullptr;
}

std::string shown(const Reference& reference, const Definition& definition) {
  const ObjectName& name = reference.name;
  if (name.schema.empty()) {
    return name.name;
  }
  return definition.word == "schema" ? name.schema : name.schema + "." + name.name;
}

std::vector<ForwardReference> Build::findings() {
  std::stable_sort(missing_.begin(), missing_.end(), [](const Missing& a, const Missing& b) {
    return std::tie(a.file, a.reference->offset) < std::tie(b.file, b.reference->offset);
  });
  std::vector<ForwardReference> out;
  std::set<std::pair<std::size_t, const Definition*>> told;
  for (const Missing& missing : missing_) {
    const Definition* definition = definition_of(missing);
    if (definition == nullptr || !told.emplace(missing.moment, definition).second) {
      continue;
    }
    out.push_back({.file = missing.file,
                   .offset = missing.reference->offset,
                   .statement = missing.statement,
                   .kind = definition->word,
                   .name = shown(*missing.reference, *definition),
                   .defining_file = definition->file,
                   .defining_offset = definition->offset});
  }
  return out;
}

} // namespace

std::vector<ForwardReference> forward_references(const std::vector<FileObjects>& files) {
  return Build(files).findings();
}

} // namespace confiture::postgres
