#include "source_map_file.hpp"

#include "digest.hpp"
#include "file.hpp"
#include "path.hpp"
#include "text.hpp"
#include <confiture/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <new>
#include <optional>
#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>
#include <tuple>
#include <utility>

namespace confiture {

namespace {

using Run = SourceMap::Run;

constexpr std::uint64_t version = 1;

constexpr std::array<std::string_view, 5> members = {
    "version", "body_sha256", "lines", "files", "runs"};
enum Member : std::size_t { Version, BodyDigest, Lines, Files, Runs };

/// What every reader of JSON can count to, and what can be added up without care.
constexpr std::uint64_t largest_number = std::uint64_t{1} << 53U;

constexpr std::size_t longest_shown = 80; ///< of a text in a message, in bytes

constexpr std::string_view run_examples =
    R"(a run such as [1,1,"header"] or [20,1,"source",0,1,1])";

std::string json_string(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      quoted += '\\';
    }
    quoted +=
        static_cast<unsigned char>(c) < 0x20 ? fmt::format("\\u{:04x}", c) : std::string(1, c);
  }
  return quoted + '"';
}

std::string run_text(const Run& run) {
  std::string text = fmt::format(R"([{},{},"{}")", run.line, run.column, name(run.kind));
  if (run.file != SourceMap::no_file) {
    text += fmt::format(",{}", run.file);
    if (run.source_line != 0) {
      text += fmt::format(",{},{}", run.source_line, run.source_column);
    }
  }
  return text + "]";
}

std::optional<LineKind> kind_named(std::string_view text) {
  for (const LineKind kind :
       {LineKind::Header, LineKind::Separator, LineKind::Source, LineKind::MovedKey}) {
    if (text == name(kind)) {
      return kind;
    }
  }
  return std::nullopt;
}

/// Whether runs of a kind have so many members.
bool has_size(LineKind kind, std::size_t size) {
  switch (kind) {
  case LineKind::Header:
    return size == 3;
  case LineKind::Separator:
    return size == 4;
  case LineKind::Source:
    return size == 6;
  case LineKind::MovedKey:
    return size == 3 || size == 6;
  }
  return false;
}

/// A path as a build has it: below the base directory, and fit for a separator.
bool is_file_name(std::string_view text) {
  const auto parts = path::components(text);
  return !text.empty() && !text.starts_with('/') && path::plain(text) == text &&
         printable(text) == text && std::find(parts.begin(), parts.end(), "..") == parts.end();
}

/// RapidJSON's own allocator gives null, and RapidJSON uses it, when there is no memory.
class ThrowingAllocator {
public:
  // NOLINTBEGIN(readability-identifier-naming): the names that RapidJSON calls
  static void* Malloc(std::size_t size) { return size == 0 ? nullptr : ::operator new(size); }
  static void* Realloc(void* old, std::size_t old_size, std::size_t size) {
    void* const memory = Malloc(size);
    if (old != nullptr && memory != nullptr) {
      std::memcpy(memory, old, std::min(old_size, size));
    }
    Free(old);
    return memory;
  }
  static void Free(void* memory) { ::operator delete(memory); }
  // NOLINTEND(readability-identifier-naming)
};

/// Takes what RapidJSON comes by. The first thing that does not belong there ends it.
class MapReader : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, MapReader> {
public:
  [[nodiscard]] const std::string& problem() const { return problem_; }
  SourceMap finish() { return std::move(map_); }

  // NOLINTBEGIN(readability-identifier-naming): the names that RapidJSON calls
  bool Default() { return refuse(expected(), "a value of another type"); }
  bool Uint(unsigned number) { return Uint64(number); }
  bool Uint64(std::uint64_t number) { return take_number(number); }
  bool String(const char* text, rapidjson::SizeType size, bool /*copy*/) {
    return take_text(std::string(text, size));
  }
  bool Key(const char* text, rapidjson::SizeType size, bool /*copy*/) {
    const std::string_view key(text, size);
    is_at_value_ = place_ == Place::InMap && member_ < members.size() && key == members[member_];
    return is_at_value_ ||
           refuse(expected(), "the member " + json_string(key.substr(0, longest_shown)));
  }
  bool StartObject() {
    if (place_ != Place::Start) {
      return refuse(expected(), "an object");
    }
    place_ = Place::InMap;
    return true;
  }
  bool EndObject(rapidjson::SizeType /*size*/) {
    place_ = Place::End;
    return member_ == members.size() ? settle() : refuse(expected(), "the end");
  }
  bool StartArray() {
    if (place_ == Place::InMap && is_at_value_ && (member_ == Files || member_ == Runs)) {
      place_ = member_ == Files ? Place::InFiles : Place::InRuns;
      return true;
    }
    if (place_ == Place::InRuns) {
      place_ = Place::InRun;
      row_size_ = 0;
      return true;
    }
    return refuse(expected(), "a list");
  }
  bool EndArray(rapidjson::SizeType /*size*/) {
    if (place_ == Place::InRun) {
      place_ = Place::InRuns;
      return take_run();
    }
    place_ = Place::InMap;
    return end_member();
  }
  // NOLINTEND(readability-identifier-naming)

private:
  enum class Place : std::uint8_t { Start, InMap, InFiles, InRuns, InRun, End };
  static constexpr std::size_t kind_position = 2; ///< in a run

  /// Always false.
  bool refuse(std::string_view wanted, std::string_view found) {
    problem_ = fmt::format("expected {}, found {}", wanted, found);
    return false;
  }

  [[nodiscard]] std::string expected() const {
    switch (place_) {
    case Place::Start:
      return "an object, the source map";
    case Place::InFiles:
      return "the path of a file";
    case Place::InRuns:
    case Place::InRun:
      return std::string(run_examples);
    case Place::InMap:
    case Place::End:
      break;
    }
    if (member_ == members.size()) {
      return "nothing more";
    }
    return fmt::format("{} \"{}\"", is_at_value_ ? "a value for" : "the member", members[member_]);
  }

  bool end_member() {
    ++member_;
    is_at_value_ = false;
    return true;
  }

  bool take_number(std::uint64_t number) {
    if (number > largest_number) {
      return refuse("a number up to 2^53", std::to_string(number));
    }
    if (place_ == Place::InRun && row_size_ != kind_position && row_size_ < row_.size()) {
      row_[row_size_++] = number;
      return true;
    }
    if (place_ != Place::InMap || !is_at_value_ || (member_ != Version && member_ != Lines)) {
      return refuse(expected(), std::to_string(number));
    }
    if (member_ == Version && number != version) {
      return refuse(fmt::format("version {}", version), std::to_string(number));
    }
    map_.lines = number;
    return end_member();
  }

  bool refuse_text(std::string_view wanted, std::string_view text) {
    return refuse(wanted, json_string(text.substr(0, longest_shown)));
  }

  bool take_text(const std::string& text) {
    if (place_ == Place::InRun) {
      const auto kind = row_size_ == kind_position ? kind_named(text) : std::nullopt;
      ++row_size_;
      kind_ = kind.value_or(kind_);
      return kind || refuse_text(run_examples, text);
    }
    if (place_ == Place::InFiles) {
      map_.files.push_back(text);
      return is_file_name(text) || refuse_text("the path of a file below the base directory", text);
    }
    if (place_ != Place::InMap || !is_at_value_ || member_ != BodyDigest) {
      return refuse_text(expected(), text);
    }
    map_.body_digest = text;
    return is_digest(text) ? end_member() : refuse_text("a SHA-256 in hexadecimal digits", text);
  }

  bool take_run() {
    if (!has_size(kind_, row_size_)) {
      return refuse(run_examples,
                    fmt::format("one of kind {} with {} members", name(kind_), row_size_));
    }
    Run run{.line = row_[0], .column = row_[1], .kind = kind_};
    if (row_size_ > kind_position + 1) {
      run.file = static_cast<std::size_t>(row_[3]);
    }
    if (row_size_ == row_.size()) {
      run.source_line = row_[4];
      run.source_column = row_[5];
    }
    map_.runs.push_back(run);
    return check_place() && check_source();
  }

  /// That the last run starts behind the one before it, and where the bundle has a line.
  bool check_place() {
    const auto place_of = [](const Run& run) { return std::tie(run.line, run.column); };
    const Run& run = map_.runs.back();
    const auto refuse_here = [&](std::string_view wanted) {
      return refuse(wanted, fmt::format("one at {}:{}", run.line, run.column));
    };
    if (map_.runs.size() == 1) {
      return (run.line == 1 && run.column == 1 && map_.lines > 0) ||
             refuse_here(map_.lines == 0 ? "no run, as there are no lines" : "a first run at 1:1");
    }
    const Run& before = map_.runs[map_.runs.size() - 2];
    if (run.column == 0 || place_of(run) <= place_of(before)) {
      return refuse_here(fmt::format("a run behind the one at {}:{}", before.line, before.column));
    }
    return run.line <= map_.lines ||
           refuse_here(fmt::format("a run in one of {} lines", map_.lines));
  }

  bool check_source() {
    const Run& run = map_.runs.back();
    if (run.file != SourceMap::no_file && run.file >= map_.files.size()) {
      return refuse(fmt::format("a position among {} files, from 0", map_.files.size()),
                    std::to_string(run.file));
    }
    return row_size_ < row_.size() || (run.source_line > 0 && run.source_column > 0) ||
           refuse("line and column of a source, from 1",
                  fmt::format("{}:{}", run.source_line, run.source_column));
  }

  bool settle() {
    return map_.lines == 0 || !map_.runs.empty() || refuse("a first run at 1:1", "none");
  }

  SourceMap map_;
  std::string problem_;
  Place place_ = Place::Start;
  std::size_t member_ = 0;             ///< the one that is read, or comes next
  bool is_at_value_ = false;           ///< its name has been read
  std::array<std::uint64_t, 6> row_{}; ///< the numbers of the run that is read
  std::size_t row_size_ = 0;
  LineKind kind_ = LineKind::Header; ///< of that run
};

Error not_a_map(const std::string& name, const std::string& problem) {
  return {ErrorCode::Schema001,
          fmt::format("{}: not a source map: {}", printable(name), problem),
          "Write it again, with its bundle: confiture-build build --source-map FILE"};
}

} // namespace

std::string source_map_text(const SourceMap& map) {
  std::string text = fmt::format("{{\"version\": {},\n \"body_sha256\": \"{}\",\n \"lines\": {},\n",
                                 version,
                                 map.body_digest,
                                 map.lines);
  const auto add = [&](bool is_first, const std::string& entry) {
    text.append(is_first ? "\n  " : ",\n  ").append(entry);
  };
  text += " \"files\": [";
  for (const std::string& file : map.files) {
    add(&file == map.files.data(), json_string(file));
  }
  text += "],\n \"runs\": [";
  for (const Run& run : map.runs) {
    add(&run == map.runs.data(), run_text(run));
  }
  return text + "]}\n";
}

SourceMap parse_source_map(std::string_view text, const std::string& name) {
  rapidjson::MemoryStream stream(text.data(), text.size());
  rapidjson::GenericReader<rapidjson::UTF8<>, rapidjson::UTF8<>, ThrowingAllocator> json;
  MapReader reader;
  constexpr unsigned flags = rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag;
  const rapidjson::ParseResult result = json.Parse<flags>(stream, reader);
  const auto at_line = [&](std::size_t offset) {
    return fmt::format("{}:{}", name, text::count_newlines(text.substr(0, offset)) + 1);
  };
  if (!reader.problem().empty()) {
    throw not_a_map(at_line(result.Offset()), printable(reader.problem()));
  }
  if (result.IsError()) {
    throw not_a_map(at_line(result.Offset()),
                    fmt::format("no JSON: {}", rapidjson::GetParseError_En(result.Code())));
  }
  if (stream.Tell() < text.size()) { // RapidJSON takes NUL for the end
    throw not_a_map(at_line(stream.Tell()), "expected nothing more, found NUL");
  }
  return reader.finish();
}

SourceMap read_source_map(const std::string& path) {
  const FileContent content = read_whole(open_regular_file(path));
  if (!content.problem.empty()) {
    throw Error(ErrorCode::Schema001,
                fmt::format("Cannot read the source map {}: {}", printable(path), content.problem),
                "Name one that a build wrote: confiture-build build --source-map FILE");
  }
  return parse_source_map(content.bytes, path);
}

} // namespace confiture
