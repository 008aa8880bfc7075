#include "database/failure_causes.hpp"

#include "statement_reader.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace confiture::database {

namespace {

using Name = std::vector<std::string>;

/// Goes over what stands between CREATE and the name; false if it is none that has one.
bool take_kind(StatementReader& reader) {
  while (reader.take_one_of({"or",
                             "replace",
                             "global",
                             "local",
                             "temp",
                             "temporary",
                             "unlogged",
                             "unique",
                             "foreign",
                             "recursive",
                             "event",
                             "materialized",
                             "trusted",
                             "default",
                             "constraint",
                             "procedural"})) {
  }
  if (reader.take_word("text")) {
    return reader.take_word("search") &&
           reader.take_one_of({"configuration", "dictionary", "parser", "template"});
  }
  if (reader.take_word("operator")) {
    reader.take_one_of({"class", "family"});
    return true;
  }
  return reader.take_one_of({"aggregate", "collation", "conversion",  "database",   "domain",
                             "extension", "function",  "group",       "index",      "language",
                             "policy",    "procedure", "publication", "role",       "rule",
                             "schema",    "sequence",  "server",      "statistics", "subscription",
                             "table",     "trigger",   "tablespace",  "type",       "user",
                             "view"});
}

void take_created(StatementReader& reader, StatementSubject& subject) {
  subject.is_extension = is_word(reader.text(), "extension");
  subject.is_schema = is_word(reader.text(), "schema");
  if (!take_kind(reader)) {
    return;
  }
  reader.take_word("concurrently");
  if (reader.take_word("if")) {
    reader.take_word("not");
    reader.take_word("exists");
  }
  reader.take_word("authorization");
  if (!is_word(reader.text(), "on")) { // an index needs no name
    subject.names.push_back(reader.take_name());
  }
}

/// ALTER … ADD [COLUMN | CONSTRAINT] x, RENAME … TO x, ADD VALUE 'x'.
void take_altered(StatementReader& reader, StatementSubject& subject) {
  if (!take_kind(reader)) {
    return;
  }
  if (reader.take_word("if")) {
    reader.take_word("exists");
  }
  reader.take_word("only");
  subject.names.push_back(reader.take_name());
  while (!reader.is_at_end()) {
    if (!reader.take_one_of({"add", "to"})) {
      reader.advance();
      continue;
    }
    reader.take_one_of({"column", "constraint", "value"});
    if (reader.take_word("if")) {
      reader.take_word("not");
      reader.take_word("exists");
    }
    if (reader.token().kind == SqlTokenKind::String && reader.text().size() > 2) {
      subject.names.push_back({std::string(reader.text().substr(1, reader.text().size() - 2))});
    } else {
      subject.names.push_back(reader.take_name());
    }
  }
}

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '$' || (static_cast<unsigned char>(c) & 0x80U) != 0;
}

/// What the server's languages quote names with.
constexpr std::array<std::string_view, 8> quotes = {"«", "»", "„", "“", "”", "‚", "‘", "’"};

bool ends_in_name(std::string_view text) {
  return !text.empty() && is_name_character(text.back()) &&
         std::none_of(quotes.begin(), quotes.end(), [&](std::string_view quote) {
           return text.ends_with(quote);
         });
}

bool starts_with_name(std::string_view text) {
  return !text.empty() && is_name_character(text.front()) &&
         std::none_of(quotes.begin(), quotes.end(), [&](std::string_view quote) {
           return text.starts_with(quote);
         });
}

/// Whether a text that the server wrote, in whatever language, has this name in it; one with
/// another schema before it is another.
bool mentions(std::string_view text, const Name& name) {
  if (name.empty() || name.back().empty()) {
    return false;
  }
  const std::string& last = name.back();
  for (std::size_t at = text.find(last); at != std::string_view::npos;
       at = text.find(last, at + 1)) {
    std::string_view before = text.substr(0, at);
    if (ends_in_name(before) || starts_with_name(text.substr(at + last.size()))) {
      continue;
    }
    if (before.ends_with('.') && name.size() > 1) {
      before.remove_suffix(1);
      const std::string& schema = name[name.size() - 2];
      if (!before.ends_with(schema) && !before.ends_with(schema + "\"")) {
        continue;
      }
    }
    return true;
  }
  return false;
}

/// Errors of which something that is not there, or not so, is the reason (PostgreSQL's
/// documentation, appendix A).
bool misses_something(const ServerMessage& message) {
  constexpr std::array<std::string_view, 9> states = {
      "22P02",  // invalid_text_representation: a value that an enumerated type does not have
      "23503",  // foreign_key_violation: a row that is referred to
      "3F000",  // invalid_schema_name
      "42703",  // undefined_column
      "42704",  // undefined_object
      "42830",  // invalid_foreign_key: a unique constraint
      "42883",  // undefined_function
      "42P01",  // undefined_table
      "42P10"}; // invalid_column_reference: ON CONFLICT without its constraint
  return std::find(states.begin(), states.end(), message.sqlstate) != states.end();
}

/// Types, functions and operators are what extensions bring.
bool can_be_of_extension(const ServerMessage& message) {
  return message.sqlstate == "42704" || message.sqlstate == "42883";
}

bool mentions_any(const ServerMessage& message, const StatementSubject& subject) {
  return std::any_of(subject.names.begin(), subject.names.end(), [&](const Name& name) {
    return mentions(message.message, name) || mentions(message.detail, name);
  });
}

class CauseFinder {
public:
  explicit CauseFinder(const SqlScript& script) : script_(script) {}

  std::optional<std::size_t> take(const StatementFailure& failure) {
    const auto cause = misses_something(failure.message) ? cause_of(failure.message) : std::nullopt;
    const std::size_t position = failed_.size();
    failed_.push_back({.subject = failure.statement < script_.statements().size()
                                      ? subject_of(script_, failure.statement)
                                      : StatementSubject(),
                       .root = cause.value_or(position)});
    return cause;
  }

private:
  struct Failed {
    StatementSubject subject;
    std::size_t root;
  };

  [[nodiscard]] std::optional<std::size_t> cause_of(const ServerMessage& message) {
    for (const Failed& failed : failed_) {
      const bool is_schema = message.sqlstate == "3F000" && failed.subject.is_schema;
      if (is_schema || mentions_any(message, failed.subject)) {
        return failed.root;
      }
    }
    if (!can_be_of_extension(message) || is_of_script(message)) {
      return std::nullopt;
    }
    const auto extension = std::find_if(failed_.begin(), failed_.end(), [](const Failed& failed) {
      return failed.subject.is_extension;
    });
    return extension == failed_.end() ? std::nullopt : std::optional(extension->root);
  }

  /// Whether a statement of the script itself makes what a message names.
  bool is_of_script(const ServerMessage& message) {
    if (subjects_.empty()) {
      for (std::size_t i = 0; i < script_.statements().size(); ++i) {
        subjects_.push_back(subject_of(script_, i));
      }
    }
    return std::any_of(subjects_.begin(), subjects_.end(), [&](const StatementSubject& subject) {
      return !subject.is_extension && mentions_any(message, subject);
    });
  }

  const SqlScript& script_;
  std::vector<Failed> failed_;
  std::vector<StatementSubject> subjects_; ///< of all statements, once they are asked for
};

} // namespace

StatementSubject subject_of(const SqlScript& script, std::size_t statement) {
  const SqlScript::Statement& place = script.statements()[statement];
  StatementReader reader(script.text(), place.begin, place.end);
  StatementSubject subject;
  if (reader.take_word("create")) {
    take_created(reader, subject);
  } else if (reader.take_word("alter")) {
    take_altered(reader, subject);
  } else if (reader.take_word("copy") || (reader.take_word("insert") && reader.take_word("into"))) {
    subject.names.push_back(reader.take_name());
  }
  return subject;
}

std::vector<std::optional<std::size_t>> causes_of(const std::vector<StatementFailure>& failures,
                                                  const SqlScript& script) {
  CauseFinder finder(script);
  std::vector<std::optional<std::size_t>> causes;
  causes.reserve(failures.size());
  for (const StatementFailure& failure : failures) {
    causes.push_back(finder.take(failure));
  }
  return causes;
}

} // namespace confiture::database
