#include "failure.hpp"
#include "random.hpp"
#include "support.hpp"
#include <confiture/build.hpp>
#include <confiture/check.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace confiture {
namespace {

namespace fs = std::filesystem;
using testing::contains;
using testing::failure_of;
using testing::Random;
using testing::read_file;
using testing::write_file;
using Paths = std::vector<std::string>;

/// Two directories of sources, `one` before `two`, with a bundle and a manifest of them.
class Project {
public:
  Project() {
    config.environment = "test";
    for (const char* name : {"one", "two"}) {
      config.include_dirs.emplace_back().path = path(name);
      fs::create_directory(path(name));
    }
  }

  [[nodiscard]] std::string path(const std::string& name) const { return directory_.path() / name; }
  void write(const std::string& name, std::string_view bytes) const {
    write_file(path(name), bytes);
  }
  void move(const std::string& from, const std::string& to) const {
    fs::create_directories(fs::path(path(to)).parent_path());
    fs::rename(path(from), path(to));
  }
  void remove(const std::string& name) const { fs::remove(path(name)); }

  void build_it() const {
    static_cast<void>(build(config,
                            select(config, scope),
                            {.output = path("bundle"), .manifest = path("manifest"), .jobs = 1}));
  }
  [[nodiscard]] CheckResult check_it(const CheckOptions& options) const {
    return check(config, select(config, scope), options);
  }
  [[nodiscard]] CheckResult check_both() const {
    return check_it({.manifest = path("manifest"), .bundle = path("bundle"), .jobs = 1});
  }
  [[nodiscard]] CheckResult check_manifest() const {
    return check_it({.manifest = path("manifest")});
  }
  [[nodiscard]] CheckResult check_bundle() const {
    return check_it({.bundle = path("bundle"), .jobs = 1});
  }

  Config config;
  Scope scope = Scope::Everything;

private:
  testing::TemporaryDirectory directory_;
};

/// A project of four files that has been built.
class BuiltProject : public Project {
public:
  BuiltProject() {
    write("one/a.sql", "a\nA\n");
    write("one/b.sql", "b\nB\n");
    write("two/c.sql", "c\nC\n");
    write("two/d.sql", "d\nD\n");
    build_it();
  }
};

TEST_CASE("what was just built is current, by any number of threads") {
  const BuiltProject project;
  for (const unsigned jobs : {0U, 1U, 3U}) {
    const CheckResult result = project.check_it(
        {.manifest = project.path("manifest"), .bundle = project.path("bundle"), .jobs = jobs});
    CHECK(result.manifest == ManifestState::Current);
    CHECK(result.bundle == BundleState::Current);
    CHECK(result.changes.none());
    CHECK(result.is_current());
  }
  CHECK_FALSE(project.check_manifest().bundle);
  CHECK_FALSE(project.check_bundle().manifest);
}

TEST_CASE("every change is told by the manifest, and by the bundle alone") {
  BuiltProject project;
  project.write("one/a.sql", "a\nA\n\n");
  project.move("one/b.sql", "two/e.sql");
  project.remove("two/c.sql");
  project.write("one/new.sql", "n\n");
  for (const CheckResult& result :
       {project.check_both(), project.check_manifest(), project.check_bundle()}) {
    CHECK_FALSE(result.is_current());
    CHECK(result.manifest.value_or(ManifestState::Stale) == ManifestState::Stale);
    CHECK(result.bundle.value_or(BundleState::Stale) == BundleState::Stale);
    CHECK(result.changes.edited == Paths{"one/a.sql"});
    CHECK(result.changes.renamed == std::vector<Rename>{{"one/b.sql", "two/e.sql"}});
    CHECK(result.changes.removed == Paths{"two/c.sql"});
    CHECK(result.changes.added == Paths{"one/new.sql"});
    CHECK(result.changes.reordered.empty());
    CHECK(result.changes.line_endings.empty());
  }
  project.build_it();
  CHECK(project.check_both().is_current());
}

TEST_CASE("another order of the same files is told") {
  BuiltProject project;
  project.write("one/e.sql", "e\n");
  project.build_it();
  project.config.include_dirs[0].order = 1;
  for (const CheckResult& result : {project.check_manifest(), project.check_bundle()}) {
    CHECK_FALSE(result.is_current());
    CHECK(result.changes.reordered == Paths{"two/c.sql", "two/d.sql"});
  }
}

TEST_CASE("line endings are no edit, and the bundle stays as it is") {
  const BuiltProject project;
  project.write("one/a.sql", "a\r\nA\r\n");
  project.write("two/d.sql", "d\rD\r");
  const CheckResult result = project.check_both();
  CHECK(result.manifest == ManifestState::Stale);
  CHECK(result.bundle == BundleState::Current);
  CHECK(result.changes.line_endings == Paths{"one/a.sql", "two/d.sql"});
  CHECK(result.changes.edited.empty());
}

TEST_CASE("line endings that were mixed before are an edit") {
  const BuiltProject project;
  project.write("one/a.sql", "a\r\nA\n");
  project.build_it();
  project.write("one/a.sql", "a\nA\n");
  const CheckResult result = project.check_both();
  CHECK(result.changes.edited == Paths{"one/a.sql"});
  CHECK(result.bundle == BundleState::Current);
  CHECK(result.manifest == ManifestState::Stale);
}

TEST_CASE("a large file is told of like any other") {
  const BuiltProject project;
  const std::string line = std::string(99, 'x') + "\n";
  std::string text;
  std::string with_returns;
  for (int i = 0; i < 30'000; ++i) {
    text += line;
    with_returns += std::string(99, 'x') + "\r\n";
  }
  project.write("two/large.sql", text);
  project.build_it();
  CHECK(project.check_both().is_current());
  project.write("two/large.sql", with_returns);
  CHECK(project.check_both().changes.line_endings == Paths{"two/large.sql"});
  CHECK(project.check_bundle().is_current());
  project.write("two/large.sql", text + "x");
  CHECK(project.check_both().changes.edited == Paths{"two/large.sql"});
  CHECK(project.check_bundle().changes.edited == Paths{"two/large.sql"});
}

TEST_CASE("a manifest that was edited by hand is told, whatever it lists") {
  const BuiltProject project;
  const std::string manifest = read_file(project.path("manifest"));
  const std::size_t root = manifest.find("# root: ");
  project.write("manifest", manifest.substr(0, root) + manifest.substr(manifest.find('\n', root)));
  CHECK(project.check_both().manifest == ManifestState::Altered);
  CHECK_FALSE(project.check_both().is_current());
  CHECK(project.check_both().changes.none());
  project.write("manifest", manifest.substr(0, manifest.size() - 1));
  CHECK(project.check_both().is_current());
  project.write("manifest", manifest.substr(0, manifest.rfind('\n', manifest.size() - 2) + 1));
  CHECK(project.check_both().manifest == ManifestState::Stale);
  CHECK(project.check_both().changes.added == Paths{"two/d.sql"});
}

TEST_CASE("what is missing is stale, not an error") {
  const BuiltProject project;
  project.remove("manifest");
  CheckResult result = project.check_both();
  CHECK(result.manifest == ManifestState::Missing);
  CHECK(result.bundle == BundleState::Current);
  CHECK_FALSE(result.is_current());
  CHECK(result.changes.none());
  project.write("one/a.sql", "x\n");
  CHECK(project.check_both().changes.edited == Paths{"one/a.sql"}); // by the bundle
  project.build_it();
  project.remove("bundle");
  result = project.check_both();
  CHECK(result.manifest == ManifestState::Current);
  CHECK(result.bundle == BundleState::Missing);
  CHECK_FALSE(result.is_current());
}

TEST_CASE("a bundle that was edited by hand is told, stale or not") {
  const BuiltProject project;
  const std::string bundle = read_file(project.path("bundle"));
  std::string with_returns;
  for (const char c : bundle) {
    with_returns += c == '\n' ? "\r\n" : std::string(1, c);
  }
  for (const std::string& text : {bundle + "x",
                                  bundle.substr(0, bundle.size() - 1),
                                  bundle.substr(bundle.find("\n\n") + 2),
                                  "\n" + bundle,
                                  with_returns,
                                  std::string()}) {
    project.write("bundle", text);
    CHECK(project.check_both().bundle == BundleState::EditedByHand);
    CHECK(check_bundle(project.path("bundle")) == BundleState::EditedByHand);
    CHECK(project.check_both().manifest == ManifestState::Current);
  }
  project.write("one/a.sql", "x\n");
  CHECK(project.check_both().bundle == BundleState::EditedByHand);
  project.write("bundle", bundle);
  CHECK(project.check_both().bundle == BundleState::Stale);
  CHECK(check_bundle(project.path("bundle")) == BundleState::Current);
  CHECK(check_bundle(project.path("nowhere")) == BundleState::Missing);
}

TEST_CASE("a bundle tells of changes by any separator that names the path") {
  for (const std::string style : {"block_comment", "line_comment", "mysql", "custom"}) {
    CAPTURE(style);
    BuiltProject project;
    project.config.separator_style = style;
    project.config.separator_template = "-- >> {file_path}";
    CHECK(project.check_bundle().is_current() == (style == "block_comment"));
    project.build_it();
    CHECK(project.check_bundle().is_current());
    project.write("one/a.sql", "x\n");
    project.remove("two/d.sql");
    const CheckResult result = project.check_bundle();
    CHECK(result.bundle == BundleState::Stale);
    CHECK(result.changes.edited == Paths{"one/a.sql"});
    CHECK(result.changes.removed == Paths{"two/d.sql"});
  }
}

TEST_CASE("a bundle whose separators do not name the paths is stale without saying why") {
  for (const std::string text : {"-- {file_path.name}", "-- ----", "{file_path}"}) {
    CAPTURE(text);
    BuiltProject project;
    project.config.separator_style = "custom";
    project.config.separator_template = text;
    project.build_it();
    CHECK(project.check_bundle().is_current());
    project.write("one/a.sql", "x\n");
    CHECK(project.check_bundle().bundle == BundleState::Stale);
    CHECK(project.check_bundle().changes.none());
  }
}

const std::string separator_in_a_file =
    "\n/* ==========================================\n * File: one/none.sql\n"
    " * ========================================== */\n\n";

TEST_CASE("a bundle of files that hold separators themselves is stale without saying why") {
  const BuiltProject project;
  project.write("one/a.sql", "a\n" + separator_in_a_file + "A\n");
  project.build_it();
  CHECK(project.check_bundle().is_current());
  project.write("one/b.sql", "x\n");
  CHECK(project.check_bundle().bundle == BundleState::Stale);
  CHECK(project.check_bundle().changes.none());
  CHECK(project.check_both().changes.edited == Paths{"one/b.sql"}); // by the manifest
}

TEST_CASE("a separator that a file has got since is no new file") {
  const BuiltProject project;
  project.write("one/a.sql", "a\n" + separator_in_a_file + "A\n");
  CHECK(project.check_bundle().bundle == BundleState::Stale);
  CHECK(project.check_bundle().changes.added.empty());
}

TEST_CASE("a comment at a file's end that swallows a separator makes nothing up") {
  BuiltProject project;
  project.config.separator_style = "custom";
  project.config.separator_template = "-- {file_path}\n";
  project.write("one/a.sql", "a\n-- note\n"); // followed by a newline, as a path would be
  project.build_it();
  project.write("two/d.sql", "x\n");
  const CheckResult result = project.check_bundle();
  CHECK(result.bundle == BundleState::Stale);
  for (const Paths& paths : {result.changes.added, result.changes.removed, result.changes.edited}) {
    CHECK((paths.empty() || paths == Paths{"two/d.sql"}));
  }
}

TEST_CASE("entries that hold seeds can be left out of a check as of a build") {
  BuiltProject project;
  project.config.include_dirs.emplace_back().path = project.path("seeds");
  project.write("seeds/s.sql", "s\n");
  project.scope = Scope::SchemaOnly;
  CHECK(project.check_both().is_current());
  project.scope = Scope::Everything;
  CHECK(project.check_both().changes.added == Paths{"seeds/s.sql"});
}

TEST_CASE("an entry above the others moves the base, so every path is another") {
  BuiltProject project;
  project.config.include_dirs.pop_back();
  project.build_it();
  project.config.include_dirs.emplace_back().path = project.path("two");
  const CheckResult result = project.check_both();
  CHECK(result.changes.renamed ==
        std::vector<Rename>{{"a.sql", "one/a.sql"}, {"b.sql", "one/b.sql"}});
  CHECK(result.changes.added == Paths{"two/c.sql", "two/d.sql"});
}

TEST_CASE("a bundle is checked by the rules of a build, a manifest by bytes alone") {
  const BuiltProject project;
  project.write("one/a.sql", "/*");
  CHECK(contains(failure_of([&] { static_cast<void>(project.check_bundle()); }).what(),
                 "Unclosed block comment"));
  CHECK(project.check_manifest().changes.edited == Paths{"one/a.sql"});
  project.write("one/a.sql", "\xFF");
  CHECK(contains(failure_of([&] { static_cast<void>(project.check_bundle()); }).what(),
                 "is not UTF-8"));
  CHECK(project.check_manifest().changes.edited == Paths{"one/a.sql"});
  project.write("one/n\nl.sql", "");
  project.write("one/a.sql", "a");
  CHECK(contains(failure_of([&] { static_cast<void>(project.check_bundle()); }).what(),
                 "control character"));
  CHECK(project.check_manifest().changes.added == Paths{"one/n\nl.sql"});
}

TEST_CASE("a manifest or bundle that is there and cannot be read is an error") {
  const BuiltProject project;
  for (const std::string name : {"manifest", "bundle"}) {
    project.remove(name);
    fs::create_directory(project.path(name));
    const Error error = failure_of([&] { static_cast<void>(project.check_both()); });
    CHECK(error.code() == ErrorCode::Schema001);
    CHECK(contains(error.what(), name + ": it is a directory"));
    project.remove(name);
  }
}

/// Edits a project at random, each file in one way at most.
class EditScript {
public:
  EditScript(Random& random, Project& project) : random_(random), project_(project) {
    for (std::size_t i = 2 + random.below(9); i > 0; --i) {
      const std::string path = new_path();
      project.write(path, new_text("\n"));
      names_.push_back(path);
    }
    project.build_it();
    for (std::size_t i = random.below(6); i > 0 && names_.size() > 1; --i) {
      edit();
    }
    for (Paths* paths : {&done.added, &done.removed, &done.edited, &done.line_endings}) {
      std::sort(paths->begin(), paths->end());
    }
    std::sort(done.renamed.begin(), done.renamed.end());
    if (random.below(3) == 0) {
      project.config.include_dirs[0].order = 1;
      is_swapped = true;
    }
  }

  Changes done; ///< without what was reordered
  bool is_swapped = false;

private:
  std::string new_path() {
    return random_.pick<std::string>({"one/", "two/", "one/x y/", "two/é/"}) +
           random_.pick<std::string>({"a", "B", "'", "-", "#", "\\"}) + std::to_string(++count_) +
           ".sql";
  }
  /// Of two lines at least, so that line endings can change.
  std::string new_text(const std::string& end) {
    return "text " + std::to_string(++count_) + end + "more" + end;
  }
  std::string take_name() {
    const auto name = names_.begin() + static_cast<std::ptrdiff_t>(random_.below(names_.size()));
    std::string taken = *name;
    names_.erase(name);
    return taken;
  }

  void edit() {
    const std::size_t kind = random_.below(5);
    if (kind == 0) {
      done.added.push_back(new_path());
      return project_.write(done.added.back(), new_text("\n"));
    }
    const std::string name = take_name();
    if (kind == 1) {
      done.removed.push_back(name);
      project_.remove(name);
    } else if (kind == 2) {
      done.edited.push_back(name);
      project_.write(name, new_text(random_.pick<std::string>({"\n", "\r\n"})));
    } else if (kind == 3) {
      done.renamed.push_back({.from = name, .to = new_path()});
      project_.move(name, done.renamed.back().to);
    } else {
      done.line_endings.push_back(name);
      std::string text = read_file(project_.path(name));
      for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2) {
        text.insert(at, "\r");
      }
      project_.write(name, text);
    }
  }

  Random& random_;
  Project& project_;
  int count_ = 0;
  Paths names_; ///< of the files that were not touched yet
};

/// The remaining files that one of two directories holds, by which there are fewer.
void check_swap(const Changes& changes, const Paths& remaining) {
  const auto in_one = static_cast<std::size_t>(
      std::count_if(remaining.begin(), remaining.end(), [](const std::string& path) {
        return path.starts_with("one/");
      }));
  CHECK(changes.reordered.size() == std::min(in_one, remaining.size() - in_one));
}

void check_random_trees(std::uint32_t seed) {
  CAPTURE(seed);
  Random random(seed);
  for (int round = 0; round < 250; ++round) {
    CAPTURE(round);
    Project project;
    const EditScript script(random, project);
    const Paths before = [&] {
      Paths paths;
      const auto manifest = read_manifest(project.path("manifest"));
      for (const FileDigest& file : manifest.value().files) {
        if (fs::exists(project.path(file.path))) {
          paths.push_back(file.path);
        }
      }
      return paths;
    }();
    const CheckResult both = project.check_both();
    const CheckResult bundle = project.check_bundle();
    for (const Changes& changes : {both.changes, bundle.changes}) {
      CHECK(changes.added == script.done.added);
      CHECK(changes.removed == script.done.removed);
      CHECK(changes.edited == script.done.edited);
      CHECK(changes.renamed == script.done.renamed);
      check_swap(changes, script.is_swapped ? before : Paths{});
    }
    CHECK(both.changes.line_endings == script.done.line_endings);
    CHECK(both.manifest == (both.changes.none() ? ManifestState::Current : ManifestState::Stale));
    CHECK(both.bundle == bundle.bundle);
    CHECK(bundle.bundle == (bundle.changes.none() ? BundleState::Current : BundleState::Stale));
    if (round % 8 == 0) {
      project.build_it();
      CHECK(project.check_both().is_current());
    }
  }
}

// A thousand trees, in four parts that can run beside each other.
TEST_CASE("what is reported of a tree that was edited at random is what was done to it, seed 1") {
  check_random_trees(1);
}

TEST_CASE("what is reported of a tree that was edited at random is what was done to it, seed 2") {
  check_random_trees(2);
}

TEST_CASE("what is reported of a tree that was edited at random is what was done to it, seed 3") {
  check_random_trees(3);
}

TEST_CASE("what is reported of a tree that was edited at random is what was done to it, seed 4") {
  check_random_trees(4);
}

} // namespace
} // namespace confiture
