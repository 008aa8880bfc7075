// Sources that change between the look at them and the read, or while they are read.

#include "failure.hpp"
#include "read_sources.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <sys/stat.h>

namespace confiture {
namespace {

using testing::contains;
using testing::failure_of;
using testing::run_once;
using testing::several_pieces;
using testing::Sources;
using testing::write_file;

TEST_CASE("a small file that changes after it was measured is read as it is then") {
  Sources sources;
  sources.add("a.sql", "before").add("b.sql", "b");
  const Separator separator("custom", "--");
  SourceReader reader(sources.selection(), {.separator = &separator});
  reader.measure();
  write_file(sources.path("a.sql"), "after, and longer");
  Batch batch;
  REQUIRE(reader.next(batch));
  reader.fill(batch);
  CHECK(batch.body.view() == "\n--\nafter, and longer\n\n--\nb\n");
}

TEST_CASE("a small file that becomes large after it was measured fails") {
  Sources sources;
  sources.add("a.sql", "before");
  SourceReader reader(sources.selection(), {});
  reader.measure();
  write_file(sources.path("a.sql"), std::string(several_pieces, 'x'));
  CHECK_THROWS_AS(run_once(reader, [](const Batch&) {}), SourceChanged);
}

TEST_CASE(
    "a file that grows or shrinks or is replaced between look and read is read as it is then") {
  for (const std::string text : {"before and more", "be", "", "BEFORE"}) {
    for (const bool is_replaced : {false, true}) {
      Sources sources;
      sources.add("a.sql", "before");
      SourceReader reader(sources.selection(), {});
      reader.measure();
      write_file(sources.path(is_replaced ? "new" : "a.sql"), text);
      if (is_replaced) {
        std::filesystem::rename(sources.path("new"), sources.path("a.sql"));
      }
      Batch batch;
      REQUIRE(reader.next(batch));
      reader.fill(batch);
      CHECK(batch.body.view() == text);
    }
  }
}

TEST_CASE("a file that vanishes between look and read fails") {
  for (const std::size_t size : {std::size_t{1}, several_pieces}) {
    Sources sources;
    sources.add("a.sql", std::string(size, 'x'));
    SourceReader reader(sources.selection(), {});
    reader.measure();
    std::filesystem::remove(sources.path("a.sql"));
    const auto read = [&] {
      Batch batch;
      reader.next(batch);
      reader.fill(batch);
    };
    const Error error = failure_of(read);
    CHECK(contains(error.what(), sources.path("a.sql")));
  }
}

TEST_CASE("a file that is replaced by a pipe between look and read is refused at once") {
  Sources sources;
  sources.add("a.sql", "before");
  SourceReader reader(sources.selection(), {});
  reader.measure();
  std::filesystem::remove(sources.path("a.sql"));
  REQUIRE(::mkfifo(sources.path("a.sql").c_str(), 0600) == 0);
  Batch batch;
  REQUIRE(reader.next(batch));
  CHECK(contains(failure_of([&] { reader.fill(batch); }).what(), sources.path("a.sql")));
}

/// Reads a large file and does something to it after the first piece.
void read_large_file(const std::function<void(const std::string& path)>& disturb) {
  Sources sources;
  sources.add("a.sql", std::string(several_pieces, 'x'));
  SourceReader reader(sources.selection(), {});
  reader.measure();
  Batch batch;
  while (reader.next(batch)) {
    reader.fill(batch);
    reader.settle(batch);
    if (batch.piece->offset == 0) {
      disturb(sources.path("a.sql"));
    }
  }
}

TEST_CASE("a large file that changes while it is read fails") {
  namespace fs = std::filesystem;
  CHECK_NOTHROW(read_large_file([](const std::string& /*path*/) {}));
  CHECK_THROWS_AS(
      read_large_file([](const std::string& path) { fs::resize_file(path, several_pieces + 1); }),
      SourceChanged);
  CHECK_THROWS_AS(read_large_file([](const std::string& path) { fs::resize_file(path, 1); }),
                  SourceChanged);
  CHECK_THROWS_AS(read_large_file([](const std::string& path) { fs::remove(path); }),
                  SourceChanged);
  const auto replace = [](const std::string& path) {
    write_file(path + ".new", std::string(several_pieces, 'y'));
    fs::rename(path + ".new", path);
  };
  CHECK_THROWS_AS(read_large_file(replace), SourceChanged);
}

} // namespace
} // namespace confiture
