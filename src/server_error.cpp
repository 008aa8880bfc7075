#include "server_error.hpp"

#include "decimal.hpp"
#include "sql_scanner.hpp"
#include "statement_reader.hpp"
#include "utf8.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace confiture {

namespace {

using Statement = SqlScript::Statement;

/// Takes `prefix` off the front of `text`; false if it is not there.
bool take(std::string_view prefix, std::string_view& text) {
  const bool is_there = text.starts_with(prefix);
  text.remove_prefix(is_there ? prefix.size() : 0);
  return is_there;
}

/// The number behind ` line ` in a line of CONTEXT.
std::optional<std::uint64_t> line_in(std::string_view call) {
  const std::size_t at = call.rfind(" line ");
  if (at == std::string_view::npos) {
    return std::nullopt;
  }
  call.remove_prefix(at + 6);
  return take_decimal(call);
}

StatementReader reader_of(const SqlScript& script, const Statement& statement) {
  return {script.text(), statement.begin, statement.end};
}

/// Where the text in a string begins.
std::size_t content_of(const SqlScript& script, const SqlToken& string) {
  const std::string_view text = script.text().substr(string.begin, string.end - string.begin);
  const std::size_t close =
      string.kind == SqlTokenKind::DollarString ? text.find('$', 1) : text.find('\'');
  return string.begin + close + 1;
}

/// Where the body of a routine or DO block begins, which is its first string outside of
/// parentheses.
std::optional<std::size_t> body_of(const SqlScript& script, StatementReader reader) {
  std::size_t depth = 0;
  bool is_after_as = false;
  for (; !reader.is_at_end(); reader.advance()) {
    const SqlTokenKind kind = reader.token().kind;
    if (kind == SqlTokenKind::DollarString || (kind == SqlTokenKind::String && is_after_as)) {
      if (depth == 0) {
        return content_of(script, reader.token());
      }
    }
    depth += reader.text() == "(" ? 1 : 0;
    depth -= reader.text() == ")" && depth > 0 ? 1 : 0;
    is_after_as = is_word(reader.text(), "as") || is_word(reader.text(), "do");
  }
  return std::nullopt;
}

/// The parts of the name of a routine as CONTEXT has it: `f(integer)`, `shop."F"(text,text)`.
std::vector<std::string> routine_named(std::string_view signature) {
  return StatementReader(signature, 0, signature.size()).take_name();
}

/// The name of the routine that a statement creates, if it is one, and where its body begins.
struct CreatedRoutine {
  std::vector<std::string> parts;
  std::optional<std::size_t> body;
};

std::optional<CreatedRoutine> created_routine(const SqlScript& script, const Statement& statement) {
  StatementReader reader = reader_of(script, statement);
  if (!reader.take_word("create")) {
    return std::nullopt;
  }
  if (reader.take_word("or")) {
    reader.take_word("replace");
  }
  if (!reader.take_word("function") && !reader.take_word("procedure")) {
    return std::nullopt;
  }
  CreatedRoutine created{.parts = reader.take_name(), .body = std::nullopt};
  created.body = body_of(script, reader);
  return created;
}

/// Whether two names can be those of one object, where a schema may be left out.
bool can_be_same(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  if (a.empty() || b.empty() || a.back() != b.back()) {
    return false;
  }
  return a.size() < 2 || b.size() < 2 || a[a.size() - 2] == b[b.size() - 2];
}

/// The body of a routine that ran when a statement failed: as the last statement up to that created
/// it. Of several with one name it is not told which.
std::optional<std::size_t>
body_of_routine(const SqlScript& script, std::size_t statement, std::string_view signature) {
  const std::vector<std::string> name = routine_named(signature);
  for (std::size_t i = statement + 1; i > 0; --i) {
    const auto created = created_routine(script, script.statements()[i - 1]);
    if (created && created->body && can_be_same(created->parts, name)) {
      return created->body;
    }
  }
  return std::nullopt;
}

std::size_t begin_of_line(const SqlScript& script, std::size_t from, std::uint64_t line) {
  const std::size_t begin = line <= 1 ? from : script.begin_of(script.line_of(from) + line - 1);
  const std::size_t text = script.text().find_first_not_of(" \t", begin);
  return line <= 1 || text == std::string_view::npos ? begin : text;
}

/// What one line of CONTEXT says about the place.
std::optional<std::size_t>
offset_of_call(std::string_view call, const SqlScript& script, std::size_t statement) {
  const Statement& failed = script.statements()[statement];
  const auto line = line_in(call.substr(0, call.find(" at ")));
  if (take("COPY ", call)) {
    const std::size_t at = call.find(", line ");
    if (at == std::string_view::npos || failed.data_begin == failed.data_end) {
      return std::nullopt;
    }
    call.remove_prefix(at + 7);
    const auto row = take_decimal(call);
    return row ? std::optional(script.begin_of(script.line_of(failed.data_begin) + *row - 1))
               : std::nullopt;
  }
  if (!take("PL/pgSQL function ", call) || !line) {
    return std::nullopt;
  }
  const auto body = call.starts_with("inline_code_block ")
                        ? body_of(script, reader_of(script, failed))
                        : body_of_routine(script, statement, call.substr(0, call.rfind(" line ")));
  return body ? std::optional(begin_of_line(script, *body, *line)) : std::nullopt;
}

} // namespace

std::size_t offset_of(const ServerError& error, const SqlScript& script, std::size_t statement) {
  const Statement& failed = script.statements()[statement];
  if (error.line) {
    const std::size_t begin = *error.line <= 1
                                  ? failed.sent
                                  : script.begin_of(script.line_of(failed.sent) + *error.line - 1);
    const std::string_view rest = script.text().substr(begin);
    const std::size_t before = error.column > 0 ? static_cast<std::size_t>(error.column - 1) : 0;
    return begin + utf8::first_characters(rest.substr(0, rest.find('\n')), before).size();
  }
  std::string_view context = error.context;
  while (!context.empty()) {
    const std::size_t line_end = std::min(context.find('\n'), context.size());
    if (const auto offset = offset_of_call(context.substr(0, line_end), script, statement)) {
      return *offset;
    }
    context.remove_prefix(std::min(line_end + 1, context.size()));
  }
  return failed.begin;
}

} // namespace confiture
