#include "vectors/left_out.hpp"

#include <confiture/parser.hpp>

#include <algorithm>
#include <array>
#include <vector>

namespace confiture::testing {

namespace {

using enum LeftOut::Expect;

// Deliberate differences from the reference.
constexpr std::string_view other_commands =
    "only the keys that a build reads are validated, not the settings of other commands";
constexpr std::string_view template_fields =
    "a template takes {file_path}, its name, stem, suffix and parent, and !s with a format spec";

// Not without PostgreSQL's parser; two passes not without that of the reference, PostgreSQL 18's.
constexpr std::string_view duplicates = "the search for duplicate definitions needs a parser";
constexpr std::string_view two_pass = "foreign keys in a second pass need a parser";
constexpr std::string_view period = "an older parser refuses PERIOD, so the statement stays";

constexpr std::array entries{
    LeftOut{"config-errors-1", 2, Accepted, other_commands}, // migration.locking
    LeftOut{"config-errors-2", 2, Accepted, other_commands}, // migration.migration_generators
    LeftOut{"config-errors-2", 5, Accepted, other_commands}, // build.lint, which nothing reads
    LeftOut{"config-errors-3", 4, Accepted, other_commands}, // acls
    LeftOut{"config-errors-3", 5, Accepted, other_commands}, // acls
    LeftOut{"templates-1", 3, Refused, template_fields},     // !a
};

constexpr std::array entries_without_parser{
    LeftOut{"duplicates-1", 0, Refused, duplicates},
    LeftOut{"duplicates-1", 1, Refused, duplicates},
    LeftOut{"duplicates-2", 0, Refused, duplicates},
    LeftOut{"duplicates-2", 1, Refused, duplicates},
    LeftOut{"two-pass-1", 0, Refused, two_pass},
    LeftOut{"two-pass-2", 0, Refused, two_pass},
};

constexpr std::array entries_with_older_parser{
    LeftOut{"two-pass-1", 0, Accepted, period},
    LeftOut{"two-pass-2", 0, Accepted, period},
};

} // namespace

std::span<const LeftOut> left_out() {
  static const std::vector<LeftOut> all = [] {
    std::vector<LeftOut> chosen(entries.begin(), entries.end());
    constexpr int reference_grammar = 18;
    const int grammar = grammar_version().value_or(0);
    if (grammar < reference_grammar) {
      const std::span<const LeftOut> more =
          grammar == 0 ? std::span<const LeftOut>(entries_without_parser)
                       : std::span<const LeftOut>(entries_with_older_parser);
      chosen.insert(chosen.end(), more.begin(), more.end());
    }
    return chosen;
  }();
  return all;
}

const LeftOut* find_left_out(std::string_view case_name, std::size_t invocation) {
  const std::span<const LeftOut> all = left_out();
  const auto found = std::find_if(all.begin(), all.end(), [&](const LeftOut& entry) {
    return entry.case_name == case_name && entry.invocation == invocation;
  });
  return found == all.end() ? nullptr : &*found;
}

} // namespace confiture::testing
