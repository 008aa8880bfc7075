#pragma once

#include "postgres/node.hpp"
#include "postgres/object_collector.hpp"

#include <span>
#include <string_view>

namespace confiture::postgres {

/// How statements of one kind are read.
struct StatementRule {
  std::string_view kind;  ///< of PostgreSQL's structure
  std::string_view words; ///< what a user would call the statement
  void (*read)(Node statement, ObjectCollector& collector);
};

std::span<const StatementRule> table_rules();      ///< tables, views, indexes, sequences
std::span<const StatementRule> type_rules();       ///< types and what else is created
std::span<const StatementRule> routine_rules();    ///< functions and procedures
std::span<const StatementRule> alteration_rules(); ///< ALTER, DROP, COMMENT, GRANT
std::span<const StatementRule> usage_rules();      ///< queries, commands, settings, transactions

/// Reads any statement, as one of its own; one without a rule refers to nothing.
void read_statement(Node statement, ObjectCollector& collector);

} // namespace confiture::postgres
