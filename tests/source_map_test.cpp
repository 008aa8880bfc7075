#include "digest.hpp"
#include "failure.hpp"
#include "header.hpp"
#include "separator.hpp"
#include "source_map_builder.hpp"
#include "support.hpp"
#include <confiture/source_map.hpp>

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

namespace confiture {
namespace {

using testing::contains;
using testing::failure_of;
using testing::write_file;

using Files = std::vector<std::pair<std::string, std::string>>; ///< paths and texts

std::string body_of(const Separator& separator, const Files& files) {
  Buffer body;
  for (const auto& [path, text] : files) {
    separator.append(body, path);
    body.append(text);
  }
  return std::string(body.view());
}

std::string told(const SourceMap& map, std::uint64_t line, std::uint64_t column = 1) {
  const auto origin = map.origin_of(line, column);
  if (!origin) {
    return "none";
  }
  return std::string(name(origin->kind)) + " " + std::string(origin->file) + ":" +
         std::to_string(origin->line) + ":" + std::to_string(origin->column);
}

SourceMap small_map() {
  SourceMapBuilder builder;
  builder.begin_file("a.sql", 5);
  builder.add_text("x\ny\n");
  builder.begin_file("b/é.sql", 5);
  builder.add_text("\n");
  SourceMap map = builder.finish();
  put_below_header(map, std::string(14, '\n'));
  return map;
}

TEST_CASE("each line of a bundle is told where it comes from") {
  const SourceMap map = small_map();
  CHECK(map.lines == 14 + 5 + 2 + 5 + 1);
  CHECK(told(map, 1) == "header :0:0");
  CHECK(told(map, 14) == "header :0:0");
  CHECK(told(map, 15) == "separator a.sql:0:0");
  CHECK(told(map, 19, 7) == "separator a.sql:0:0");
  CHECK(told(map, 20) == "source a.sql:1:1");
  CHECK(told(map, 21, 7) == "source a.sql:2:7");
  CHECK(told(map, 22) == "separator b/é.sql:0:0");
  CHECK(told(map, 27) == "source b/é.sql:1:1");
  CHECK(told(map, 28) == "none");
  CHECK(told(map, 0) == "none");
}

TEST_CASE("a run may start within a line") {
  SourceMap map;
  map.files = {"a.sql"};
  map.lines = 3;
  map.runs = {{.line = 1,
               .column = 1,
               .kind = LineKind::Source,
               .file = 0,
               .source_line = 1,
               .source_column = 1},
              {.line = 1,
               .column = 4,
               .kind = LineKind::Source,
               .file = 0,
               .source_line = 1,
               .source_column = 9},
              {.line = 3,
               .column = 1,
               .kind = LineKind::MovedKey,
               .file = 0,
               .source_line = 1,
               .source_column = 5}};
  CHECK(told(map, 1, 3) == "source a.sql:1:3");
  CHECK(told(map, 1, 5) == "source a.sql:1:10");
  CHECK(told(map, 2, 5) == "source a.sql:2:5");
  CHECK(told(map, 3, 8) == "moved_key a.sql:1:5");
}

TEST_CASE("a bundle tells by its separators where its lines come from") {
  const testing::TemporaryDirectory directory;
  const std::string path = directory.path() / "schema.sql";
  const Files files = {{"a.sql", "x\n"}, {"b/é.sql", "y\nz\n"}};
  for (const char* style : {"block_comment", "line_comment", "mysql"}) {
    CAPTURE(style);
    const std::string body = body_of(Separator(style, std::nullopt), files);
    write_file(path, header("prod", "now", sha256(body), 2) + body);
    const auto bundle = map_bundle(path);
    REQUIRE(bundle);
    CHECK(bundle->environment == "prod");
    CHECK(bundle->is_as_built);
    CHECK_FALSE(bundle->has_unknown_moves);
    CHECK(bundle->map.body_digest == sha256(body));
    CHECK(told(bundle->map, 20) == "source a.sql:1:1");
    CHECK(told(bundle->map, 26) == "source b/é.sql:1:1");
    CHECK(told(bundle->map, 27) == "source b/é.sql:2:1");
    CHECK(told(bundle->map, 28) == "none");
    write_file(path, body);
    CHECK(told(map_bundle(path)->map, 6) == "source a.sql:1:1");
  }
}

TEST_CASE("keys that were moved to the end of a bundle are told apart") {
  const testing::TemporaryDirectory directory;
  const std::string path = directory.path() / "schema.sql";
  std::string body = body_of(Separator("block_comment", std::nullopt), {{"a.sql", "x\n"}});
  body += "\n-- ============================================\n"
          "-- Pass 2: Foreign Key Constraints\n"
          "-- ============================================\n\nALTER";
  write_file(path, header("prod", "now", sha256(body), 1) + body);
  const auto bundle = map_bundle(path);
  REQUIRE(bundle);
  CHECK(bundle->has_unknown_moves);
  CHECK(told(bundle->map, 21) == "source a.sql:2:1");
  CHECK(told(bundle->map, 22) == "moved_key :0:0");
  CHECK(told(bundle->map, 26) == "moved_key :0:0");
  CHECK(told(bundle->map, 27) == "none");
}

TEST_CASE("a file without separators is no bundle to be mapped") {
  const testing::TemporaryDirectory directory;
  const std::string path = directory.path() / "schema.sql";
  CHECK_FALSE(map_bundle(path));
  for (const char* text : {"", "select 1;\n"}) {
    write_file(path, text);
    CHECK(contains(failure_of([&] { map_bundle(path); }).what(), "no separators"));
  }
}

} // namespace
} // namespace confiture
