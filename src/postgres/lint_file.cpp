#include "postgres/lint_file.hpp"

#include "lint_rules.hpp"
#include "postgres/file_objects.hpp"
#include "postgres/parsed_text.hpp"
#include "source_lines.hpp"
#include "utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

namespace confiture::postgres {

namespace {

/// One file under judgement.
struct Subject {
  const ParsedText& parsed;
  SourceLines& lines;
  std::vector<Finding>& findings;

  void add(std::size_t offset, const char* rule, std::string message) const {
    findings.push_back(finding_at(lines, offset, rule, std::move(message)));
  }
};

/// PostgreSQL's messages quote the token that it stumbled over, however long that is.
std::string shortened(const std::string& message) {
  constexpr std::size_t most_characters = 120;
  const std::string_view line = std::string_view(message).substr(0, message.find_first_of("\r\n"));
  const std::string_view start = utf8::first_characters(line, most_characters);
  return start.size() == message.size() ? message : std::string(start) + "…";
}

void tell_syntax_errors(const Subject& subject) {
  for (const SyntaxError& error : subject.parsed.errors()) {
    subject.add(error.offset, rule::syntax_error, shortened(error.message));
  }
}

/// The rule for what is open at the end of a file, and what it is called.
std::pair<const char*, const char*> open_rule(SqlTokenKind kind) {
  switch (kind) {
  case SqlTokenKind::QuotedIdentifier:
    return {rule::open_identifier, "This quoted identifier"};
  case SqlTokenKind::String:
    return {rule::open_string, "This string"};
  case SqlTokenKind::DollarString:
    return {rule::open_dollar_quote, "This dollar quote"};
  default:
    return {rule::open_comment, "This comment"};
  }
}

bool ends_rows(std::string_view rows) {
  while (rows.ends_with('\n') || rows.ends_with('\r')) {
    rows.remove_suffix(1);
  }
  return rows == "\\." || rows.ends_with("\n\\.");
}

void tell_what_is_open(const Subject& subject) {
  const std::string_view text = subject.parsed.text();
  for (const TextStatement& statement : subject.parsed.statements()) {
    const SqlStatement& source = statement.source;
    if (!source.tokens.empty() && source.tokens.back().is_open) {
      const auto [rule, name] = open_rule(source.tokens.back().kind);
      subject.add(
          source.tokens.back().begin, rule, fmt::format("{} is open at the end of the file", name));
    }
    const bool has_rows = source.data_begin > 0;
    if (has_rows &&
        !ends_rows(text.substr(source.data_begin, source.data_end - source.data_begin))) {
      subject.add(source.begin, rule::open_copy, "No line \\. ends the rows of this COPY");
    }
  }
}

void tell_missing_semicolon(const Subject& subject) {
  const TextStatement& last = subject.parsed.statements().back();
  if (last.is_sql && !last.is_rejected && !last.source.is_terminated) {
    subject.add(last.source.end,
                rule::missing_semicolon,
                "The last statement of the file has no semicolon");
  }
}

/// The command with its backslash.
std::string_view command_at(std::string_view text, std::size_t backslash) {
  const std::size_t end = text.find_first_of(" \t\v\f\r\n", backslash);
  return utf8::first_characters(text.substr(backslash, end - backslash), 20);
}

void tell_commands(const Subject& subject) {
  const std::string_view text = subject.parsed.text();
  const auto tell = [&](std::size_t backslash) {
    subject.add(backslash,
                rule::psql_command,
                fmt::format("Only psql understands {}", command_at(text, backslash)));
  };
  for (const TextStatement& statement : subject.parsed.statements()) {
    const SqlStatement& source = statement.source;
    if (source.is_command) {
      tell(source.begin);
      continue;
    }
    // One within a statement, which psql takes up to the end of the line.
    std::size_t told_until = 0;
    for (const SqlToken& token : source.tokens) {
      const bool is_backslash = token.kind == SqlTokenKind::Symbol && text[token.begin] == '\\';
      if (is_backslash && token.begin >= told_until) {
        tell(token.begin);
        told_until = std::min(text.find('\n', token.begin), text.size());
      }
    }
  }
}

void tell_variables(const Subject& subject) {
  const std::string_view text = subject.parsed.text();
  for (const std::size_t colon : subject.parsed.variables()) {
    SqlToken name{};
    SqlScanner scanner(text, colon + 1);
    scanner.next(name);
    const std::string_view variable = text.substr(colon, name.end - colon);
    subject.add(colon,
                rule::psql_variable,
                fmt::format("Only psql replaces {}", shortened(std::string(variable))));
  }
}

void tell_byte_order_marks(const Subject& subject) {
  const std::string_view text = subject.parsed.text();
  for (std::size_t at = text.find(utf8::byte_order_mark); at != std::string_view::npos;
       at = text.find(utf8::byte_order_mark, at + utf8::byte_order_mark.size())) {
    subject.add(at,
                rule::byte_order_mark,
                at == 0 ? "The file begins with a byte-order mark"
                        : "There is a byte-order mark within the file");
  }
}

const char* line_end_name(std::string_view end) {
  return end == "\n" ? "LF" : end == "\r" ? "CR" : "CRLF";
}

/// Whole lines are told of, by the first that differs.
void tell_mixed_line_endings(const Subject& subject) {
  const SourceLines& lines = subject.lines;
  std::string_view first;
  for (std::uint64_t line = 1; line < lines.count(); ++line) {
    const std::size_t at = lines.end_of(line);
    const std::string_view end = lines.text().substr(at, lines.begin_of(line + 1) - at);
    if (line > 1 && end != first) {
      subject.add(at,
                  rule::mixed_line_endings,
                  fmt::format("This line ends in {}, those before it in {}",
                              line_end_name(end),
                              line_end_name(first)));
      subject.findings.back().column = subject.findings.back().excerpt.caret = 0;
      return;
    }
    first = end;
  }
}

/// Takes down what the rules need that compare files.
void collect_objects(const ParsedText& parsed, FileFacts& facts) {
  Inventory inventory(parsed.text());
  std::vector<StatementSource> sources;
  for (const TextStatement& statement : parsed.statements()) {
    if (statement.node) {
      inventory.add({.node = statement.node,
                     .begin = statement.begin - statement.base,
                     .end = statement.end - statement.base},
                    statement.base);
      sources.push_back({.node = statement.node,
                         .begin = statement.begin,
                         .end = statement.end,
                         .base = statement.base});
    }
  }
  facts.definitions = inventory.take();
  facts.objects = objects_of(parsed.text(), sources);
}

} // namespace

FileFacts facts_of(std::string_view text) {
  FileFacts facts;
  const ParsedText parsed(text);
  SourceLines lines(text);
  const Subject subject{.parsed = parsed, .lines = lines, .findings = facts.findings};
  for (const auto& tell : {tell_syntax_errors,
                           tell_what_is_open,
                           tell_missing_semicolon,
                           tell_commands,
                           tell_variables,
                           tell_byte_order_marks,
                           tell_mixed_line_endings}) {
    tell(subject);
  }
  collect_objects(parsed, facts);
  facts.allowances = Allowances(lines, parsed.comments(), facts.findings);
  return facts;
}

} // namespace confiture::postgres
