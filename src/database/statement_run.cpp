#include "database/statement_run.hpp"

#include "server_error.hpp"
#include "utf8.hpp"
#include <confiture/error.hpp>

#include <string_view>
#include <utility>

namespace confiture::database {

namespace {

/// What COPY reads, without the line that ends it, which is psql's.
std::string_view rows_of(const SqlScript& script, const SqlScript::Statement& statement) {
  std::string_view rows =
      script.text().substr(statement.data_begin, statement.data_end - statement.data_begin);
  std::string_view before = rows;
  for (const char line_end : {'\n', '\r'}) {
    before.remove_suffix(before.ends_with(line_end) ? 1 : 0);
  }
  constexpr std::string_view terminator = "\\.";
  if (before == terminator || before.ends_with("\n\\.")) {
    rows = before.substr(0, before.size() - terminator.size());
  }
  return rows;
}

std::size_t place_of(const ServerMessage& message, const SqlScript& script, std::size_t statement) {
  if (message.position == 0) {
    return offset_of({.context = message.context}, script, statement);
  }
  const SqlScript::Statement& failed = script.statements()[statement];
  const std::string_view sent = script.text().substr(failed.sent, failed.end - failed.sent);
  const auto before = static_cast<std::size_t>(message.position - 1);
  return failed.sent + utf8::first_characters(sent, before).size();
}

} // namespace

std::optional<StatementFailure>
run_statement(Connection& connection, const SqlScript& script, std::size_t statement) {
  const SqlScript::Statement& run = script.statements()[statement];
  auto failure =
      connection.run(script.text().substr(run.sent, run.end - run.sent), rows_of(script, run));
  if (!failure) {
    return std::nullopt;
  }
  const std::size_t offset = place_of(*failure, script, statement);
  return StatementFailure{.message = std::move(*failure), .statement = statement, .offset = offset};
}

std::string told(const ServerMessage& message) {
  std::string text = printable_lines(message.message);
  for (const auto& [label, part] : {std::pair("DETAIL", &message.detail),
                                    std::pair("HINT", &message.hint),
                                    std::pair("CONTEXT", &message.context)}) {
    if (!part->empty()) {
      text += std::string("\n") + label + ":  " + printable_lines(*part);
    }
  }
  return text;
}

} // namespace confiture::database
