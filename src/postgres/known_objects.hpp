#pragma once

#include "postgres/objects.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace confiture::postgres {

/// One creation of an object. Moments are numbers of statements in the whole build.
struct Definition {
  static constexpr std::size_t never = SIZE_MAX;

  std::size_t created = 0;
  std::size_t file = 0;
  std::size_t offset = 0;
  std::string_view word = {}; ///< `table`, `view`, …
  Parameters parameters = {}; ///< of a function
  std::size_t dropped = never;
  bool is_moved = false; ///< or renamed: something that had to be there before
};

/// What has been created so far, and when. Schemas are in the schema with an empty name.
class KnownObjects {
public:
  void create(ObjectKind kind, const ObjectName& name, Definition definition);

  /// Of a function, what the call means; of a schema, also all that is in it.
  void drop(ObjectKind kind, const ObjectName& name, const Call& call, std::size_t moment);

  /// Drops it and creates it anew under another name, together with what is in it.
  void rename(ObjectKind kind,
              const ObjectName& name,
              const Call& call,
              const ObjectName& target,
              Definition definition);

  [[nodiscard]] bool has(ObjectKind kind, const ObjectName& name, const Call& call) const;

  /// The first creation at or after a moment, but not by moving at that moment; null for none.
  [[nodiscard]] const Definition*
  created_from(std::size_t moment, ObjectKind kind, const ObjectName& name, const Call& call) const;

private:
  using Contents = std::map<std::pair<ObjectKind, std::string>, std::vector<Definition>>;

  [[nodiscard]] const std::vector<Definition>* find(ObjectKind kind, const ObjectName& name) const;
  void rename_schema(const std::string& name, const std::string& target, Definition definition);

  std::unordered_map<std::string, Contents> schemas_;
};

/// Whether a function with these parameters can be meant by this call.
bool takes(const Parameters& parameters, const Call& call);

} // namespace confiture::postgres
