#include "failure.hpp"
#include "random.hpp"
#include "source_map_file.hpp"
#include "support.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace confiture {
namespace {

using testing::contains;
using testing::failure_of;

const std::string digest(64, 'a');

const std::string small_text = R"({"version": 1,
 "body_sha256": ")" + digest + R"(",
 "lines": 30,
 "files": [
  "a \"b\".sql",
  "c/é.sql"],
 "runs": [
  [1,1,"header"],
  [15,1,"separator",0],
  [20,1,"source",0,1,1],
  [20,8,"source",1,3,12],
  [24,1,"moved_key"],
  [29,1,"moved_key",1,3,5]]}
)";

SourceMap small_map() {
  return {
      .files = {"a \"b\".sql", "c/é.sql"},
      .runs =
          {{},
           {.line = 15, .kind = LineKind::Separator, .file = 0},
           {.line = 20, .kind = LineKind::Source, .file = 0, .source_line = 1, .source_column = 1},
           {.line = 20,
            .column = 8,
            .kind = LineKind::Source,
            .file = 1,
            .source_line = 3,
            .source_column = 12},
           {.line = 24, .kind = LineKind::MovedKey},
           {.line = 29,
            .kind = LineKind::MovedKey,
            .file = 1,
            .source_line = 3,
            .source_column = 5}},
      .lines = 30,
      .body_digest = digest};
}

void check_same(const SourceMap& map, const SourceMap& expected) {
  CHECK(map.files == expected.files);
  CHECK((map.runs == expected.runs));
  CHECK(map.lines == expected.lines);
  CHECK(map.body_digest == expected.body_digest);
}

TEST_CASE("a source map is JSON with a line for each file and each run") {
  CHECK(source_map_text(small_map()) == small_text);
  check_same(parse_source_map(small_text, "m"), small_map());
}

TEST_CASE("blanks in a source map mean nothing") {
  const auto json = nlohmann::ordered_json::parse(small_text);
  check_same(parse_source_map(json.dump(), "m"), small_map());
  check_same(parse_source_map(json.dump(7), "m"), small_map());
}

TEST_CASE("a map of nothing has no runs") {
  const SourceMap none{.body_digest = digest};
  check_same(parse_source_map(source_map_text(none), "m"), none);
}

/// The next run's place, in the same line or in one of the next.
void go_on(SourceMap::Run& run, testing::Random& random) {
  const std::size_t lines = random.below(4);
  run.line += lines;
  run.column = lines == 0 ? run.column + 1 + random.below(9) : 1 + random.below(9);
}

SourceMap random_map(testing::Random& random) {
  SourceMap map{.body_digest = digest};
  const std::vector<std::string> names = {"a", "é", "日", "\"", "\\", "'", " ", "😀", "b."};
  for (std::size_t left = 1 + random.below(4); left > 0; --left) {
    map.files.push_back(random.text(names, 5) + "/x" + random.text(names, 9));
    if (map.files.back().starts_with('/')) {
      map.files.back().erase(0, 1);
    }
  }
  SourceMap::Run run;
  for (std::size_t left = 1 + random.below(20); left > 0; --left) {
    const auto kind = static_cast<LineKind>(random.below(4));
    const bool has_file = kind != LineKind::Header && (kind != LineKind::MovedKey || left % 2 == 0);
    const bool has_place = has_file && kind != LineKind::Separator;
    run.kind = kind;
    run.file = has_file ? random.below(map.files.size()) : SourceMap::no_file;
    run.source_line = has_place ? 1 + random.below(99) : 0;
    run.source_column = has_place ? 1 + random.below(99) : 0;
    map.runs.push_back(run);
    map.lines = run.line + random.below(3);
    go_on(run, random);
  }
  return map;
}

TEST_CASE("what is read of a source map is what was written") {
  testing::Random random(5);
  for (int round = 0; round < 500; ++round) {
    CAPTURE(round);
    const SourceMap map = random_map(random);
    const std::string text = source_map_text(map);
    check_same(parse_source_map(text, "m"), map);
    CHECK(nlohmann::json::parse(text)["runs"].size() == map.runs.size());
  }
}

struct Damage {
  std::string from;
  std::string to;
  std::size_t line;
  std::string told;
};

const std::vector<Damage> damages = {
    {R"("version": 1)", R"("version": 2)", 1, "expected version 1, found 2"},
    {R"("version": 1)", R"("version": "1")", 1, R"(expected a value for "version", found "1")"},
    {R"("version": 1,)", "", 2, R"(expected the member "version", found the member "body_sha)"},
    {R"(aaaa")", R"(aaaA")", 2, "expected a SHA-256 in hexadecimal digits"},
    {R"(aaaa")", R"(aaa")", 2, "expected a SHA-256"},
    {" 30", " -30", 3, R"(expected a value for "lines", found a value of another type)"},
    {" 30", " 30.5", 3, "of another type"},
    {" 30", " null", 3, "of another type"},
    {" 30", " [30]", 3, R"(expected a value for "lines", found a list)"},
    {" 30", " 9007199254740993", 3, "up to 2^53, found 9007199254740993"},
    {" 30", " 99999999999999999999999", 3, "of another type"},
    {" 30", " 28", 13, "expected a run in one of 28 lines, found one at 29:1"},
    {" 30", " 0", 8, "expected no run, as there are no lines, found one at 1:1"},
    {R"("files")", R"("file")", 4, R"(expected the member "files", found the member "file")"},
    {R"("c/é.sql")", "7", 6, "expected the path of a file, found 7"},
    {"c/é", "/c", 6, R"(below the base directory, found "/c.sql")"},
    {"c/é", "../c", 6, "below the base directory"},
    {"c/é", "c/../é", 6, "below the base directory"},
    {"c/é.sql", "", 6, R"(below the base directory, found "")"},
    {"c/é", "c\\n", 6, R"(below the base directory, found "c\u000a.sql")"},
    {R"([1,1,"header"])", R"([2,1,"header"])", 8, "expected a first run at 1:1, found one at 2:1"},
    {R"([1,1,"header"])", R"([1,1,"heade"])", 8, R"(expected a run such as [1,1,"header"] or)"},
    {R"([1,1,"header"])", "[1,1]", 8, "found one of kind header with 2 members"},
    {R"([1,1,"header"])", "{}", 8, "found an object"},
    {R"([1,1,"header"])", "1", 8, "found 1"},
    {R"([1,1,"header"])", R"([1,"header",1])", 8, R"(found "header")"},
    {R"([1,1,"header"])", "[1,1,1]", 8, "found 1"},
    {R"([1,1,"header"])", R"([1,1,"header",0])", 8, "found one of kind header with 4 members"},
    {"[15,1,", "[1,1,", 9, "expected a run behind the one at 1:1, found one at 1:1"},
    {"[20,8,", "[20,0,", 11, "expected a run behind the one at 20:1, found one at 20:0"},
    {"[20,8,", "[19,8,", 11, "expected a run behind the one at 20:1, found one at 19:8"},
    {R"("separator",0)", R"("separator",2)", 9, "a position among 2 files, from 0, found 2"},
    {R"("separator",0)", R"("separator")", 9, "found one of kind separator with 3 members"},
    {"1,3,12", "1,0,12", 11, "line and column of a source, from 1, found 0:12"},
    {"1,3,12", "1,3,0", 11, "line and column of a source, from 1, found 3:0"},
    {"1,3,12", "1,3", 11, "found one of kind source with 5 members"},
    {"1,3,12", "1,3,12,1", 11, "found 1"},
    {R"("header"],)", R"("header"])", 9, "no JSON: Missing a comma"},
    {"]]}", "]", 14, "no JSON"},
    {"]]}", "]]", 14, "no JSON"},
    {"]]}", R"(]],"more": 1})", 13, R"(expected nothing more, found the member "more")"},
    {"]]}\n", "]]}{", 13, "no JSON"},
    {"]]}\n", "]]}\n" + std::string(1, '\0'), 14, "found NUL"},
    {"c/é", "c/\xC3", 6, "no JSON: Invalid encoding"},
    {small_text, "", 1, "no JSON"},
    {small_text, "[]", 1, "expected an object, the source map, found a list"},
    {small_text, "{}", 1, R"(expected the member "version", found the end)"}};

void check_damage(const Damage& damage) {
  CAPTURE(damage.from);
  CAPTURE(damage.to);
  std::string text = small_text;
  REQUIRE(contains(text, damage.from));
  text.replace(text.find(damage.from), damage.from.size(), damage.to);
  const Error error = failure_of([&] { parse_source_map(text, "out/m.json"); });
  const std::string message = error.what();
  CAPTURE(message);
  CHECK(error.code() == ErrorCode::Schema001);
  CHECK(message.starts_with("out/m.json:" + std::to_string(damage.line) + ": not a source map"));
  CHECK(contains(message, damage.told));
  CHECK(contains(error.hint(), "build --source-map FILE"));
}

TEST_CASE("a damaged source map is told with its line, and what was found there") {
  for (const Damage& damage : damages) {
    check_damage(damage);
  }
}

TEST_CASE("a source map that lacks its runs is damaged, wherever it ends") {
  for (std::size_t size = 0; size + 2 < small_text.size(); ++size) {
    CAPTURE(size);
    CHECK_THROWS_AS(parse_source_map(small_text.substr(0, size), "m"), Error);
  }
}

TEST_CASE("a source map that is not there, or no file, is an error that names it") {
  const testing::TemporaryDirectory directory;
  const std::string missing = directory.path() / "m.json";
  CHECK(contains(failure_of([&] { read_source_map(missing); }).what(), missing + ": No such file"));
  CHECK(contains(failure_of([&] { read_source_map(directory.path()); }).what(),
                 "Cannot read the source map"));
  testing::write_file(missing, small_text);
  check_same(read_source_map(missing), small_map());
}

} // namespace
} // namespace confiture
