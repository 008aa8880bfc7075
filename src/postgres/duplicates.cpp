#include "postgres/duplicates.hpp"

#include "path.hpp"
#include "source_text.hpp"
#include "sql_statements.hpp"

#include <algorithm>
#include <optional>
#include <tuple>
#include <unordered_map>

namespace confiture {

namespace postgres {

namespace {

constexpr std::string_view default_schema = "public";

struct Member {
  const std::string* file;
  const DefinedObject* object;
};

/// Definitions of one object, in build order.
struct Group {
  std::vector<Member> members;
  /// Of each argument, the schema of its type, as far as any definition names it.
  std::vector<std::string_view> schemas;

  [[nodiscard]] const DefinedObject& first() const { return *members.front().object; }
};

/// What objects of one name have in common: their kind, schema and name.
std::string family_of(const DefinedObject& object) {
  std::string schema(object.name.schema.empty() ? default_schema : object.name.schema);
  std::transform(schema.begin(), schema.end(), schema.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return std::string(object.kind) + '\0' + schema + '\0' + object.name.name;
}

/// …and their arguments, but for the schemas of types: a schema that was not written can be any.
std::string key_of(const DefinedObject& object) {
  std::string key = family_of(object);
  if (object.signature) {
    for (const TypeIdentity& type : object.signature->types) {
      key += '\0' + type.name;
    }
  }
  return key;
}

bool accepts(const Group& group, const std::vector<TypeIdentity>& types) {
  return std::equal(types.begin(),
                    types.end(),
                    group.schemas.begin(),
                    [](const TypeIdentity& type, std::string_view schema) {
                      return type.schema.empty() || schema.empty() || type.schema == schema;
                    });
}

/// Puts definitions together that can all be of the same object. `f(t)` can be `f(a.t)` and
/// `f(b.t)`, which cannot be the same, so it goes with the one that came first.
class Groups {
public:
  void add(const Member& member) {
    static const std::vector<TypeIdentity> none;
    const auto& types = member.object->signature ? member.object->signature->types : none;
    Group& group = group_for(key_of(*member.object), types);
    group.members.push_back(member);
    for (std::size_t i = 0; i < types.size(); ++i) {
      group.schemas[i] = types[i].schema.empty() ? group.schemas[i] : types[i].schema;
    }
  }
  [[nodiscard]] const std::vector<Group>& all() const { return groups_; }

private:
  Group& group_for(const std::string& key, const std::vector<TypeIdentity>& types) {
    std::vector<std::size_t>& candidates = by_key_[key];
    for (const std::size_t index : candidates) {
      if (accepts(groups_[index], types)) {
        return groups_[index];
      }
    }
    candidates.push_back(groups_.size());
    return groups_.emplace_back(
        Group{.members = {}, .schemas = std::vector<std::string_view>(types.size())});
  }

  std::vector<Group> groups_; ///< by their first member
  std::unordered_map<std::string, std::vector<std::size_t>> by_key_;
};

Winner winner_of(const Group& group) {
  const auto later = group.members.begin() + 1;
  const auto all_later = [&](bool DefinedObject::*is_so) {
    return std::all_of(
        later, group.members.end(), [&](const Member& member) { return member.object->*is_so; });
  };
  if (all_later(&DefinedObject::is_replacement)) {
    return Winner::Last;
  }
  return all_later(&DefinedObject::is_conditional) ? Winner::First : Winner::Conflict;
}

std::vector<Definition> definitions_of(const std::vector<Member>& members) {
  std::vector<Definition> definitions;
  definitions.reserve(members.size());
  for (const Member& member : members) {
    definitions.push_back({.file = *member.file,
                           .offset = member.object->position.offset,
                           .line = member.object->position.line});
  }
  return definitions;
}

void add_repeated(const std::vector<Group>& groups, std::vector<Duplicate>& findings) {
  for (const Group& group : groups) {
    if (group.members.size() > 1) {
      findings.push_back({.rule = "build_001",
                          .kind = std::string(group.first().kind),
                          .identity = group.first().identity(),
                          .definitions = definitions_of(group.members),
                          .winner = winner_of(group)});
    }
  }
}

/// Routines of one name, each by its first definition, that lie in several files.
void add_split(const std::vector<Group>& groups, std::vector<Duplicate>& findings) {
  std::vector<std::vector<Member>> families;
  std::unordered_map<std::string, std::size_t> places;
  for (const Group& group : groups) {
    if (group.first().kind == "function" || group.first().kind == "procedure") {
      const auto place = places.try_emplace(family_of(group.first()), families.size());
      if (place.second) {
        families.emplace_back();
      }
      families[place.first->second].push_back(group.members.front());
    }
  }
  for (const std::vector<Member>& family : families) {
    const bool is_split = std::any_of(family.begin(), family.end(), [&](const Member& member) {
      return *member.file != *family.front().file;
    });
    if (is_split) {
      const DefinedObject& first = *family.front().object;
      findings.push_back({.rule = "build_002",
                          .kind = std::string(first.kind),
                          .identity = first.qualified(),
                          .definitions = definitions_of(family),
                          .winner = Winner::None});
    }
  }
}

/// Adds what stands in `text` from the byte `base` on, which is `piece`; false if PostgreSQL
/// refuses it.
bool add_piece(std::string_view piece, std::size_t base, Inventory& inventory) {
  const ParseTree tree = ParseTree::parse(piece);
  if (tree.error() != nullptr) {
    return false;
  }
  for (const ParsedStatement& statement : tree.statements()) {
    inventory.add(statement, base);
  }
  return true;
}

/// A tree takes some 25 times the memory of its text.
constexpr std::size_t piece_size = std::size_t{1} << 18;

/// Adds a text piece by piece, cut where psql would see a statement end. Together the pieces are
/// the whole text; false if PostgreSQL refuses one, which may be due to the cut.
bool add_in_pieces(std::string_view text, Inventory& inventory) {
  SqlSplitter splitter(text, Backslash::Character);
  SqlStatement statement;
  std::size_t begin = 0;
  while (splitter.next(statement)) {
    if (statement.end > begin + piece_size) {
      if (!add_piece(text.substr(begin, statement.end - begin), begin, inventory)) {
        return false;
      }
      begin = statement.end;
    }
  }
  return add_piece(text.substr(begin), begin, inventory);
}

/// What a file defines; none if PostgreSQL refuses it.
std::optional<std::vector<DefinedObject>> objects_of(std::string_view text) {
  if (text.size() > piece_size) {
    Inventory inventory(text);
    if (add_in_pieces(text, inventory)) {
      return inventory.take();
    }
  }
  Inventory inventory(text);
  return add_piece(text, 0, inventory) ? std::optional(inventory.take()) : std::nullopt;
}

} // namespace

std::vector<Duplicate> duplicates_of(const std::vector<FileDefinitions>& files) {
  Groups groups;
  for (const FileDefinitions& file : files) {
    for (const DefinedObject& object : file.objects) {
      groups.add({.file = &file.file, .object = &object});
    }
  }
  std::vector<Duplicate> findings;
  add_repeated(groups.all(), findings);
  add_split(groups.all(), findings);
  std::stable_sort(findings.begin(), findings.end(), [](const Duplicate& a, const Duplicate& b) {
    const auto place = [](const Duplicate& duplicate) {
      const Definition& first = duplicate.definitions.front();
      return std::tie(first.file, first.offset, duplicate.rule);
    };
    return place(a) < place(b);
  });
  return findings;
}

} // namespace postgres

DuplicateReport find_duplicates(const Selection& selection, const DuplicateOptions& options) {
  std::vector<std::optional<std::vector<postgres::DefinedObject>>> found(selection.files.size());
  for_each_source_text(selection.files,
                       options.jobs,
                       options.progress,
                       [&](std::size_t position, std::string_view text) {
                         found[position] = postgres::objects_of(text);
                       });
  const std::string project = path::resolve(options.project_dir);
  DuplicateReport report;
  std::vector<postgres::FileDefinitions> files;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const SelectedFile& file = selection.files[i];
    std::string label = path::label(file.path, file.resolved_path(), project);
    if (auto& objects = found[i]) {
      files.push_back({.file = std::move(label), .objects = std::move(*objects)});
    } else {
      report.unparsed.push_back(std::move(label));
    }
  }
  report.duplicates = postgres::duplicates_of(files);
  return report;
}

} // namespace confiture
