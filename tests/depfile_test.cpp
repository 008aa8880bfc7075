#include "failure.hpp"
#include "support.hpp"
#include <confiture/depfile.hpp>
#include <confiture/error.hpp>

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace confiture {
namespace {

using testing::contains;
using testing::failure_of;
using testing::make_symlink;
using testing::write_file;
using Paths = std::vector<std::string>;

/// The rule without a recipe for a file at `/p/<name>`, as seen from /p.
std::string rule_of_file(const std::string& name) {
  const std::string text = depfile_text("out", {.files = {"/p/" + name}, .folders = {}}, "/p");
  return text.substr(text.find("\n\n") + 2);
}

std::string message_of(const std::string& target, const Dependencies& dependencies) {
  const Error error =
      failure_of([&] { static_cast<void>(depfile_text(target, dependencies, "/p")); });
  CHECK(error.code() == ErrorCode::Schema001);
  CHECK_FALSE(error.hint().empty());
  return error.what();
}

TEST_CASE("a depfile has a rule for the target and an empty one for each dependency") {
  CHECK(depfile_text("./out/s.sql",
                     {.files = {"/p/db/a.sql", "/q/b.sql"}, .folders = {"/p/db", "/q"}},
                     "/p") == "./out/s.sql: \\\n"
                              "  db/a.sql \\\n"
                              "  /q/b.sql \\\n"
                              "  db/ \\\n"
                              "  /q/\n"
                              "\n"
                              "db/a.sql:\n"
                              "/q/b.sql:\n"
                              "db/:\n"
                              "/q/:\n");
}

TEST_CASE("the working directory and the root are folders too") {
  CHECK(contains(depfile_text("o", {.files = {}, .folders = {"/p"}}, "/p"), "\n.:\n"));
  CHECK(contains(depfile_text("o", {.files = {}, .folders = {"/"}}, "/p"), "\n/:\n"));
  CHECK(contains(depfile_text("o", {.files = {"/a"}, .folders = {"/"}}, "/"), "\na:\n.:\n"));
  CHECK(contains(depfile_text("o", {.files = {}, .folders = {"/p2"}}, "/p"), "\n/p2/:\n"));
}

TEST_CASE("names are escaped as make and ninja take it") {
  const std::vector<std::pair<std::string, std::string>> rules = {
      {"a.sql", "a.sql:\n"},
      {"a b.sql", "a\\ b.sql:\n"},
      {" a", "\\ a:\n"},
      {"#a#.sql", "\\#a\\#.sql:\n"},
      {"a$b$$.sql", "a$$b$$$$.sql:\n"},
      {"a:b.sql", "a\\:b.sql:\n"},
      {"a: b.sql", "a\\:\\ b.sql:\n"},
      {"100%.sql", "100%.sql: ;\n"},
      {"a(b).sql", "a(b).sql:\n"},
      {"-@!~,+{}].sql", "-@!~,+{}].sql:\n"},
      {"été.sql", "été.sql:\n"},
  };
  for (const auto& rule : rules) {
    CHECK(rule_of_file(rule.first) == rule.second);
  }
}

TEST_CASE("a name that make or ninja would read otherwise is refused") {
  for (const std::string name :
       {"a\"", "a&b", "a'b",  "a*b",   "a;b", "a<b", "a=b", "a>b", "a?b",   "a[b].sql",
        "a\\", "a^b", "a`b",  "a|b",   "a ",  "a:",  "a)",  "~a",  "~/a",   "a\\b.sql",
        "\\a", "a\t", "a\nb", "a\x01", "\r",  "[",   "*",   "=",   "a\x7f", "x\\ y"}) {
    CAPTURE(name);
    const std::string message = message_of("out", {.files = {"/p/" + name}, .folders = {}});
    CHECK(contains(message, printable(name)));
    CHECK_FALSE(contains(message, "\n"));
  }
  CHECK(contains(message_of("out", {.files = {}, .folders = {"/p/a*"}}), "a*/"));
  CHECK(contains(message_of("out", {.files = {"/it's/a"}, .folders = {}}), "/it's/a"));
}

TEST_CASE("the end of a folder's name does not matter, since a slash follows") {
  CHECK(contains(depfile_text("o", {.files = {}, .folders = {"/p/a ", "/p/b:", "/p/c)"}}, "/p"),
                 "\na\\ /:\nb\\:/:\nc)/:\n"));
}

TEST_CASE("a target is escaped and a pattern as target refused") {
  CHECK(depfile_text("a b$#", {}, "/p").starts_with("a\\ b$$\\#:\n"));
  for (const std::string target : {"a%b", "~a", "a*", "a "}) {
    CAPTURE(target);
    CHECK(contains(message_of(target, {}), target));
  }
}

/// A project with db/schema and, as an include directory that is absent, db/seeds.
class Tree {
public:
  Tree() {
    for (const char* file : {"db/environments/e.yaml",
                             "db/schema/a.sql",
                             "db/schema/x/b.sql",
                             "db/schema/generated/c.sql",
                             "db/schema/note.txt",
                             "elsewhere/t.sql"}) {
      write_file(directory_.path() / file, "");
    }
    make_symlink("../../elsewhere/t.sql", path("db/schema/link.sql"));
    config.file = path("db/environments/e.yaml");
    config.exclude_dirs = {path("db/schema/generated")};
    config.include_dirs.resize(2);
    config.include_dirs[0].path = path("db/schema");
    config.include_dirs[1].path = path("db/seeds/deep");
  }

  [[nodiscard]] std::string path(const std::string& name) const { return directory_.path() / name; }

  [[nodiscard]] Paths paths(const Paths& names) const {
    Paths out;
    for (const std::string& name : names) {
      out.push_back(path(name));
    }
    return out;
  }

  /// Why this file may not be written, or nothing.
  [[nodiscard]] std::string refusal(const std::string& file) const {
    const Selection selection = select(config, Scope::Everything);
    try {
      require_independent(config, selection, dependencies(config, selection), path(file));
    } catch (const Error& error) {
      return error.what();
    }
    return {};
  }

  Config config;

private:
  testing::TemporaryDirectory directory_;
};

TEST_CASE("a build depends on its configuration, sources, links' targets and walked folders") {
  const Tree tree;
  const Dependencies all = dependencies(tree.config, select(tree.config, Scope::Everything));
  CHECK(all.files == tree.paths({"db/environments/e.yaml",
                                 "db/schema/a.sql",
                                 "db/schema/link.sql",
                                 "elsewhere/t.sql",
                                 "db/schema/x/b.sql"}));
  CHECK(all.folders == tree.paths({"db/schema", "db/schema/x", "db"}));
}

TEST_CASE("a build depends on each thing once, and on no configuration if there is none") {
  Tree tree;
  tree.config.file.clear();
  tree.config.include_dirs[1].path = tree.path("db/schema/x");
  const Dependencies all = dependencies(tree.config, select(tree.config, Scope::Everything));
  CHECK(all.folders == tree.paths({"db/schema", "db/schema/x"}));
  CHECK(all.files.size() == 4);
}

TEST_CASE("a configuration that is a link has two ends") {
  Tree tree;
  make_symlink("e.yaml", tree.path("db/environments/l.yaml"));
  tree.config.file = tree.path("db/environments/l.yaml");
  const Dependencies all = dependencies(tree.config, select(tree.config, Scope::Everything));
  CHECK(all.files[0] == tree.path("db/environments/l.yaml"));
  CHECK(all.files[1] == tree.path("db/environments/e.yaml"));
}

TEST_CASE("what the build depends on, or would, is not written") {
  const Tree tree;
  for (const std::string file : {"db/environments/e.yaml",
                                 "db/schema/a.sql",
                                 "db/schema/link.sql",
                                 "db/schema/new.sql",
                                 "elsewhere/t.sql"}) {
    CAPTURE(file);
    CHECK(contains(tree.refusal(file), "the build depends on it"));
  }
}

TEST_CASE("nothing is written to a folder that is, or would be, watched") {
  const Tree tree;
  for (const std::string file : {"db/o.d",
                                 "db/schema/o.d",
                                 "db/schema/x/o.d",
                                 "db/schema/n/o.d",
                                 "db/seeds/o.d",
                                 "db/seeds/deep/o.d"}) {
    CAPTURE(file);
    CHECK(contains(tree.refusal(file), "new files are looked for there"));
  }
  for (const std::string file :
       {"o.d", "db/generated/o.sql", "db/schema/generated/o.sql", "db/seeds/build/o.d"}) {
    CAPTURE(file);
    CHECK(tree.refusal(file).empty());
  }
}

TEST_CASE("below an entry that is not recursive there is room") {
  Tree tree;
  tree.config.include_dirs[0].recursive = false;
  CHECK_FALSE(tree.refusal("db/schema/o.d").empty());
  CHECK(tree.refusal("db/schema/x/o.d").empty());
}

} // namespace
} // namespace confiture
