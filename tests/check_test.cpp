#include "failure.hpp"
#include "two_folders.hpp"
#include <confiture/build.hpp>
#include <confiture/check.hpp>

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

namespace confiture {
namespace {

namespace fs = std::filesystem;
using testing::contains;
using testing::failure_of;
using testing::read_file;
using Project = testing::TwoFolders;
using Paths = std::vector<std::string>;

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

} // namespace
} // namespace confiture
