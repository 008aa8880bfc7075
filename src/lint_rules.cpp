#include "lint_rules.hpp"

#include <confiture/lint.hpp>

#include <algorithm>
#include <utility>

namespace confiture {

namespace {

constexpr const char* swallows =
    "Everything behind it in the built schema would become part of it, up to the next one of its "
    "kind in some other file. Close it where it should end.";

} // namespace

const std::vector<Rule>& lint_rules() { // NOLINT(readability-function-size): a table
  static const std::vector<Rule> rules{
      {.id = rule::byte_order_mark,
       .summary = "A file has a byte-order mark.",
       .help =
           "In the built schema, where every file comes behind something else, PostgreSQL takes "
           "the mark for a letter. Save the file as UTF-8 without it.",
       .severity = Severity::Error},
      {.id = rule::duplicate_definition,
       .summary = "An object is defined more than once.",
       .help = "Only one of the definitions can be what the database ends up with, and PostgreSQL "
               "refuses a second plain CREATE. Keep one, or make the later one an ALTER.",
       .severity = Severity::Error},
      {.id = rule::forward_reference,
       .summary = "A statement needs what only a later one creates.",
       .help = "PostgreSQL refuses it when the built schema is loaded. Let the file that creates "
               "the object come first; foreign keys can wait: --two-pass.",
       .severity = Severity::Error},
      {.id = rule::missing_semicolon,
       .summary = "The last statement of a file has no semicolon.",
       .help = "In the built schema it goes on in the next file. End it with a semicolon.",
       .severity = Severity::Error},
      {.id = rule::mixed_line_endings,
       .summary = "The lines of a file end in different ways.",
       .help = "An editor or a merge has left it half converted, and the fingerprint changes when "
               "that is mended. Let all lines end in the same way.",
       .severity = Severity::Warning},
      {.id = rule::open_comment,
       .summary = "A block comment is open at the end of a file.",
       .help = swallows,
       .severity = Severity::Error},
      {.id = rule::open_copy,
       .summary = "The rows of COPY … FROM stdin are not ended in a file.",
       .help = "psql would take the next files of the built schema for more rows. Put a line with "
               "nothing but \\. behind the last row.",
       .severity = Severity::Error},
      {.id = rule::open_dollar_quote,
       .summary = "A dollar quote is open at the end of a file.",
       .help = swallows,
       .severity = Severity::Error},
      {.id = rule::open_identifier,
       .summary = "A quoted identifier is open at the end of a file.",
       .help = swallows,
       .severity = Severity::Error},
      {.id = rule::open_string,
       .summary = "A string is open at the end of a file.",
       .help = swallows,
       .severity = Severity::Error},
      {.id = rule::psql_command,
       .summary = "A file has a command that only psql understands.",
       .help = "The built schema cannot be loaded by drivers and migration tools that send it to "
               "the server as it is. Say it in SQL, or allow it where psql alone loads the schema.",
       .severity = Severity::Warning},
      {.id = rule::psql_variable,
       .summary = "A file has a variable that only psql replaces.",
       .help = "Whatever else loads the built schema sends the colon to the server, which refuses "
               "it. Write the value, or allow it where psql alone loads the schema.",
       .severity = Severity::Warning},
      {.id = rule::split_overloads,
       .summary = "Overloads of a routine are in several files.",
       .help = "Whoever changes one does not see the others, and adds another instead of replacing "
               "it. Keep them in one file.",
       .severity = Severity::Notice},
      {.id = rule::syntax_error,
       .summary = "PostgreSQL's parser rejects a statement.",
       .help = "The built schema cannot be loaded. The message is PostgreSQL's own.",
       .severity = Severity::Error},
      {.id = rule::unknown_rule,
       .summary = "A comment allows a rule that does not exist.",
       .help =
           "It allows nothing. Correct the name: 'confiture-build lint --list-rules' prints all "
           "of them.",
       .severity = Severity::Warning}};
  return rules;
}

Finding finding_at(SourceLines& lines, std::size_t offset, const char* rule, std::string message) {
  const std::vector<Rule>& rules = lint_rules();
  const auto found = std::find_if(
      rules.begin(), rules.end(), [&](const Rule& candidate) { return candidate.id == rule; });
  const SourcePlace place = lines.place_of(offset);
  return {.rule = rule,
          .severity = found == rules.end() ? Severity::Error : found->severity,
          .message = std::move(message),
          .file = {},
          .line = place.line,
          .column = place.column,
          .excerpt = lines.excerpt_at(offset)};
}

} // namespace confiture
