// Others write to the sources while builds run, and read the output while it is replaced.

#include "bundle_file.hpp"
#include "digest.hpp"
#include "failure.hpp"
#include "random.hpp"
#include "support.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>
#include <vector>

namespace confiture {
namespace {

namespace fs = std::filesystem;
using testing::contains;
using testing::ProcessResult;
using testing::Random;
using testing::read_file;
using testing::TemporaryDirectory;
using testing::write_file;

constexpr std::size_t file_count = 5;
constexpr std::size_t version_count = 50;

std::string name_of(std::size_t file) {
  return "f" + std::to_string(file) + ".sql";
}

/// What a file holds in a version: no two are of one size, and one file is read in pieces.
std::string content_of(std::size_t file, std::size_t version) {
  const std::string mark = std::to_string(file) + "." + std::to_string(version);
  std::string text = "-- begin " + mark + "\n";
  const std::size_t lines = (file == 0 ? 60'000 : 20) + version;
  for (std::size_t line = 0; line < lines; ++line) {
    text += "select 1;\n";
  }
  return text + "-- end " + mark + "\n";
}

enum class Way { ByRename, InPlace };

/// A project whose sources a thread of this process rewrites all the time.
class ChangingProject {
public:
  explicit ChangingProject(Way way) : way_(way) {
    write_file(directory_.path() / "db/environments/local.yaml",
               "database_url: postgresql://h/d\ninclude_dirs: [db/schema]\n");
    for (std::size_t file = 0; file < file_count; ++file) {
      write_file(source(file), content_of(file, 0));
    }
    writer_ = std::jthread([this](const std::stop_token& stop) { rewrite_until(stop); });
  }

  [[nodiscard]] ProcessResult build() const {
    return testing::run(
        {CONFITURE_BUILD_PROGRAM, "-o", "out.sql", "--manifest", "--show-hash", "--quiet"},
        {.cwd = directory_.path(), .timeout = std::chrono::seconds(60)});
  }

  [[nodiscard]] fs::path output() const { return directory_.path() / "out.sql"; }
  [[nodiscard]] std::string manifest() const {
    return read_file(directory_.path() / "db/confiture_local.sum");
  }

private:
  [[nodiscard]] fs::path source(std::size_t file) const {
    return directory_.path() / "db/schema" / name_of(file);
  }

  void rewrite_until(const std::stop_token& stop) const {
    Random random(1);
    while (!stop.stop_requested()) {
      const std::size_t file = random.below(file_count);
      const std::string content = content_of(file, random.below(version_count));
      if (way_ == Way::InPlace) {
        std::ofstream(source(file), std::ios::binary | std::ios::trunc) << content;
      } else {
        write_file(directory_.path() / "new", content);
        fs::rename(directory_.path() / "new", source(file));
      }
      std::this_thread::yield();
    }
  }

  Way way_;
  TemporaryDirectory directory_;
  std::jthread writer_;
};

/// The text that a bundle has of a file: what stands between its separator and the next.
std::string text_in(const std::string& bundle, std::size_t file) {
  const std::string opening = "\n/* ==========================================\n * File: ";
  const std::string closing = "\n * ========================================== */\n\n";
  const std::string separator = opening + name_of(file) + closing;
  const std::size_t at = bundle.find(separator);
  REQUIRE(at != std::string::npos);
  CHECK(bundle.find(separator, at + 1) == std::string::npos);
  const std::size_t begin = at + separator.size();
  return bundle.substr(begin, bundle.find(opening, begin) - begin);
}

/// Whether the file ever held this text. Who writes in place shows the first part of a version for
/// a while, or nothing of it.
bool was_there(const std::string& text, std::size_t file, Way way) {
  static const auto versions = [] {
    std::vector<std::vector<std::string>> all(file_count);
    for (std::size_t i = 0; i < file_count; ++i) {
      for (std::size_t version = 0; version < version_count; ++version) {
        all[i].push_back(content_of(i, version));
      }
    }
    return all;
  }();
  return std::any_of(versions[file].begin(), versions[file].end(), [&](const auto& version) {
    return way == Way::InPlace ? version.starts_with(text) : version == text;
  });
}

/// Checks a build that says it has succeeded.
void check_build(const ChangingProject& project, const ProcessResult& result, Way way) {
  const std::string bundle = read_file(project.output());
  const std::string manifest = project.manifest();
  Digest fingerprint;
  for (std::size_t file = 0; file < file_count; ++file) {
    const std::string path = name_of(file);
    const auto is_listed = [&](const std::string& text) {
      return contains(manifest, sha256(text) + "  " + path + "\n");
    };
    std::string text = text_in(bundle, file);
    if (!is_listed(text) && text.ends_with('\n')) {
      text.pop_back(); // the bundle gives it to a text that does not end in one
    }
    CHECK(is_listed(text));
    CHECK(was_there(text, file, way));
    const std::string_view end("\0", 1);
    for (const std::string_view part : {std::string_view(path), end, std::string_view(text), end}) {
      fingerprint.update(part);
    }
  }
  const std::string hash = fingerprint.finish();
  CHECK(result.out == hash + "\n");
  CHECK(contains(manifest, "# fingerprint: " + hash + "\n"));
  const auto written = read_bundle_file(project.output());
  REQUIRE(written.has_value());
  CHECK(written->is_as_built());
}

void build_while_sources_change(Way way) {
  const ChangingProject project(way);
  int succeeded = 0;
  for (int i = 0; i < 100; ++i) {
    const ProcessResult result = project.build();
    CAPTURE(i);
    INFO(result.err);
    if (result.status == 0) {
      ++succeeded;
      check_build(project, result, way);
    } else {
      CHECK(result.status == 4);
      CHECK(contains(result.err, "it was changed while it was being read"));
    }
  }
  CHECK(succeeded > 0);
  MESSAGE(succeeded << " of 100 builds found their sources at rest");
}

TEST_CASE("fault: sources that others replace are built in versions that there were") {
  build_while_sources_change(Way::ByRename);
}

TEST_CASE("fault: sources that others rewrite in place are built in versions that there were") {
  build_while_sources_change(Way::InPlace);
}

TEST_CASE("fault: a reader sees no part of an output") {
  const TemporaryDirectory directory;
  const fs::path output = directory.path() / "out.sql";
  std::set<std::string> versions;
  const auto build = [&](const std::string& from) {
    testing::ProcessOptions options{.cwd = directory.path(), .timeout = std::chrono::seconds(60)};
    options.env["SOURCE_DATE_EPOCH"] = "0";
    return testing::run({CONFITURE_BUILD_PROGRAM, from, "-o", "out.sql"}, options).status;
  };
  for (const std::string from : {"a", "b"}) {
    write_file(directory.path() / from / "f.sql", content_of(0, from == "a" ? 1 : 2));
    CHECK(build(from) == 0);
    versions.insert(read_file(output));
  }
  CHECK(versions.size() == 2);
  std::atomic<int> torn{0};
  std::atomic<int> reads{0};
  const std::jthread reader([&](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      torn += versions.count(read_file(output)) == 1 ? 0 : 1;
      ++reads;
      reads.notify_all();
    }
  });
  for (int i = 0; i < 50; ++i) {
    CHECK(build(i % 2 == 0 ? "a" : "b") == 0);
  }
  reads.wait(0);
  CHECK(torn == 0);
}

} // namespace
} // namespace confiture
