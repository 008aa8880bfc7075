// What stands for everything in this folder when CONFITURE_PG_PARSER is off.

#include "postgres/foreign_keys.hpp"
#include <confiture/duplicates.hpp>
#include <confiture/error.hpp>
#include <confiture/lint.hpp>
#include <confiture/parser.hpp>

#include <fmt/format.h>

namespace confiture {

namespace {

[[noreturn]] void refuse(std::string_view asked_by) {
  throw Error(ErrorCode::Schema001,
              fmt::format("{}: not available in this build, which has no SQL parser", asked_by),
              "Build it with one: cmake -DCONFITURE_PG_PARSER=bundled.");
}

} // namespace

std::optional<int> grammar_version() {
  return std::nullopt;
}

DuplicateReport find_duplicates(const Selection& /*selection*/,
                                const DuplicateOptions& /*options*/) {
  refuse("The search for duplicate definitions");
}

std::vector<Finding> lint(const std::vector<SelectedFile>& /*files*/,
                          const LintOptions& /*options*/) {
  refuse("lint");
}

namespace postgres {

MovedBody move_foreign_keys(std::string_view /*body*/) {
  refuse("Foreign keys in a second pass");
}

std::size_t find_moved_keys(std::string_view body) {
  return body.size();
}

void require_foreign_key_moves(std::string_view asked_by) {
  refuse(asked_by);
}

} // namespace postgres

} // namespace confiture
