// The map of a build against a slow model: what each byte of the bundle is and where it came from,
// byte by byte.

#include "cut.hpp"
#include "digest.hpp"
#include "naive_text.hpp"
#include "postgres/foreign_keys.hpp"
#include "random.hpp"
#include "script_build.hpp"
#include "separator.hpp"
#include "support.hpp"
#include <confiture/build.hpp>
#include <confiture/parser.hpp>

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

namespace confiture {
namespace {

using testing::Random;
using testing::read_file;
using testing::TemporaryDirectory;
using testing::write_file;
using Texts = std::vector<std::string>;

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

/// What the map has to say of a byte.
struct Told {
  LineKind kind = LineKind::Header;
  std::string file = {};
  std::uint64_t line = 0;
  std::uint64_t column = 0;

  friend bool operator==(const Told&, const Told&) = default;
  friend std::ostream& operator<<(std::ostream& out, const Told& told) {
    return out << name(told.kind) << ' ' << told.file << ':' << told.line << ':' << told.column;
  }
};

/// A text, and what is to be told of each of its bytes.
struct Model {
  std::string text;
  std::vector<Told> told;

  void add(std::string_view bytes, const Told& each) {
    text += bytes;
    told.insert(told.end(), bytes.size(), each);
  }

  void add_file(const Separator& separator, const std::string& file, const std::string& source) {
    Buffer above;
    separator.append(above, file);
    add(above.view(), {.kind = LineKind::Separator, .file = file});
    std::string lines = testing::naive_newlines(source);
    lines += lines.ends_with('\n') ? "" : "\n";
    Told here{.kind = LineKind::Source, .file = file, .line = 1, .column = 1};
    for (std::size_t i = 0; i < lines.size(); ++i) {
      add(lines.substr(i, 1), here);
      if (lines[i] == '\n') {
        ++here.line;
        here.column = 1;
      } else if (i + 1 < lines.size() && !is_continuation(lines[i + 1])) {
        ++here.column;
      }
    }
  }

  /// The same after two passes.
  [[nodiscard]] Model moved() const {
    const postgres::MovedBody move = postgres::move_foreign_keys(text);
    Model result;
    std::size_t done = 0;
    const auto keep = [&](std::size_t end) {
      for (; done < end; ++done) {
        result.add(text.substr(done, 1), told[done]);
      }
    };
    for (const Span& cut : move.cuts) {
      keep(cut.begin);
      done = cut.end;
    }
    keep(text.size());
    Told key{.kind = LineKind::MovedKey};
    auto next = move.keys.begin();
    while (result.text.size() < move.text.size()) {
      if (next != move.keys.end() && next->to == result.text.size()) {
        key = told[next->from];
        key.kind = LineKind::MovedKey;
        ++next;
      }
      result.add(move.text.substr(result.text.size(), 1), key);
    }
    return result;
  }
};

/// The places of a text where the map says something else than the model, or has one line less or
/// more; told as text.
Texts disagreements(const std::string& text, const SourceMap& map, const std::vector<Told>& told) {
  Texts found;
  std::uint64_t line = 1;
  std::uint64_t column = 1;
  for (std::size_t i = 0; i < text.size() && found.size() < 3; ++i) {
    if (is_continuation(text[i])) {
      continue;
    }
    const auto origin = map.origin_of(line, column).value_or(Origin());
    const Told says{origin.kind, std::string(origin.file), origin.line, origin.column};
    if (!(says == told[i])) {
      std::ostringstream both;
      both << line << ':' << column << ": " << says << ", not " << told[i];
      found.push_back(both.str());
    }
    column = text[i] == '\n' ? 1 : column + 1;
    line += text[i] == '\n' ? 1 : 0;
  }
  if (map.lines != line - (column == 1 ? 1 : 0)) {
    found.push_back("the map has " + std::to_string(map.lines) + " lines");
  }
  return found;
}

/// A tree of sources with the configuration to build it.
class Tree {
public:
  Tree() {
    config.environment = "test";
    config.validate_comments = false;
    config.include_dirs.emplace_back().path = directory_.path() / "sources";
  }

  void add(const std::string& name, const std::string& source) {
    write_file(directory_.path() / "sources" / name, source);
  }
  [[nodiscard]] std::string output() const { return directory_.path() / "schema.sql"; }
  [[nodiscard]] Selection selection() const { return select(config, Scope::Everything); }

  /// The body in one pass, made slowly.
  [[nodiscard]] Model model() const {
    const Separator separator(config.separator_style, config.separator_template);
    const Selection selected = selection();
    Model body;
    for (const SelectedFile& file : selected.files) {
      body.add_file(separator, std::string(selected.relative_path(file)), read_file(file.path));
    }
    return body;
  }

  Config config;

private:
  TemporaryDirectory directory_;
};

const Texts name_pieces = {"a", "b", "10_", "é", "日", " ", "'", "\"", "\\", ".", "-", "%"};

const Texts source_pieces = {
    "create table t (a int references b);",
    "create table \"é日\" (é int constraint k references b (c) on delete cascade , b int)\t;",
    "create table u (\n  a int references b,\r\n  -- é\r  foreign key (a) references b\r\n);\r\n",
    "create table v (x text collate \"C\" references b, y int references c, z int",
    ", foreign key (x, y) references d (é, f) )",
    "create table w of o (foreign key (a) references b);",
    ");",
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    "é",
    "日本",
    "😀 ",
    "\t",
    "select 1;",
    "-- references",
    "/* é */",
    "\xEF\xBB\xBF",
    "copy t from stdin;\nit's;\r\n\\.\r\n"};

const Texts templates = {"-- {file_path}",
                         "-- {file_path}\n",
                         "/*\n * {file_path!s:é>40}\n\n */",
                         "-- é {file_path.stem}\r-- 日",
                         "x"};

Tree& grow(Tree& tree, Random& random) {
  const Texts styles = {"block_comment", "line_comment", "mysql", "custom", "custom"};
  tree.config.separator_style = random.pick(styles);
  tree.config.separator_template = random.pick(templates);
  for (std::size_t left = 1 + random.below(4); left > 0; --left) {
    const std::string folder = random.below(3) == 0 ? random.text(name_pieces, 2) + "f/" : "";
    const std::string bom = random.below(5) == 0 ? "\xEF\xBB\xBF" : "";
    tree.add(folder + random.text(name_pieces, 3) + std::to_string(left) + ".sql",
             bom + random.text(source_pieces, 10));
  }
  return tree;
}

/// Checks what a build in memory says of a tree.
void check_script(const Tree& tree, const Model& body) {
  const BuiltScript script = build_script(tree.config, tree.selection(), 1, nullptr);
  CAPTURE(script.text);
  REQUIRE(script.text.ends_with(body.text));
  CHECK(script.map.body_digest == sha256(body.text));
  std::vector<Told> told(script.text.size() - body.text.size());
  told.insert(told.end(), body.told.begin(), body.told.end());
  CHECK(disagreements(script.text, script.map, told) == Texts());
}

TEST_CASE("the map of a build leads every byte of random trees to where it came from") {
  Random random(24);
  int moved_trees = 0;
  for (int round = 0; round < 2000; ++round) {
    CAPTURE(round);
    Tree tree;
    grow(tree, random);
    const Model body = tree.model();
    check_script(tree, body);
    if (grammar_version()) {
      const Model moved = body.moved();
      moved_trees += moved.text != body.text ? 1 : 0;
      tree.config.two_pass = true;
      check_script(tree, moved);
    }
  }
  CHECK((moved_trees > 800 || !grammar_version()));
}

std::string less_time(std::string text) {
  const std::size_t time = text.find("-- Generated: ");
  return text.erase(time, text.find('\n', time) - time);
}

TEST_CASE("a script in memory is what a build would write") {
  Random random(3);
  for (int round = 0; round < 30; ++round) {
    Tree tree;
    grow(tree, random);
    tree.config.two_pass = grammar_version() && random.below(2) == 0;
    build(tree.config, tree.selection(), {.output = tree.output()});
    const BuiltScript script = build_script(tree.config, tree.selection(), 0, nullptr);
    CHECK(less_time(script.text) == less_time(read_file(tree.output())));
  }
}

/// What a script's map tells of the line that a text is in.
Told told_of(const BuiltScript& script, std::string_view text) {
  const std::string before = script.text.substr(0, script.text.find(text));
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const auto origin = script.map.origin_of(static_cast<std::uint64_t>(line)).value_or(Origin());
  return {origin.kind, std::string(origin.file), origin.line, origin.column};
}

TEST_CASE("a file that is read in pieces is mapped as a whole") {
  for (const std::size_t cut : {batch_size - 2, batch_size - 1, batch_size}) {
    CAPTURE(cut);
    Tree tree;
    tree.add("a.sql", "select 1;");
    tree.add("b.sql", "x\r\né" + std::string(cut - 5, 'x') + "\r\n\r日\n");
    tree.add("c.sql", "last");
    const BuiltScript script = build_script(tree.config, tree.selection(), 0, nullptr);
    CHECK(script.text.ends_with(tree.model().text));
    CHECK(told_of(script, "日") == Told{LineKind::Source, "b.sql", 4, 1});
    CHECK(told_of(script, "last") == Told{LineKind::Source, "c.sql", 1, 1});
  }
}

void check_bundle_alone(const Tree& tree) {
  const BuiltScript script = build_script(tree.config, tree.selection(), 1, nullptr);
  write_file(tree.output(), script.text);
  const auto bundle = map_bundle(tree.output());
  REQUIRE(bundle);
  const SourceMap map = bundle ? bundle->map : SourceMap();
  CHECK(map.files == script.map.files);
  CHECK((map.runs == script.map.runs));
  CHECK(map.lines == script.map.lines);
  CHECK(map.body_digest == script.map.body_digest);
}

TEST_CASE("a bundle alone tells the same as the map of its build, if it can") {
  Random random(11);
  const Texts styles = {"block_comment", "line_comment", "mysql"};
  for (int round = 0; round < 200; ++round) {
    CAPTURE(round);
    Tree tree;
    grow(tree, random);
    tree.config.separator_style = random.pick(styles);
    check_bundle_alone(tree);
  }
}

} // namespace
} // namespace confiture
