#include "failure.hpp"
#include "source_text.hpp"
#include "support.hpp"

#include <doctest/doctest.h>

#include <mutex>
#include <string>
#include <vector>

namespace confiture {
namespace {

using testing::contains;
using testing::failure_of;
using testing::write_file;

/// Files 0.sql, 1.sql, … with the number as their text.
std::vector<SelectedFile> numbered_files(const testing::TemporaryDirectory& directory,
                                         std::size_t count) {
  std::vector<SelectedFile> files;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string path = directory.path() / (std::to_string(i) + ".sql");
    write_file(path, std::to_string(i));
    files.push_back({.path = path, .target = {}, .entry = 0, .pattern = 0});
  }
  return files;
}

TEST_CASE("each source text is given once, with its place") {
  const testing::TemporaryDirectory directory;
  const std::vector<SelectedFile> files = numbered_files(directory, 500);
  for (const unsigned jobs : {0U, 1U, 4U}) {
    Progress progress;
    std::mutex mutex;
    std::vector<std::string> texts(files.size());
    for_each_source_text(files, jobs, &progress, [&](std::size_t position, std::string_view text) {
      const std::lock_guard lock(mutex);
      texts[position] += text;
    });
    for (std::size_t i = 0; i < texts.size(); ++i) {
      REQUIRE(texts[i] == std::to_string(i));
    }
    CHECK(progress.files_read == files.size());
    CHECK(progress.bytes_read == 10 + 90 * 2 + 400 * 3);
  }
}

TEST_CASE("of several source texts that fail the first is told") {
  const testing::TemporaryDirectory directory;
  const std::vector<SelectedFile> files = numbered_files(directory, 300);
  write_file(files[100].path, "a\r\nb\rc\xFF");
  std::filesystem::remove(files[200].path);
  const auto read = [&] { for_each_source_text(files, 4, nullptr, [](auto, auto) {}); };
  CHECK(contains(failure_of(read).what(), "100.sql:3: byte 0xff at offset 6 is not UTF-8"));
  std::filesystem::remove(files[100].path);
  CHECK(contains(failure_of(read).what(), "100.sql: No such file"));
}

} // namespace
} // namespace confiture
