#include "failure.hpp"
#include "support.hpp"
#include <confiture/error.hpp>
#include <confiture/selection.hpp>

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace confiture {
namespace {

using testing::failure_of;
using testing::make_symlink;
using testing::TemporaryDirectory;
using testing::write_file;
using Paths = std::vector<std::string>;

/// A tree of files and a configuration over it.
class Tree {
public:
  explicit Tree(const Paths& files) {
    for (const std::string& file : files) {
      write_file(directory_.path() / file, "");
    }
  }

  [[nodiscard]] std::string root() const { return directory_.path(); }

  IncludeEntry& add(const std::string& directory, const Integer& order = 0) {
    IncludeEntry& entry = config.include_dirs.emplace_back();
    entry.path = root() + "/" + directory;
    entry.order = order;
    return entry;
  }

  [[nodiscard]] Selection selected(Scope scope = Scope::Everything) const {
    return select(config, scope);
  }

  /// The selected files as separators name them, in build order.
  [[nodiscard]] Paths names(Scope scope = Scope::Everything) const {
    const Selection selection = selected(scope);
    Paths names;
    for (const SelectedFile& file : selection.files) {
      names.emplace_back(selection.relative_path(file));
    }
    return names;
  }

  Config config;

private:
  TemporaryDirectory directory_;
};

TEST_CASE("a selection knows the directories that were walked, of the entries in its scope") {
  Tree tree({"db/a/x.sql", "db/a/n/y.txt", "db/seeds/s.sql"});
  tree.add("db/seeds", 1);
  tree.add("db/a");
  tree.add("db/none");
  const std::string db = tree.root() + "/db";
  CHECK(tree.selected().directories == Paths{db + "/a", db + "/a/n", db + "/seeds"});
  CHECK(tree.selected(Scope::SchemaOnly).directories == Paths{db + "/a", db + "/a/n"});
}

// Reference, sections 4 and 5.
TEST_CASE("paths are relative to the only entry or to what entries share") {
  Tree tree({"db/a/x.sql", "db/b/y.sql"});
  tree.add("db/a");
  CHECK(tree.names() == Paths{"x.sql"});
  tree.add("db/b");
  CHECK(tree.names() == Paths{"a/x.sql", "b/y.sql"});
}

TEST_CASE("an absent entry counts for what entries share") {
  Tree tree({"db/a/x.sql"});
  tree.add("db/a");
  tree.add("other/none");
  CHECK(tree.names() == Paths{"db/a/x.sql"});
}

TEST_CASE("files are grouped by order and then sorted by path") {
  Tree tree({"a/2.sql", "b/1.sql", "c/3.sql", "a/x/1.sql"});
  tree.add("a", 2);
  tree.add("b", Integer::parse("99999999999999999999", 10, true));
  tree.add("c", 2);
  CHECK(tree.names() == Paths{"b/1.sql", "a/2.sql", "a/x/1.sql", "c/3.sql"});
  const Selection selection = tree.selected();
  CHECK(selection.entries[0].path == tree.root() + "/b");
  CHECK(selection.entries[1].path == tree.root() + "/a"); // equal orders stay as listed
  CHECK(selection.files[3].entry == 2);
}

TEST_CASE("entries of equal order stay as they were listed however many they are") {
  Tree tree({"99/a.sql"});
  for (int i = 0; i < 100; ++i) {
    tree.add(std::to_string(i), i % 2);
  }
  const Selection selection = tree.selected();
  for (std::size_t i = 0; i < 100; ++i) {
    const std::size_t listed = i < 50 ? 2 * i : 2 * (i - 50) + 1;
    CAPTURE(i);
    CHECK(selection.entries[i].path == tree.root() + "/" + std::to_string(listed));
  }
}

TEST_CASE("files of overlapping entries belong to the first") {
  Tree tree({"db/a.sql", "db/x/b.sql"});
  tree.add("db");
  tree.add("db/x");
  tree.config.include_dirs[1].include = {"*"};
  CHECK(tree.names() == Paths{"a.sql", "x/b.sql"});
  CHECK(tree.selected().files[1].entry == 0);
  tree.config.include_dirs[0].order = 1; // now the inner entry comes first
  CHECK(tree.names() == Paths{"x/b.sql", "a.sql"});
  CHECK(tree.selected().files[0].entry == 0);
}

// Reference, section 10, surprises 4 and 12.
TEST_CASE("a link counts for its target but keeps its own name") {
  Tree tree({"s/a.sql", "shared/x.sql"});
  make_symlink("../shared/x.sql", tree.root() + "/s/link.sql");
  make_symlink("a.sql", tree.root() + "/s/b.sql");
  tree.add("s");
  CHECK(tree.names() == Paths{"a.sql", "link.sql"});
  const Selection selection = tree.selected();
  CHECK(selection.files[0].resolved_path() == tree.root() + "/s/a.sql");
  CHECK(selection.files[1].resolved_path() == tree.root() + "/shared/x.sql");
}

TEST_CASE("what repeats is dropped before what is excluded") {
  Tree tree({"s/a/x.sql", "s/c.sql"});
  make_symlink("../a/x.sql", tree.root() + "/s/b/y.sql");
  tree.add("s");
  tree.config.exclude_dirs = {tree.root() + "/s/a"};
  CHECK(tree.names() == Paths{"c.sql"});
}

TEST_CASE("an excluded directory takes what is below it and no namesake") {
  Tree tree({"s/old/a.sql", "s/old2/b.sql", "s/x/old/c.sql"});
  tree.add("s");
  tree.config.exclude_dirs = {tree.root() + "/s/old", tree.root() + "/none"};
  CHECK(tree.names() == Paths{"old2/b.sql", "x/old/c.sql"});
}

TEST_CASE("numbers count if a selected file has one in whatever group") {
  Tree tree({"a/10_x.sql", "a/9_x.sql", "b/y.sql"});
  tree.config.sort_mode = SortMode::Numbered;
  tree.add("a");
  CHECK(tree.names() == Paths{"9_x.sql", "10_x.sql"});

  Tree folders({"a/10_d/x.sql", "a/9_d/x.sql", "b/1_y.sql"});
  folders.config.sort_mode = SortMode::Numbered;
  folders.add("a");
  CHECK(folders.names() == Paths{"10_d/x.sql", "9_d/x.sql"}); // folders alone do not count
  folders.add("b", 1);
  CHECK(folders.names() == Paths{"a/9_d/x.sql", "a/10_d/x.sql", "b/1_y.sql"});
  folders.config.sort_mode = SortMode::Alphabetical;
  CHECK(folders.names() == Paths{"a/10_d/x.sql", "a/9_d/x.sql", "b/1_y.sql"});
}

// Reference, section 10, surprise 11.
TEST_CASE("a name that is not selected does not make its neighbours hexadecimal") {
  Tree tree({"s/9_a.sql", "s/10_a.sql", "s/0a_d/x.sql"});
  tree.config.sort_mode = SortMode::Numbered;
  tree.add("s");
  CHECK(tree.names() == Paths{"9_a.sql", "0a_d/x.sql", "10_a.sql"});
  tree.config.include_dirs[0].exclude = {"0a_d/"};
  CHECK(tree.names() == Paths{"9_a.sql", "10_a.sql"});
}

TEST_CASE("nothing selected is an error that names the directories") {
  Tree tree({"a/x.txt"});
  tree.add("a");
  tree.add("none");
  const Error error = failure_of([&] { static_cast<void>(tree.selected()); });
  CHECK(error.code() == ErrorCode::Schema001);
  CHECK(std::string(error.what()) == "No SQL files found in include directories: " + tree.root() +
                                         "/a, " + tree.root() + "/none");
  CHECK(error.hint() == "Add .sql files to subdirectories like 00_common/, 10_tables/ or check "
                        "your include/exclude patterns");
}

// Reference, section 7.
TEST_CASE("without seeds whole entries go whose path has the word") {
  for (const std::string_view name : {"seed", "seeds", "SEEDS", "a_seed", "seeds-b", "x-Seed_y"}) {
    Tree tree({"db/schema/a.sql", "db/" + std::string(name) + "/b.sql"});
    tree.add("db/schema");
    tree.add("db/" + std::string(name));
    CAPTURE(name);
    CHECK(tree.names(Scope::Everything).size() == 2);
    CHECK(tree.names(Scope::SchemaOnly) == Paths{"a.sql"}); // the base follows
  }
  for (const std::string_view name :
       {"seedling", "seedss", "linseed", "seed.d", "seed2", "xseed_", "s_eed"}) {
    Tree tree({"db/schema/a.sql", "db/" + std::string(name) + "/b.sql"});
    tree.add("db/schema");
    tree.add("db/" + std::string(name));
    CAPTURE(name);
    CHECK(tree.names(Scope::SchemaOnly).size() == 2);
  }
}

TEST_CASE("seeds inside an entry that is kept stay in") {
  Tree tree({"db/a.sql", "db/seeds/b.sql"});
  tree.add("db");
  CHECK(tree.names(Scope::SchemaOnly) == Paths{"a.sql", "seeds/b.sql"});
}

// Reference, section 7: a project below a folder called `seeds` is no seed for that.
TEST_CASE("a file holds seeds by what is called so from the base directory on") {
  Tree tree({"my_seeds/db/schema/a.sql",
             "my_seeds/db/schema/x_seed/b.sql",
             "my_seeds/db/schema/30-seeds.sql",
             "my_seeds/db/schema/seeds_more"});
  tree.add("my_seeds/db/schema").include = {"**/*"};
  const Selection selection = tree.selected();
  Paths seeds;
  for (const SelectedFile& file : selection.files) {
    if (holds_seeds(selection, file)) {
      seeds.emplace_back(selection.relative_path(file));
    }
  }
  CHECK(seeds == Paths{"seeds_more", "x_seed/b.sql"});
  Tree root({"a/seeds/b.sql"});
  root.add("a/seeds");
  const Selection below_seeds = root.selected();
  CHECK(holds_seeds(below_seeds, below_seeds.files.front()));
}

TEST_CASE("nothing but seeds leaves nothing") {
  Tree tree({"seeds/a.sql"});
  tree.add("seeds");
  const Error error = failure_of([&] { static_cast<void>(tree.selected(Scope::SchemaOnly)); });
  CHECK(std::string(error.what()) == "No SQL files found in include directories: ");
}

TEST_CASE("a file would be selected if some entry takes it and none excludes it") {
  Tree tree({"s/a.sql"});
  tree.add("s").exclude = {"x.sql"};
  tree.config.exclude_dirs = {tree.root() + "/s/old"};
  const Selection selection = tree.selected();
  const auto would = [&](const std::string& path) {
    return would_select(tree.config, selection, tree.root() + "/" + path);
  };
  CHECK(would("s/new.sql"));
  CHECK(would("s/a.sql"));
  CHECK_FALSE(would("s/x.sql"));
  CHECK_FALSE(would("s/old/new.sql"));
  CHECK_FALSE(would("s/new.txt"));
  CHECK_FALSE(would("t/new.sql"));
}

} // namespace
} // namespace confiture
