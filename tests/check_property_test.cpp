// What check tells of a project that was edited at random is what was done to it.

#include "random.hpp"
#include "two_folders.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace confiture {
namespace {

namespace fs = std::filesystem;
using testing::Random;
using testing::read_file;
using Project = testing::TwoFolders;
using Paths = std::vector<std::string>;

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
