#pragma once

#include "postgres/node.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace confiture::postgres {

/// What tells one type of an argument from another, whatever it was called: `int4` is `integer`,
/// lengths do not count, nor does how many dimensions an array was given.
struct TypeIdentity {
  std::string schema; ///< empty if none was written
  std::string name;   ///< in lower case; `[]` at its end for an array

  bool operator==(const TypeIdentity&) const = default;
};

/// A TypeName as a finding shows it: as it was written, but `integer` for `int`, without lengths
/// and without the schema pg_catalog (reference, `inventory.type_text`; pglast's RawStream).
std::string type_text(Node type_name);

/// What a TypeName means in the signature of a routine (reference, `inventory.type_key`). Only
/// ASCII letters have a case. Two types in quotes whose names differ only in case are taken for
/// one, since a parse tree does not say what was in quotes.
TypeIdentity type_identity(Node type_name);

/// Whether both can be the same type: a schema that was not written matches any (reference,
/// `type_lattice.types_match`).
bool can_be_same(const TypeIdentity& a, const TypeIdentity& b);

/// The same for the arguments of two routines.
bool can_be_same(const std::vector<TypeIdentity>& a, const std::vector<TypeIdentity>& b);

} // namespace confiture::postgres
