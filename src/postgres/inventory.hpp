#pragma once

#include "postgres/object_edit.hpp"
#include "postgres/parser.hpp"
#include "postgres/type_name.hpp"
#include "text_position.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace confiture::postgres {

/// What tells a routine from others of its name: the types of what is passed to it.
struct Signature {
  std::string text; ///< as a finding shows them: `integer, text[]`
  std::vector<TypeIdentity> types;
};

/// An object, as one CREATE makes it.
struct DefinedObject {
  /// `table`, `view`, `matview`, `type`, `domain`, `sequence`, `function`, `procedure`,
  /// `aggregate`, or `tview`, a table of pg_tviews.
  std::string_view kind;
  ObjectName name;    ///< as PostgreSQL holds it
  ObjectName written; ///< as findings show it: with the letters in which a table's was written
  std::optional<Signature> signature = {}; ///< of a routine
  TextPosition position = {};  ///< of the statement; its line is that of a relation's name
  bool is_replacement = false; ///< CREATE OR REPLACE
  bool is_conditional = false; ///< IF NOT EXISTS

  /// The written name with its schema, if it has one; `identity` is with the signature too.
  [[nodiscard]] std::string qualified() const;
  [[nodiscard]] std::string identity() const;
};

/// What a text defines (reference, `inventory.build_inventory`): the object of each CREATE, as far
/// as the same text neither drops it later on nor gives it another name or schema. Statements are
/// added in the order in which they stand in the text.
class Inventory {
public:
  /// `text` is UTF-8, with any line ends, and has to outlive this.
  explicit Inventory(std::string_view text) : text_(text), positions_(text) {}

  /// Offsets in the statement count from the byte `base` of the text, where what was parsed begins.
  void add(const ParsedStatement& statement, std::size_t base = 0);

  /// The objects that are left, in order. Nothing can be added after it.
  std::vector<DefinedObject> take();

private:
  void define(DefinedObject object);
  void apply(const ObjectEdit& edit);

  struct Entry {
    DefinedObject object;
    bool is_dropped = false;
  };

  std::string_view text_;
  TextPositions positions_;
  std::vector<Entry> entries_;
  std::unordered_map<std::string, std::vector<std::size_t>> by_name_; ///< of those that are left
};

} // namespace confiture::postgres
