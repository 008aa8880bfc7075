#include "digest.hpp"
#include "random.hpp"
#include <confiture/changes.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace confiture {
namespace {

using testing::Random;
using Files = std::vector<FileDigest>;
using Paths = std::vector<std::string>;

/// Files whose digests stand for what they hold; any text will do.
Files files(const std::vector<std::pair<std::string, std::string>>& contents) {
  Files list;
  for (const auto& [path, content] : contents) {
    list.push_back({.digest = content, .path = path});
  }
  return list;
}

TEST_CASE("equal lists have no changes") {
  CHECK(changes_between({}, {}).none());
  const Files list = files({{"a", "1"}, {"b", "1"}, {"c", "2"}});
  CHECK(changes_between(list, list).none());
}

TEST_CASE("each kind of change is in its list, sorted") {
  const Changes changes = changes_between(
      files({{"z", "1"}, {"y", "2"}, {"x", "3"}, {"w", "4"}, {"v", "5"}, {"u", "6"}}),
      files({{"n", "7"}, {"z", "8"}, {"y", "9"}, {"m", "10"}, {"l", "4"}, {"k", "3"}}));
  CHECK(changes.edited == Paths{"y", "z"});
  CHECK(changes.added == Paths{"m", "n"});
  CHECK(changes.removed == Paths{"u", "v"});
  CHECK(changes.renamed == std::vector<Rename>{{"w", "l"}, {"x", "k"}});
  CHECK(changes.reordered.empty());
  CHECK(changes.line_endings.empty());
}

TEST_CASE("a file can be edited and reordered at once") {
  const Changes changes = changes_between(files({{"a", "1"}, {"b", "2"}, {"c", "3"}}),
                                          files({{"b", "2"}, {"c", "3"}, {"a", "4"}}));
  CHECK(changes.edited == Paths{"a"});
  CHECK(changes.reordered == Paths{"a"});
}

TEST_CASE("of files that hold the same, those that keep their name are paired first") {
  const Changes changes =
      changes_between(files({{"old/a", ""}, {"old/b", ""}, {"old/c", ""}}),
                      files({{"new/c", ""}, {"new/d", ""}, {"new/a", ""}, {"new/e", ""}}));
  CHECK(changes.renamed ==
        std::vector<Rename>{{"old/a", "new/a"}, {"old/b", "new/d"}, {"old/c", "new/c"}});
  CHECK(changes.added == Paths{"new/e"});
  CHECK(changes.removed.empty());
}

TEST_CASE("a copy is added, not renamed") {
  const Changes changes = changes_between(files({{"a", "1"}}), files({{"a", "1"}, {"b", "1"}}));
  CHECK(changes.added == Paths{"b"});
  CHECK(changes.renamed.empty());
}

TEST_CASE("two files that swap what they hold are edited, their names being the same") {
  const Changes changes =
      changes_between(files({{"a", "1"}, {"b", "2"}}), files({{"a", "2"}, {"b", "1"}}));
  CHECK(changes.edited == Paths{"a", "b"});
  CHECK(changes.renamed.empty());
  CHECK(changes.reordered.empty());
}

/// Length of a longest common subsequence, by the textbook.
std::size_t common_length(const Paths& a, const Paths& b) {
  std::vector<std::vector<std::size_t>> best(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; j < b.size(); ++j) {
      best[i + 1][j + 1] = a[i] == b[j] ? best[i][j] + 1 : std::max(best[i][j + 1], best[i + 1][j]);
    }
  }
  return best[a.size()][b.size()];
}

/// The paths that are in both lists and not left out, in the order of the first.
Paths common_paths(const Files& list, const Files& other, const Paths& left_out = {}) {
  Paths paths;
  for (const FileDigest& file : list) {
    const bool is_in_both = std::any_of(
        other.begin(), other.end(), [&](const FileDigest& twin) { return twin.path == file.path; });
    if (is_in_both && std::find(left_out.begin(), left_out.end(), file.path) == left_out.end()) {
      paths.push_back(file.path);
    }
  }
  return paths;
}

/// That moving the reordered files explains the order, and that no fewer do.
void check_order(const Files& before, const Files& after, const Paths& reordered) {
  CHECK(common_paths(before, after, reordered) == common_paths(after, before, reordered));
  const Paths from = common_paths(before, after);
  const Paths to = common_paths(after, before);
  CHECK(reordered.size() == from.size() - common_length(from, to));
}

TEST_CASE("the reordered files are the fewest that explain the order") {
  Random random(1);
  for (int round = 0; round < 1000; ++round) {
    CAPTURE(round);
    Files before;
    for (std::size_t i = random.below(25); i > 0; --i) {
      before.push_back({.digest = "1", .path = std::to_string(i)});
    }
    Files after = before;
    for (std::size_t i = after.size(); i > 1 && random.below(10) != 0; --i) {
      std::swap(after[i - 1], after[random.below(i)]);
    }
    const Changes changes = changes_between(before, after);
    CHECK(std::is_sorted(changes.reordered.begin(), changes.reordered.end()));
    check_order(before, after, changes.reordered);
  }
}

/// A random list that is edited at random, each file in one way at most, and what was done.
class EditScript {
public:
  explicit EditScript(Random& random) : random_(random) {
    for (std::size_t i = 3 + random.below(30); i > 0; --i) {
      before.push_back({.digest = new_text("content "), .path = new_path()});
    }
    after = before;
    for (const FileDigest& file : before) {
      untouched_.push_back(file.path);
    }
    for (std::size_t i = random.below(12); i > 0 && !untouched_.empty(); --i) {
      edit();
    }
    for (Paths* paths : {&done.added, &done.removed, &done.edited}) {
      std::sort(paths->begin(), paths->end());
    }
    std::sort(done.renamed.begin(), done.renamed.end());
  }

  Files before;
  Files after;
  Changes done; ///< without what was reordered
  std::size_t moved = 0;

private:
  std::string new_text(const std::string& name) { return name + std::to_string(++count_); }
  std::string new_path() {
    return random_.pick<std::string>({"a/", "b/", "b/c\n/", ""}) + new_text("file ");
  }

  Files::iterator take_untouched() {
    const auto name =
        untouched_.begin() + static_cast<std::ptrdiff_t>(random_.below(untouched_.size()));
    const auto file = std::find_if(
        after.begin(), after.end(), [&](const FileDigest& other) { return other.path == *name; });
    untouched_.erase(name);
    return file;
  }
  void insert(FileDigest file) {
    const auto place = static_cast<std::ptrdiff_t>(random_.below(after.size() + 1));
    after.insert(after.begin() + place, std::move(file));
  }

  void edit() {
    const std::size_t kind = random_.below(5);
    if (kind == 0) {
      done.added.push_back(new_path());
      insert({.digest = new_text("content "), .path = done.added.back()});
      return;
    }
    const auto file = take_untouched();
    if (kind == 1) {
      done.removed.push_back(file->path);
      after.erase(file);
    } else if (kind == 2) {
      done.edited.push_back(file->path);
      file->digest = new_text("content ");
    } else if (kind == 3) {
      const std::string to = new_path();
      done.renamed.push_back({.from = file->path, .to = to});
      const std::string digest = file->digest;
      after.erase(file);
      insert({.digest = digest, .path = to});
    } else {
      const FileDigest moving = *file;
      after.erase(file);
      insert(moving);
      ++moved;
    }
  }

  Random& random_;
  int count_ = 0;
  Paths untouched_;
};

TEST_CASE("what is reported of a list that was edited at random is what was done to it") {
  Random random(2);
  for (int round = 0; round < 1000; ++round) {
    CAPTURE(round);
    const EditScript script(random);
    const Changes changes = changes_between(script.before, script.after);
    CHECK(changes.added == script.done.added);
    CHECK(changes.removed == script.done.removed);
    CHECK(changes.edited == script.done.edited);
    CHECK(changes.renamed == script.done.renamed);
    CHECK(changes.reordered.size() <= script.moved);
    CHECK(changes.line_endings.empty());
    check_order(script.before, script.after, changes.reordered);
  }
}

TEST_CASE("a single file that moves past two others is the one that is reported") {
  Random random(3);
  for (int round = 0; round < 200; ++round) {
    CAPTURE(round);
    Files before;
    for (std::size_t i = 5 + random.below(20); i > 0; --i) {
      before.push_back({.digest = "1", .path = std::to_string(i)});
    }
    Files after = before;
    const std::size_t from = random.below(after.size() - 3);
    const std::size_t to = from + 2 + random.below(after.size() - from - 2);
    const FileDigest moving = after[from];
    after.erase(after.begin() + static_cast<std::ptrdiff_t>(from));
    after.insert(after.begin() + static_cast<std::ptrdiff_t>(to), moving);
    CHECK(changes_between(before, after).reordered == Paths{moving.path});
    CHECK(changes_between(after, before).reordered == Paths{moving.path});
  }
}

/// As many files gone and come for each content as can be, by counting.
TEST_CASE("as many files as can be are taken for renamed") {
  Random random(4);
  for (int round = 0; round < 500; ++round) {
    CAPTURE(round);
    const auto list = [&](const std::string& folder) {
      Files out;
      for (std::size_t i = 0; i < 12; ++i) {
        if (random.below(2) == 0) {
          out.push_back(
              {.digest = std::to_string(random.below(4)), .path = folder + std::to_string(i)});
        }
      }
      return out;
    };
    const Files before = list("old/");
    const Files after = list("new/");
    std::map<std::string, std::pair<std::size_t, std::size_t>> counts;
    for (const FileDigest& file : before) {
      ++counts[file.digest].first;
    }
    for (const FileDigest& file : after) {
      ++counts[file.digest].second;
    }
    std::size_t pairs = 0;
    for (const auto& [digest, count] : counts) {
      pairs += std::min(count.first, count.second);
    }
    const Changes changes = changes_between(before, after);
    CHECK(changes.renamed.size() == pairs);
    CHECK(changes.added.size() == after.size() - pairs);
    CHECK(changes.removed.size() == before.size() - pairs);
  }
}

} // namespace
} // namespace confiture
