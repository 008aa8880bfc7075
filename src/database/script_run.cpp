#include "database/script_run.hpp"

#include "database/refusals.hpp"
#include "database/statement_run.hpp"

#include <fmt/format.h>

#include <string_view>

namespace confiture::database {

void require_no_commands(const SqlScript& script, const PlaceOf& place_of, ErrorCode code) {
  for (const Refusal& refusal : refusals(script)) {
    if (refusal.reason != RefusalReason::PsqlCommand) {
      continue;
    }
    const std::string_view command = script.text().substr(refusal.offset);
    throw Error(
        code,
        fmt::format("Refusing to apply {}: psql meta-command ({})",
                    place_of(refusal.offset),
                    printable(command.substr(0, command.find('\n')))),
        "Remove the backslash commands; only SQL statements and inline COPY … FROM stdin data "
        "blocks are applied.");
  }
}

std::optional<std::string> run_script(Connection& connection,
                                      const SqlScript& script,
                                      const PlaceOf& place_of,
                                      Progress* progress) {
  for (std::size_t i = 0; i < script.statements().size(); ++i) {
    if (const auto failure = run_statement(connection, script, i)) {
      const std::string& state = failure->message.sqlstate;
      return fmt::format("{}: ERROR:  {}{}",
                         place_of(failure->offset),
                         state.empty() ? "" : state + ": ",
                         told(failure->message));
    }
    if (progress != nullptr) {
      ++progress->statements_run;
    }
  }
  return std::nullopt;
}

} // namespace confiture::database
