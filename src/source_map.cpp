#include <confiture/source_map.hpp>

#include <algorithm>
#include <iterator>
#include <tuple>

namespace confiture {

std::string_view name(LineKind kind) {
  switch (kind) {
  case LineKind::Header:
    return "header";
  case LineKind::Separator:
    return "separator";
  case LineKind::Source:
    return "source";
  case LineKind::MovedKey:
    return "moved_key";
  }
  return "header";
}

const SourceMap::Run* SourceMap::run_at(std::uint64_t line, std::uint64_t column) const {
  const auto next = std::upper_bound(
      runs.begin(), runs.end(), std::tie(line, column), [](const auto& place, const Run& run) {
        return place < std::tie(run.line, run.column);
      });
  return line > lines || next == runs.begin() ? nullptr : &*std::prev(next);
}

std::optional<Origin> SourceMap::origin_of(std::uint64_t line, std::uint64_t column) const {
  const Run* const found = run_at(line, column);
  if (found == nullptr) {
    return std::nullopt;
  }
  const Run& run = *found;
  Origin origin{.kind = run.kind};
  if (run.file != no_file) {
    origin.file = files[run.file];
  }
  if (run.kind == LineKind::Source) {
    origin.line = run.source_line + (line - run.line);
    origin.column = line == run.line ? run.source_column + (column - run.column) : column;
  } else if (run.kind == LineKind::MovedKey) {
    origin.line = run.source_line; // written anew, on lines of its own
    origin.column = run.source_column;
  }
  return origin;
}

} // namespace confiture
