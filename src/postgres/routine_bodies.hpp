#pragma once

#include "postgres/node.hpp"
#include "postgres/object_collector.hpp"

#include <string>

namespace confiture::postgres {

/// What PostgreSQL looks up of the body of a CreateFunctionStmt when it creates the function.
void read_routine_body(Node function, ObjectCollector& collector);

/// The language of a CreateFunctionStmt, in lower case.
std::string language_of(Node function);

} // namespace confiture::postgres
