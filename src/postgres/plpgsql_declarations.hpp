#pragma once

#include "postgres/objects.hpp"

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace confiture::postgres {

/// A type that a variable or a cursor's parameter is declared with.
struct DeclaredType {
  ObjectName name; ///< of the type, or of the table whose column or row it is (%TYPE, %ROWTYPE)
  std::size_t offset = 0; ///< in the body, in bytes
};

/// The types in the DECLARE sections of a body in PL/pgSQL, also of inner blocks, save those that
/// are taken from other variables. `known` are names of parameters, and of the function.
std::vector<DeclaredType> declared_types(std::string_view body, std::set<std::string> known);

} // namespace confiture::postgres
