#include "running_bundle.hpp"

#include "file.hpp"
#include "source_lines.hpp"
#include "utf8.hpp"
#include <confiture/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace confiture {

namespace {

/// A stretch of a line of a bundle that one run covers.
struct Stretch {
  std::string_view text;
  std::uint64_t column = 1; ///< where it begins
  bool ends_line = true;
};

Stretch stretch_of(const RunningBundle& bundle, const SourceMap::Run& run, std::uint64_t line) {
  const auto& runs = bundle.mapped.map.runs;
  const std::string_view text = bundle.script.line_text(line);
  const SourceMap::Run* const next = &run + 1;
  Stretch stretch{.text = text,
                  .column = run.line == line ? run.column : 1,
                  .ends_line = next == runs.data() + runs.size() || next->line != line};
  if (!stretch.ends_line) {
    stretch.text = utf8::first_characters(text, next->column - 1);
  }
  stretch.text.remove_prefix(utf8::first_characters(stretch.text, stretch.column - 1).size());
  return stretch;
}

/// A line of a source, with a byte-order mark if it has one; none if there is no such line.
std::optional<std::string_view> source_line(std::string_view text, std::uint64_t line) {
  const SourceLines lines(text);
  if (line == 0 || line > lines.count()) {
    return std::nullopt;
  }
  const std::size_t begin = line == 1 ? 0 : lines.begin_of(line);
  return text.substr(begin, lines.end_of(line) - begin);
}

} // namespace

std::optional<RunningBundle> read_running_bundle(const std::string& path,
                                                 const std::optional<SourceMap>& map) {
  auto mapped = map ? map_bundle(path, *map) : map_bundle(path);
  if (!mapped) {
    return std::nullopt;
  }
  FileContent content = read_whole(open_regular_file(path));
  if (!content.problem.empty()) {
    throw Error(
        ErrorCode::Schema001,
        fmt::format("Cannot read the schema file {}: {}", printable(path), content.problem));
  }
  return RunningBundle{.script = SqlScript(std::move(content.bytes)), .mapped = std::move(*mapped)};
}

bool is_in_source(const RunningBundle& bundle,
                  std::uint64_t line,
                  std::uint64_t column,
                  const std::string& path) {
  const SourceMap& map = bundle.mapped.map;
  const SourceMap::Run* const run = map.run_at(line, std::max<std::uint64_t>(column, 1));
  if (run == nullptr) {
    return false;
  }
  const Stretch stretch = stretch_of(bundle, *run, line);
  const Origin origin = map.origin_of(line, stretch.column).value_or(Origin());
  const FileContent content = read_whole(open_regular_file(path));
  const auto source = source_line(content.bytes, origin.line);
  if (!content.problem.empty() || !source || origin.column == 0) {
    return false;
  }
  const std::string_view rest =
      source->substr(utf8::first_characters(*source, origin.column - 1).size());
  return stretch.ends_line ? rest == stretch.text : rest.starts_with(stretch.text);
}

} // namespace confiture
