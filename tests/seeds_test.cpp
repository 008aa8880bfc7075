#include "failure.hpp"
#include "seeds.hpp"
#include "support.hpp"
#include <confiture/error.hpp>

#include <doctest/doctest.h>

namespace confiture {
namespace {

using testing::failure_of;
using testing::TemporaryDirectory;
using testing::write_file;
using Names = std::vector<std::string>;

/// Files below /p/db, the base directory.
Selection selection_of(const Names& names) {
  Selection selection;
  selection.base_dir = "/p/db";
  for (const std::string& name : names) {
    selection.files.push_back({.path = "/p/db/" + name, .target = "", .entry = 0, .pattern = 0});
  }
  return selection;
}

Names names_of(const std::vector<SelectedFile>& files) {
  Names names;
  for (const SelectedFile& file : files) {
    names.push_back(file.path.substr(6));
  }
  return names;
}

const Names files = {"10_seed/core/b.sql",
                     "10_seed/stats_1.sql",
                     "schema/a.sql",
                     "schema/seed_list.sql",
                     "seeds/core/seeds/a.sql",
                     "seeds/x.sql"};

Names seeds_with(const SeedProfile& profile) {
  return names_of(seeds_in(selection_of(files), &profile));
}

TEST_CASE("seeds are found in build order, also files that are called so") {
  CHECK(names_of(seeds_in(selection_of(files), nullptr)) == Names{"10_seed/core/b.sql",
                                                                  "10_seed/stats_1.sql",
                                                                  "schema/seed_list.sql",
                                                                  "seeds/core/seeds/a.sql",
                                                                  "seeds/x.sql"});
}

TEST_CASE("a profile sees paths below the first directory of seeds") {
  CHECK(seeds_with({.include = {"core/"}, .exclude = {}}) ==
        Names{"10_seed/core/b.sql", "seeds/core/seeds/a.sql"});
  CHECK(seeds_with({.include = {"/core/*.sql"}, .exclude = {}}) == Names{"10_seed/core/b.sql"});
  CHECK(seeds_with({.include = {"seeds/"}, .exclude = {}}).empty());
  // A file that is called so, in no directory that is, has its name alone.
  CHECK(seeds_with({.include = {"/seed_list.sql"}, .exclude = {}}) ==
        Names{"schema/seed_list.sql"});
}

TEST_CASE("a profile takes what it includes, or everything, less what it excludes") {
  CHECK(seeds_with({.include = {}, .exclude = {"core/", "x.sql"}}) ==
        Names{"10_seed/stats_1.sql", "schema/seed_list.sql"});
  CHECK(seeds_with({.include = {"stats_*.sql", "x.sql"}, .exclude = {"x.*"}}) ==
        Names{"10_seed/stats_1.sql"});
  CHECK(seeds_with({.include = {""}, .exclude = {}}).empty());
  const SeedProfile bad{.include = {"../x"}, .exclude = {}};
  const Error failure = failure_of([&] { seeds_in(selection_of(files), &bad); });
  CHECK(failure.code() == ErrorCode::Config001);
}

TEST_CASE("a profile that does not exist is told with those that do") {
  Config config;
  CHECK(std::string(failure_of([&] { seed_profile(config, "slim"); }).what()) ==
        "Unknown seed profile: 'slim'. Defined profiles: (none defined).");
  config.seeds.profiles["b"] = {};
  config.seeds.profiles["a"] = {};
  CHECK(&seed_profile(config, "a") == &config.seeds.profiles["a"]);
  const Error failure = failure_of([&] { seed_profile(config, ""); });
  CHECK(failure.code() == ErrorCode::Config010);
  CHECK(std::string(failure.what()) == "Unknown seed profile: ''. Defined profiles: a, b.");
}

TEST_CASE("a file of seeds is bytes that have to be UTF-8") {
  const TemporaryDirectory directory;
  const std::string path = directory.path() / "s.sql";
  const SelectedFile file{.path = path, .target = "", .entry = 0, .pattern = 0};
  const auto script = [&](std::string_view bytes) {
    write_file(path, bytes);
    return std::string(read_seeds(file).text());
  };
  CHECK(script("\xEF\xBB\xBFSELECT 'a\r\nb\rc';") == "SELECT 'a\r\nb\rc';");
  const Error not_text = failure_of([&] { script("a\xff"); });
  CHECK(not_text.code() == ErrorCode::Seed001);
  CHECK(std::string(not_text.what()) ==
        "Failed to read seed file " + path + ": byte 0xff at offset 1 is not UTF-8");
  std::filesystem::remove(path);
  CHECK(failure_of([&] { read_seeds(file); }).code() == ErrorCode::Seed001);
}

} // namespace
} // namespace confiture
