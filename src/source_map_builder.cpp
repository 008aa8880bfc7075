#include "source_map_builder.hpp"

#include <algorithm>
#include <utility>

namespace confiture {

void SourceMapBuilder::begin_file(std::string_view path, std::uint64_t separator_lines) {
  map_.files.emplace_back(path);
  begin_run(LineKind::Separator);
  lines_ += separator_lines;
  begin_run(LineKind::Source);
}

void SourceMapBuilder::add_text(std::string_view text) {
  if (text.empty()) {
    return;
  }
  if (map_.runs.empty()) {
    begin_run(LineKind::Header);
  }
  lines_ += static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
  is_in_line_ = text.back() != '\n';
}

SourceMap SourceMapBuilder::finish(std::uint64_t header_lines) {
  for (SourceMap::Run& run : map_.runs) {
    run.line += header_lines;
  }
  const bool starts_with_header = !map_.runs.empty() && map_.runs.front().kind == LineKind::Header;
  if (starts_with_header) {
    map_.runs.front().line = 1;
  } else if (header_lines > 0) {
    map_.runs.insert(map_.runs.begin(), SourceMap::Run());
  }
  map_.lines = header_lines + lines_ + (is_in_line_ ? 1 : 0);
  return std::move(map_);
}

void SourceMapBuilder::begin_run(LineKind kind) {
  const bool is_source = kind == LineKind::Source;
  const bool is_of_file = is_source || kind == LineKind::Separator;
  map_.runs.push_back({.line = lines_ + 1,
                       .column = 1,
                       .kind = kind,
                       .file = is_of_file ? map_.files.size() - 1 : SourceMap::no_file,
                       .source_line = is_source ? 1U : 0U,
                       .source_column = is_source ? 1U : 0U});
}

} // namespace confiture
