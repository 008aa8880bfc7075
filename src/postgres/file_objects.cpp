#include "postgres/file_objects.hpp"

#include "postgres/object_collector.hpp"
#include "postgres/statement_rules.hpp"

#include <unordered_map>

namespace confiture::postgres {

namespace {

using Rules = std::unordered_map<std::string_view, const StatementRule*>;

Rules all_rules() {
  Rules rules;
  for (const auto part :
       {table_rules(), type_rules(), routine_rules(), alteration_rules(), usage_rules()}) {
    for (const StatementRule& rule : part) {
      rules.emplace(rule.kind, &rule);
    }
  }
  return rules;
}

} // namespace

void read_statement(Node statement, ObjectCollector& collector) {
  static const Rules rules = all_rules();
  const auto rule = rules.find(statement.kind());
  if (rule != rules.end()) {
    collector.begin(rule->second->words);
    rule->second->read(statement.body(), collector);
  }
}

FileObjects objects_of(std::string_view text, const std::vector<StatementSource>& statements) {
  FileObjects out;
  for (const StatementSource& source : statements) {
    ObjectCollector collector(text, source, out);
    read_statement(source.node, collector);
  }
  return out;
}

} // namespace confiture::postgres
