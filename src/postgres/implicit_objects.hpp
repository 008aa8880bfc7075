#pragma once

#include "postgres/node.hpp"
#include "postgres/object_collector.hpp"
#include "postgres/objects.hpp"

namespace confiture::postgres {

/// What PostgreSQL creates along with a column (a ColumnDef) or a constraint (a Constraint) of
/// `table`, under names that it makes up or was given: sequences and indexes.
void create_with_column(const ObjectName& table, Node column, ObjectCollector& collector);
void create_with_constraint(const ObjectName& table, Node constraint, ObjectCollector& collector);

/// The sequence of an identity column.
void create_identity(const ObjectName& table,
                     std::string_view column,
                     Node constraint,
                     ObjectCollector& collector);

} // namespace confiture::postgres
