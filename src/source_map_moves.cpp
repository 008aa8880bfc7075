#include "source_map_moves.hpp"

#include "text.hpp"
#include "utf8.hpp"

#include <algorithm>
#include <compare>
#include <utility>

namespace confiture {

namespace {

using Run = SourceMap::Run;

struct Place {
  std::uint64_t line = 1;
  std::uint64_t column = 1; ///< in characters

  friend auto operator<=>(const Place&, const Place&) = default;
};

Place place_of(const Run& run) {
  return {.line = run.line, .column = run.column};
}

/// Where something is that lies as far behind `to` as `place` does behind `from`.
Place moved_by(Place place, Place from, Place to) {
  return {.line = to.line + (place.line - from.line),
          .column =
              place.line == from.line ? to.column + (place.column - from.column) : place.column};
}

/// Finds places in a text, front to back.
class Places {
public:
  explicit Places(std::string_view text) : rest_(text) {}

  /// Of a byte that is not before the one asked for last.
  Place at(std::size_t offset) {
    const std::string_view passed = rest_.substr(0, offset - offset_);
    const std::size_t newline = passed.rfind('\n');
    if (newline != std::string_view::npos) {
      place_ = {.line = place_.line + text::count_newlines(passed), .column = 1};
    }
    place_.column += utf8::count_characters(
        newline == std::string_view::npos ? passed : passed.substr(newline + 1));
    rest_.remove_prefix(passed.size());
    offset_ = offset;
    return place_;
  }

private:
  std::string_view rest_;
  std::size_t offset_ = 0;
  Place place_;
};

/// Puts a map together out of stretches of another.
class MapMover {
public:
  MapMover(const SourceMap& map, std::string_view body) : map_(map), places_(body) {
    moved_.files = map.files;
  }

  /// These bytes of the body come next.
  void keep(Span span) {
    if (span.begin == span.end) {
      return;
    }
    const Place first = places_.at(span.begin);
    const Place behind = places_.at(span.end);
    add_run_at(first, LineKind::Source);
    auto run = std::upper_bound(
        map_.runs.begin(), map_.runs.end(), first, [](const Place& place, const Run& candidate) {
          return place < place_of(candidate);
        });
    for (; run != map_.runs.end() && place_of(*run) < behind; ++run) {
      const Place place = moved_by(place_of(*run), first, end_);
      moved_.runs.push_back(*run);
      moved_.runs.back().line = place.line;
      moved_.runs.back().column = place.column;
    }
    end_ = moved_by(behind, first, end_);
  }

  /// What was written anew comes next, to the end.
  void add_keys(std::string_view body, std::string_view text, const postgres::MovedBody& moved) {
    const Place begin = end_;
    const std::size_t begin_offset = moved.text.size() - text.size();
    moved_.runs.push_back({.line = begin.line, .column = begin.column, .kind = LineKind::MovedKey});
    Places from(body);
    Places to(text);
    for (const postgres::MovedKey& key : moved.keys) {
      end_ = moved_by(to.at(key.to - begin_offset), {}, begin);
      add_run_at(from.at(key.from), LineKind::MovedKey);
    }
    end_ = moved_by(to.at(text.size()), {}, begin);
  }

  SourceMap finish() {
    moved_.lines = end_.column == 1 ? end_.line - 1 : end_.line;
    return std::move(moved_);
  }

private:
  /// A run that leads to where a place of the body leads to.
  void add_run_at(Place place, LineKind kind_of_source) {
    const Run* run = map_.run_at(place.line, place.column);
    const auto origin = map_.origin_of(place.line, place.column);
    if (run != nullptr && origin) {
      const bool is_source = run->kind == LineKind::Source;
      moved_.runs.push_back({.line = end_.line,
                             .column = end_.column,
                             .kind = is_source ? kind_of_source : run->kind,
                             .file = run->file,
                             .source_line = origin->line,
                             .source_column = origin->column});
    }
  }

  const SourceMap& map_;
  Places places_;
  SourceMap moved_;
  Place end_; ///< of what has come so far
};

} // namespace

SourceMap
map_of_moved(const SourceMap& map, std::string_view body, const postgres::MovedBody& moved) {
  MapMover mover(map, body);
  std::size_t done = 0;
  std::size_t kept = 0;
  for (const Span& cut : moved.cuts) {
    mover.keep({.begin = done, .end = cut.begin});
    kept += cut.begin - done;
    done = cut.end;
  }
  mover.keep({.begin = done, .end = body.size()});
  kept += body.size() - done;
  if (!moved.keys.empty()) {
    mover.add_keys(body, std::string_view(moved.text).substr(kept), moved);
  }
  return mover.finish();
}

} // namespace confiture
