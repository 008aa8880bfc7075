// What stands for everything in this folder when CONFITURE_PG_PARSER is off.

#include <confiture/parser.hpp>

namespace confiture {

std::optional<int> grammar_version() {
  return std::nullopt;
}

} // namespace confiture
