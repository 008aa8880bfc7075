// Functions and procedures.

#include "postgres/object_names.hpp"
#include "postgres/references.hpp"
#include "postgres/routine_bodies.hpp"
#include "postgres/statement_rules.hpp"

#include <array>

namespace confiture::postgres {

namespace {

void read_function(Node statement, ObjectCollector& collector) {
  const bool is_procedure = statement["is_procedure"].is_true();
  if (is_procedure) {
    collector.statement().words = "CREATE PROCEDURE";
  }
  collector.create(ObjectKind::Function,
                   name_of(statement["funcname"]),
                   is_procedure ? "procedure" : "function",
                   parameters_of(statement["parameters"], is_procedure));
  ReferenceReader(collector).read(statement["parameters"]);
  const std::string language = language_of(statement);
  if (language != "c" && language != "internal") { // those may come before their type
    collector.refer_type(statement["returnType"]);
  }
  for (const Node item : statement["options"]) {
    const Node option = item.as("DefElem");
    if (option["defname"].text() == "support") {
      collector.refer(ObjectKind::Function, name_of(items_of(option["arg"])));
    }
  }
  read_routine_body(statement, collector);
}

constexpr std::array rules{
    StatementRule{"CreateFunctionStmt", "CREATE FUNCTION", read_function},
};

} // namespace

std::span<const StatementRule> routine_rules() {
  return rules;
}

} // namespace confiture::postgres
