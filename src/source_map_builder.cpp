#include "source_map_builder.hpp"

#include "text.hpp"

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
  lines_ += text::count_newlines(text);
  is_in_line_ = text.back() != '\n';
}

SourceMap SourceMapBuilder::finish() {
  map_.lines = lines_ + (is_in_line_ ? 1 : 0);
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

void put_below_header(SourceMap& map, std::string_view header) {
  if (header.empty()) {
    return;
  }
  const std::uint64_t lines = text::count_newlines(header);
  for (SourceMap::Run& run : map.runs) {
    run.line += lines;
  }
  map.lines += lines;
  if (!map.runs.empty() && map.runs.front().kind == LineKind::Header) {
    map.runs.front().line = 1;
  } else {
    map.runs.insert(map.runs.begin(), SourceMap::Run());
  }
}

} // namespace confiture
