#include "discover.hpp"
#include "failure.hpp"
#include "support.hpp"
#include <confiture/error.hpp>

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <sys/resource.h>
#include <sys/stat.h>
#include <vector>

namespace confiture {
namespace {

using testing::make_symlink;
using testing::TemporaryDirectory;
using testing::write_file;

/// A directory with these files in it.
class Tree {
public:
  explicit Tree(const std::vector<std::string>& files) {
    for (const std::string& file : files) {
      write_file(directory_.path() / file, "");
    }
    entry.path = directory_.path();
  }

  [[nodiscard]] std::string root() const { return directory_.path(); }

  /// What the entry finds, relative to the directory.
  [[nodiscard]] std::vector<std::string> found() const {
    std::vector<std::string> paths;
    for (const FoundFile& file : discover(entry).files) {
      REQUIRE(file.path.starts_with(root() + "/"));
      paths.push_back(file.path.substr(root().size() + 1));
    }
    return paths;
  }

  IncludeEntry entry;

private:
  TemporaryDirectory directory_;
};

using Paths = std::vector<std::string>;

TEST_CASE("what is found does not depend on the number of threads") {
  std::vector<std::string> files;
  for (int folder = 0; folder < 120; ++folder) {
    for (const std::string name : {"a.sql", "m/x.sql", "m/n/y.sql", "z.sql", "z.txt"}) {
      files.push_back(std::to_string(folder % 40) + "/" + std::to_string(folder) + "/" + name);
    }
  }
  const Tree tree(files);
  const auto with_jobs = [&](unsigned jobs) {
    Progress progress;
    const Discovery found = discover(tree.entry, {.jobs = jobs, .progress = &progress});
    CHECK(progress.files_found == found.files.size());
    std::vector<std::string> paths = found.directories;
    for (const FoundFile& file : found.files) {
      paths.push_back(file.path);
    }
    return paths;
  };
  const std::vector<std::string> expected = with_jobs(1);
  CHECK(expected.size() == 1 + 40 + 120 * 3 + 120 * 4);
  for (const unsigned jobs : {2U, 3U, 8U}) {
    CHECK(with_jobs(jobs) == expected);
  }
}

// Reference, section 3.
TEST_CASE("files come in the byte order of their names") {
  const Tree tree({"b.sql", "a/z.sql", "a.sql", "B.sql", "é.sql", "a b.sql", ".hidden.sql"});
  CHECK(tree.found() ==
        Paths{".hidden.sql", "B.sql", "a/z.sql", "a b.sql", "a.sql", "b.sql", "é.sql"});
}

TEST_CASE("folders below are entered only if the entry is recursive") {
  Tree tree({"a.sql", "x/b.sql", "x/y/c.sql", ".git/d.sql"});
  CHECK(tree.found() == Paths{".git/d.sql", "a.sql", "x/b.sql", "x/y/c.sql"});
  tree.entry.recursive = false;
  CHECK(tree.found() == Paths{"a.sql"});
}

TEST_CASE("a walk tells which directories it has read") {
  Tree tree({"a.sql", "x/b.txt", "x/y/c.sql", "z/d.sql"});
  make_symlink("x", tree.root() + "/linked");
  const std::string root = tree.root();
  CHECK(discover(tree.entry).directories == Paths{root, root + "/x", root + "/x/y", root + "/z"});
  tree.entry.recursive = false;
  CHECK(discover(tree.entry).directories == Paths{root});
  tree.entry.path += "/none";
  CHECK(discover(tree.entry).directories.empty());
}

TEST_CASE("the first pattern that matches is recorded and excludes come first") {
  Tree tree({"a.sql", "b.sql", "c.txt", "x/a.sql"});
  tree.entry.include = {"x/*", "*.sql"};
  tree.entry.exclude = {"b.*"};
  const std::vector<FoundFile> found = discover(tree.entry).files;
  REQUIRE(found.size() == 2);
  CHECK(found[0].path == tree.root() + "/a.sql");
  CHECK(found[0].pattern == 1);
  CHECK(found[1].path == tree.root() + "/x/a.sql");
  CHECK(found[1].pattern == 0);
  tree.entry.include = {};
  CHECK(tree.found().empty());
}

TEST_CASE("a link to a directory is neither entered nor found and others are files") {
  Tree tree({"real/a.sql", "target.sql"});
  make_symlink("real", tree.root() + "/linked.sql");
  make_symlink("target.sql", tree.root() + "/file.sql");
  make_symlink("nowhere", tree.root() + "/dangling.sql");
  make_symlink("loop.sql", tree.root() + "/loop.sql");
  REQUIRE(::mkfifo((tree.root() + "/pipe.sql").c_str(), 0600) == 0);
  CHECK(tree.found() ==
        Paths{"dangling.sql", "file.sql", "loop.sql", "pipe.sql", "real/a.sql", "target.sql"});
  for (const FoundFile& file : discover(tree.entry).files) {
    const std::filesystem::path path(file.path);
    CAPTURE(file.path);
    CHECK(file.is_link == std::filesystem::is_symlink(path));
  }
}

// Reference, section 10, surprise 6.
TEST_CASE("a bad pattern is an error only when it is tried") {
  Tree tree({"a.sql"});
  tree.entry.include = {"**/*.sql", "../x"};
  CHECK(tree.found() == Paths{"a.sql"});
  tree.entry.include = {"../x", "**/*.sql"};
  CHECK(testing::failure_of([&] { static_cast<void>(discover(tree.entry)); }).code() ==
        ErrorCode::Config001);
  std::filesystem::remove(tree.root() + "/a.sql");
  CHECK(tree.found().empty());
}

TEST_CASE("a missing directory is skipped or an error as the entry says") {
  Tree tree({});
  tree.entry.path += "/none";
  CHECK(discover(tree.entry).files.empty());
  tree.entry.auto_discover = false;
  const Error error = testing::failure_of([&] { static_cast<void>(discover(tree.entry)); });
  CHECK(error.code() == ErrorCode::Schema001);
  CHECK(std::string(error.what()) == "Include directory does not exist: " + tree.entry.path);
  CHECK_FALSE(error.hint().empty());
}

TEST_CASE("an entry that is a file is refused") {
  Tree tree({"a.sql"});
  tree.entry.path += "/a.sql";
  const Error error = testing::failure_of([&] { static_cast<void>(discover(tree.entry)); });
  CHECK(error.code() == ErrorCode::Schema001);
  CHECK(testing::contains(error.what(), tree.entry.path));
}

/// Lowers the number of files that this process may have open, for a while.
class DescriptorLimit {
public:
  explicit DescriptorLimit(rlim_t limit) {
    REQUIRE(::getrlimit(RLIMIT_NOFILE, &old_) == 0);
    rlimit lower = old_;
    lower.rlim_cur = limit;
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &lower) == 0);
  }
  ~DescriptorLimit() { ::setrlimit(RLIMIT_NOFILE, &old_); }
  DescriptorLimit(const DescriptorLimit&) = delete;
  DescriptorLimit& operator=(const DescriptorLimit&) = delete;

private:
  rlimit old_{};
};

TEST_CASE("a deep tree costs no descriptors") {
  std::string deep;
  for (int i = 0; i < 100; ++i) {
    deep += "d/";
  }
  const Tree tree({deep + "a.sql"});
  const DescriptorLimit limit(50);
  CHECK(tree.found() == Paths{deep + "a.sql"});
}

TEST_CASE("what would be discovered is what is discovered") {
  Tree tree({"a.sql", "x/b.sql", "x/c.txt", "old/d.sql"});
  tree.entry.exclude = {"old/"};
  const auto would = [&](const std::string& path) {
    return would_discover(tree.entry, tree.root() + "/" + path);
  };
  CHECK(would("a.sql"));
  CHECK(would("new/deep/e.sql"));
  CHECK_FALSE(would("x/c.txt"));
  CHECK_FALSE(would("old/d.sql"));
  CHECK_FALSE(would_discover(tree.entry, tree.root()));
  CHECK_FALSE(would_discover(tree.entry, tree.root() + "2/a.sql"));
  tree.entry.recursive = false;
  CHECK(would("a.sql"));
  CHECK_FALSE(would("x/b.sql"));
}

} // namespace
} // namespace confiture
