#include "psql_output.hpp"

#include "decimal.hpp"
#include "server_error.hpp"
#include "sql_scanner.hpp"
#include "utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <utility>

namespace confiture {

namespace {

using Lines = std::vector<std::string>;

constexpr std::string_view prefix = "psql:";

/// `psql:FILE:LINE: rest`
struct Place {
  std::string file;
  std::uint64_t line;
  std::string_view rest; ///< from the colon behind the line on
};

std::optional<Place> place_in(std::string_view line) {
  if (!line.starts_with(prefix)) {
    return std::nullopt;
  }
  for (std::size_t end = line.find(": "); end != std::string_view::npos;
       end = line.find(": ", end + 1)) {
    const std::size_t colon = line.rfind(':', end - 1);
    const auto number = decimal(line.substr(colon + 1, end - colon - 1));
    if (number && colon >= prefix.size()) {
      return Place{.file = std::string(line.substr(prefix.size(), colon - prefix.size())),
                   .line = *number,
                   .rest = line.substr(end)};
    }
  }
  return std::nullopt;
}

std::string_view without_end(std::string_view line) {
  return line.ends_with('\n') ? line.substr(0, line.size() - 1) : line;
}

/// `LINE n: text`, and the caret below it.
struct Excerpt {
  std::size_t index = 0;  ///< of its line in the message
  std::uint64_t line = 0; ///< in what was sent
  std::string_view text;  ///< as psql shows it: tabs are blanks, and dots stand for what is cut off
  std::size_t caret = 0;  ///< columns before the character it points at
};

std::optional<Excerpt> excerpt_in(const Lines& message) {
  constexpr std::string_view label = "LINE ";
  for (std::size_t i = 1; i < message.size(); ++i) {
    const std::string_view line = without_end(message[i]);
    const std::size_t colon = line.find(": ");
    if (!line.starts_with(label) || colon == std::string_view::npos) {
      continue;
    }
    const auto number = decimal(line.substr(label.size(), colon - label.size()));
    const std::size_t caret = i + 1 < message.size() ? message[i + 1].find('^') : std::string::npos;
    if (number && *number > 0) {
      return Excerpt{.index = i,
                     .line = *number,
                     .text = line.substr(colon + 2),
                     .caret =
                         caret == std::string::npos || caret < colon + 2 ? 0 : caret - colon - 2};
    }
  }
  return std::nullopt;
}

/// The text of a field such as `CONTEXT:  …`, to the end of the message.
std::string field_in(const Lines& message, std::string_view label) {
  std::string text;
  for (const std::string& line : message) {
    if (text.empty() && !line.starts_with(label)) {
      continue;
    }
    const std::size_t begin =
        text.empty() ? std::min(line.find_first_not_of(' ', label.size()), line.size()) : 0;
    text += line.substr(begin);
  }
  return text;
}

std::string with_blanks_for_tabs(std::string_view text) {
  std::string blank(text);
  std::replace(blank.begin(), blank.end(), '\t', ' ');
  return blank;
}

/// An excerpt's place in the line that it shows: where its text starts there, in bytes; none if it
/// shows another line.
std::optional<std::size_t> shown_from(const Excerpt& excerpt, std::string_view line) {
  std::string_view shown = excerpt.text;
  const bool is_cut_before = shown.starts_with("...");
  const std::string whole = with_blanks_for_tabs(line);
  if (whole.starts_with(shown)) {
    return 0;
  }
  shown.remove_suffix(shown.ends_with("...") ? 3 : 0);
  if (!is_cut_before) {
    return whole.starts_with(shown) ? std::optional<std::size_t>(0) : std::nullopt;
  }
  shown.remove_prefix(std::min<std::size_t>(shown.size(), 3));
  const std::size_t at = whole.find(shown);
  return at == std::string::npos ? std::nullopt : std::optional(at);
}

/// The column, in characters from 1, that an excerpt's caret points at in the line that it shows.
std::uint64_t column_of(const Excerpt& excerpt, std::string_view line, std::size_t from) {
  const std::size_t dots = excerpt.text.starts_with("...") && from > 0 ? 3 : 0;
  return utf8::count_characters(line.substr(0, from)) + excerpt.caret -
         std::min(excerpt.caret, dots) + 1;
}

/// One message about a bundle.
class Message {
public:
  Message(const RunningBundle& bundle, const Lines& lines, const Place& place)
      : bundle_(bundle), lines_(lines), place_(place),
        excerpt_(field_in(lines, "QUERY:").empty() ? excerpt_in(lines) : std::nullopt) {}

  /// Where in the bundle it is about.
  [[nodiscard]] std::size_t offset() const {
    const std::vector<std::size_t> candidates = bundle_.script.reported_at(place_.line);
    ServerError error{.context = field_in(lines_, "CONTEXT:")};
    if (candidates.empty()) {
      return bundle_.script.begin_of(place_.line);
    }
    if (!excerpt_) {
      return offset_of(error, bundle_.script, candidates.front());
    }
    const Excerpt& excerpt = *excerpt_;
    for (const std::size_t candidate : candidates) {
      const std::uint64_t first = bundle_.script.line_of(statement(candidate).sent);
      for (const std::uint64_t line : lines_meant(excerpt, candidate)) {
        const std::string_view text = text_sent(candidate, line);
        if (const auto from = shown_from(excerpt, text)) {
          error.line = line - first + 1;
          error.column = column_of(excerpt, text, *from);
          return offset_of(error, bundle_.script, candidate);
        }
      }
    }
    return offset_of(error, bundle_.script, candidates.front());
  }

  /// The message with a source in place of the bundle; none if no source is at fault.
  [[nodiscard]] std::optional<std::string>
  rewritten(const PsqlOutput::NameSource& name_source) const {
    const std::size_t at = offset();
    const SqlScript& script = bundle_.script;
    const auto source = bundle_.mapped.map.origin_of(script.line_of(at), script.column_of(at));
    if (!source || source->line == 0 || source->file.empty()) {
      return std::nullopt;
    }
    const std::string file = name_source(bundle_, source->file);
    // What is shown of a key that was moved stands in no source.
    const bool shows_source = excerpt_ && source->kind == LineKind::Source;
    std::string text = fmt::format("{}{}:{}{}", prefix, file, source->line, place_.rest);
    for (std::size_t i = 1; i < lines_.size(); ++i) {
      if (shows_source && i == excerpt_->index) {
        text += excerpt_line(*excerpt_, source->line);
      } else if (shows_source && i == excerpt_->index + 1) {
        text += caret_line(*excerpt_, source->line);
      } else {
        text += lines_[i];
      }
    }
    return text;
  }

private:
  [[nodiscard]] const SqlScript::Statement& statement(std::size_t position) const {
    return bundle_.script.statements()[position];
  }

  /// The lines of the bundle that the excerpt's number may mean in a statement: psql leaves empty
  /// lines out of what it sends (mainloop.c of version 15), unless they are in a quote or comment.
  [[nodiscard]] std::array<std::uint64_t, 2> lines_meant(const Excerpt& excerpt,
                                                         std::size_t position) const {
    const SqlScript& script = bundle_.script;
    const std::size_t sent = statement(position).sent;
    const std::size_t end = statement(position).end;
    const std::uint64_t first = script.line_of(sent);
    SqlScanner scanner(script.text().substr(0, end), sent);
    SqlToken token{};
    bool is_open = scanner.next(token);
    std::uint64_t line = first;
    for (std::uint64_t left = excerpt.line - 1; left > 0 && script.begin_of(line) < end;) {
      ++line;
      const std::size_t line_begin = script.begin_of(line);
      while (is_open && token.end <= line_begin) {
        is_open = scanner.next(token);
      }
      const bool is_in_token = is_open && token.begin < line_begin;
      left -= is_in_token || !script.line_text(line).empty() ? 1 : 0;
    }
    return {line, first + excerpt.line - 1};
  }

  /// A line of the bundle, as far as it is sent with a statement.
  [[nodiscard]] std::string_view text_sent(std::size_t position, std::uint64_t line) const {
    const SqlScript& script = bundle_.script;
    const std::size_t sent = statement(position).sent;
    const std::string_view text = script.line_text(line);
    const std::size_t begin = script.begin_of(line);
    return begin < sent ? text.substr(std::min(text.size(), sent - begin)) : text;
  }

  [[nodiscard]] std::string excerpt_line(const Excerpt& excerpt, std::uint64_t line) const {
    const std::string& old = lines_[excerpt.index];
    return fmt::format("LINE {}{}", line, old.substr(old.find(':')));
  }

  /// The caret moves as the number above it grows or shrinks.
  [[nodiscard]] std::string caret_line(const Excerpt& excerpt, std::uint64_t line) const {
    const std::string& old = lines_[excerpt.index + 1];
    const std::size_t before = std::to_string(excerpt.line).size();
    const std::size_t now = std::to_string(line).size();
    return now >= before ? std::string(now - before, ' ') + old
                         : old.substr(std::min(old.find_first_not_of(' '), before - now));
  }

  const RunningBundle& bundle_;
  const Lines& lines_;
  const Place& place_;
  std::optional<Excerpt> excerpt_; ///< none if it is of a query that the server made
};

} // namespace

void PsqlOutput::take(std::string_view text) {
  for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
    line_.append(text.substr(0, end + 1));
    take_line(std::exchange(line_, {}));
    text.remove_prefix(end + 1);
  }
  line_.append(text);
}

void PsqlOutput::flush() {
  if (!line_.empty()) {
    take_line(std::exchange(line_, {}));
  }
  end_message();
}

void PsqlOutput::take_line(std::string_view line) {
  if (place_in(line)) {
    end_message();
    message_.emplace_back(line);
  } else if (!message_.empty()) {
    message_.emplace_back(line);
  } else {
    write_(line);
  }
}

void PsqlOutput::end_message() {
  if (message_.empty()) {
    return;
  }
  const Lines message = std::exchange(message_, {});
  if (const auto place = place_in(message.front())) {
    const RunningBundle* bundle = find_bundle_(place->file);
    const auto text = bundle == nullptr ? std::nullopt
                                        : Message(*bundle, message, *place).rewritten(name_source_);
    if (text) {
      write_(*text);
      return;
    }
  }
  for (const std::string& line : message) {
    write_(line);
  }
}

} // namespace confiture
