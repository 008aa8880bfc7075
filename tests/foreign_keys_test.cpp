#include "postgres/foreign_keys.hpp"
#include "postgres/identifier.hpp"
#include "random.hpp"
#include <confiture/parser.hpp>

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

namespace confiture::postgres {
namespace {

using testing::Random;
using Texts = std::vector<std::string>;

const std::string banner = "\n-- ============================================\n"
                           "-- Pass 2: Foreign Key Constraints\n"
                           "-- ============================================\n";

std::string moved_text(std::string_view body) {
  return move_foreign_keys(body).text;
}

/// What is left of a body without its keys.
std::string stripped(const std::string& body) {
  const std::string moved = moved_text(body);
  return moved.substr(0, find_moved_keys(moved));
}

/// What each key is added by, on one line.
Texts added(const std::string& body) {
  const std::string moved = moved_text(body);
  std::string_view rest = std::string_view(moved).substr(find_moved_keys(moved));
  Texts statements;
  for (std::size_t begin = 0; (begin = rest.find("\nALTER ")) != std::string_view::npos;) {
    rest.remove_prefix(begin + 1);
    std::string statement(rest.substr(0, rest.find(";\n") + 1));
    if (const std::size_t line = statement.find("\n    "); line != std::string::npos) {
      statement.replace(line, 5, " ");
    }
    statements.push_back(statement);
  }
  return statements;
}

void check_unchanged(const std::string& body) {
  CAPTURE(body);
  CHECK(moved_text(body) == body);
}

/// What the one key of a column `a` is added by, from FOREIGN KEY on.
std::string key_of(const std::string& clauses) {
  const Texts statements = added("create table t (a int " + clauses + ");");
  CAPTURE(clauses);
  REQUIRE(statements.size() == 1);
  return statements[0].substr(statements[0].find(" ADD ") + 5);
}

TEST_CASE("a key goes from its table to the end of the body") {
  CHECK(moved_text("create table t (\n"
                   "  a int references b (c),\n"
                   "  d int\n"
                   ");\n"
                   "select 1;\n") == "create table t (\n"
                                     "  a int,\n"
                                     "  d int\n"
                                     ");\n"
                                     "select 1;\n" +
                                         banner +
                                         "\nALTER TABLE t\n"
                                         "    ADD FOREIGN KEY (a) REFERENCES b (c);\n"
                                         "\n");
}

TEST_CASE("several keys come in the order of their statements and elements") {
  const std::string body = "create table s.t (a int references b references c, d int,"
                           " foreign key (d, a) references e (f, g), h int references i);"
                           "create table u (a int constraint \"K\" references s.t);";
  CHECK(stripped(body) == "create table s.t (a int, d int, h int);create table u (a int);");
  CHECK(added(body) == Texts{"ALTER TABLE s.t ADD FOREIGN KEY (a) REFERENCES b;",
                             "ALTER TABLE s.t ADD FOREIGN KEY (a) REFERENCES c;",
                             "ALTER TABLE s.t ADD FOREIGN KEY (d, a) REFERENCES e (f, g);",
                             "ALTER TABLE s.t ADD FOREIGN KEY (h) REFERENCES i;",
                             "ALTER TABLE u ADD CONSTRAINT \"K\" FOREIGN KEY (a) REFERENCES s.t;"});
  CHECK(moved_text(body).ends_with(";\n\nALTER TABLE u\n    ADD CONSTRAINT \"K\" FOREIGN KEY "
                                   "(a) REFERENCES s.t;\n\n"));
}

TEST_CASE("a key keeps what it says") {
  CHECK(key_of("REFERENCES t") == "FOREIGN KEY (a) REFERENCES t;");
  CHECK(key_of("references d.s.t match simple") == "FOREIGN KEY (a) REFERENCES s.t;");
  CHECK(key_of("references t on delete no action on update no action") ==
        "FOREIGN KEY (a) REFERENCES t;");
  CHECK(key_of("references t on update cascade on delete set null") ==
        "FOREIGN KEY (a) REFERENCES t ON DELETE SET NULL ON UPDATE CASCADE;");
  CHECK(key_of("references t on delete restrict on update set default") ==
        "FOREIGN KEY (a) REFERENCES t ON DELETE RESTRICT ON UPDATE SET DEFAULT;");
  CHECK(added("create table t (foreign key (a) references t initially deferred);")[0] ==
        "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES t DEFERRABLE INITIALLY DEFERRED;");
  CHECK(added("create table t (foreign key (a) references t deferrable);")[0] ==
        "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES t DEFERRABLE INITIALLY IMMEDIATE;");
  CHECK(added("create table t (foreign key (a) references t not deferrable);")[0] ==
        "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES t;");
}

TEST_CASE("what qualifies a key in a column goes with it") {
  const std::string plain = "FOREIGN KEY (a) REFERENCES t";
  CHECK(key_of("references t deferrable") == plain + " DEFERRABLE INITIALLY IMMEDIATE;");
  CHECK(key_of("references t initially deferred") == plain + " DEFERRABLE INITIALLY DEFERRED;");
  CHECK(key_of("references t initially deferred deferrable") ==
        plain + " DEFERRABLE INITIALLY DEFERRED;");
  CHECK(key_of("references t deferrable initially immediate") ==
        plain + " DEFERRABLE INITIALLY IMMEDIATE;");
  CHECK(key_of("references t not deferrable initially immediate") == plain + ";");
  CHECK(key_of("references t initially immediate") == plain + ";");
  CHECK(key_of("references t unique deferrable") == plain + ";");
  CHECK(stripped("create table t (a int references t deferrable initially deferred not null,"
                 " b int unique deferrable references t not deferrable);") ==
        "create table t (a int not null, b int unique deferrable);");
}

TEST_CASE("a key that would lose something stays, with all that belongs to it") {
  check_unchanged("create table t (a int references b match full deferrable);");
  check_unchanged("create table t (a int references b on delete set null (a));");
  check_unchanged(
      "create table t (a int, foreign key (a) references b on delete set default (a));");
  CHECK(stripped("create table t (a int references b match full deferrable references c,"
                 " foreign key (a) references b match full, foreign key (a) references d);") ==
        "create table t (a int references b match full deferrable,"
        " foreign key (a) references b match full);");
  if (grammar_version().value_or(0) >= 18) {
    check_unchanged("create table t (a int references b not enforced deferrable);");
    check_unchanged("create table t (a int references b enforced);");
    check_unchanged("create table t (foreign key (a) references b not enforced);");
    CHECK(stripped("create table t (foreign key (a) references b enforced);") ==
          "create table t ();");
  }
}

// Recorded of the reference as two-pass-2.
TEST_CASE("PERIOD gets lost") {
  if (grammar_version().value_or(0) >= 18) {
    CHECK(added("create table t (foreign key (a, period p) references b (c, period p));") ==
          Texts{"ALTER TABLE t ADD FOREIGN KEY (a, p) REFERENCES b (c, p);"});
  }
}

TEST_CASE("names are quoted where they have to be") {
  CHECK(added("create table \"Order\".\"a\"\"b\" (\"user\" int constraint x references Größe "
              "(Name, \"select\", \"1\"));") ==
        Texts{"ALTER TABLE \"Order\".\"a\"\"b\" ADD CONSTRAINT x FOREIGN KEY (\"user\") REFERENCES "
              "\"größe\" (name, \"select\", \"1\");"});
  CHECK(quoted_identifier("a_1$") == "a_1$");
  CHECK(quoted_identifier("_") == "_");
  for (const std::string name :
       {"1a", "$a", "A", "a b", "é", "", "all", "with", "left", "verbose"}) {
    CHECK(quoted_identifier(name) == '"' + name + '"');
  }
  for (const std::string name : {"name", "al", "withs", "between", "values", "zone"}) {
    CHECK(quoted_identifier(name) == name);
  }
  CHECK(quoted_identifier("a\"") == "\"a\"\"\"");
}

TEST_CASE("no comma is left over") {
  CHECK(stripped("create table t (foreign key (a) references c, a int);") ==
        "create table t ( a int);");
  CHECK(stripped("create table t (a int, foreign key (a) references c, b int);") ==
        "create table t (a int, b int);");
  CHECK(stripped("create table t (a int, foreign key (a) references c);") ==
        "create table t (a int);");
  CHECK(stripped("create table t (foreign key (a) references c, foreign key (b) references c);") ==
        "create table t ();");
  CHECK(stripped("create table t (a int, foreign key (a) references c , foreign key (b) references "
                 "c ) inherits (u, v);") == "create table t (a int ) inherits (u, v);");
  CHECK(stripped("create table t (a int references b, b int[2] default array[1, 2], c numeric(1, "
                 "2) check (c in (1, 2)), foreign key (a) references b);") ==
        "create table t (a int, b int[2] default array[1, 2], c numeric(1, 2) check (c in (1, "
        "2)));");
}

TEST_CASE("comments around a key stay, lines on which nothing is left go") {
  CHECK(stripped("create table t (\n"
                 "  a int -- the parent\n"
                 "    /* of */ references b /* in */ (c) /* it */, -- a\n"
                 "  d int, -- d\n"
                 "  -- keys\n"
                 "  foreign key (d)\n"
                 "    references e, \t\n"
                 "  /* one */ foreign key (a) references b -- two\n"
                 ");\n") == "create table t (\n"
                            "  a int -- the parent\n"
                            "    /* of */ /* it */, -- a\n"
                            "  d int -- d\n"
                            "  -- keys\n"
                            "  /* one */ -- two\n"
                            ");\n");
}

// A comma and what comes behind a blank are two cuts, neither of which is a line, in the reference.
TEST_CASE("a key behind its comma leaves the end of its line") {
  CHECK(stripped("create table t (\n"
                 "  a int\n"
                 "  , foreign key (a) references b\n"
                 "  , d int\n"
                 "  , foreign key (d) references b\n"
                 ");\n") == "create table t (\n"
                            "  a int\n"
                            "  ,\n"
                            " d int\n"
                            "\n"
                            ");\n");
}

TEST_CASE("COLLATE stays where it stands between a key and what qualifies it") {
  CHECK(stripped("create table t (a text references b collate \"C\");") ==
        "create table t (a text collate \"C\");");
  CHECK(stripped("create table t (a text references b deferrable collate \"C\" initially deferred "
                 "not null, c int);") == "create table t (a text collate \"C\" not null, c int);");
  CHECK(stripped("create table t (a text collate \"C\" references b deferrable);") ==
        "create table t (a text collate \"C\");");
  CHECK(stripped("create table t (a text references b not null collate \"C\");") ==
        "create table t (a text not null collate \"C\");");
  CHECK(key_of("references b deferrable collate \"C\" initially deferred") ==
        "FOREIGN KEY (a) REFERENCES b DEFERRABLE INITIALLY DEFERRED;");
}

TEST_CASE("every kind of CREATE TABLE has its keys moved") {
  CHECK(stripped("create temp table if not exists t (a int references b, like u including all) "
                 "inherits (v) with (fillfactor = 70);") ==
        "create temp table if not exists t (a int, like u including all) inherits (v) with "
        "(fillfactor = 70);");
  CHECK(stripped("create table t partition of u (a references b not null, foreign key (a) "
                 "references b) for values in (1, 2);") ==
        "create table t partition of u (a not null) for values in (1, 2);");
  CHECK(stripped("create table t of u (a with options references b);") ==
        "create table t of u (a with options);");
}

TEST_CASE("parentheses go where PostgreSQL takes none that are empty") {
  CHECK(stripped("create table t partition of u (foreign key (a) references b) default;") ==
        "create table t partition of u default;");
  CHECK(stripped("create table t of u\n(\n  foreign key (a) references b -- c\n);\n") ==
        "create table t of u\n;\n");
  CHECK(stripped("create table t (foreign key (a) references b);") == "create table t ();");
}

TEST_CASE("what only looks like a key stays") {
  check_unchanged("");
  check_unchanged("create table t (a text default 'x references b (c)', \"references b\" int);");
  check_unchanged("create table t (a text default $$), references b$$ /* references b */);");
  check_unchanged("create function f() returns void language sql as $f$\n"
                  "create table t (a int references b);\n$f$;");
  check_unchanged("create function f() returns int begin atomic select 1;"
                  " create table t (a int references b); end;");
  check_unchanged("alter table t add foreign key (a) references b;");
  check_unchanged("create schema s create table t (a int references b);");
  check_unchanged("create foreign table t (a int) server s; grant references on t to u;");
  check_unchanged("create table t as select 1 as references_;");
}

TEST_CASE("a statement that is refused stays as it is, and costs only itself") {
  const std::string good = "create table t (a int references b);";
  const std::string done = "create table t (a int);";
  for (const std::string bad : {"create table t (a int references b,);",
                                "create tabel t (a int references b);",
                                "# a\ncreate table t (a int references b);",
                                "select 1a;",
                                "\\set x 'a'\ncreate table t (a int references b);",
                                "create table t (a int)) ;",
                                "select \"\";"}) {
    CHECK(stripped(good + bad + good) == done + bad + done);
  }
  for (const std::string open : {"select 'a", "select $$ ", "/* a", "create table t (a int;"}) {
    CHECK(stripped(good + open + good) == done + open + good);
  }
  const std::string nul("select \0;", 9);
  CHECK(stripped(good + nul + good) == done + nul + done);
}

TEST_CASE("rows of COPY stay, and what stands on their line") {
  const std::string rows = "copy t from stdin; create table t (a int references b);\n"
                           "it's; create table t (a int references b);\n\\.\n";
  CHECK(stripped(rows + "create table t (a int references b);") ==
        rows + "create table t (a int);");
  check_unchanged("copy t from stdin;\ncreate table t (a int references b);\n");
}

TEST_CASE("text beyond ASCII is no hindrance") {
  CHECK(
      moved_text("/* é€😀 */ create table \"表\" (/* ü */ größe int /* 表 */ references "
                 "\"Ä\" (\"ß\") /* é */, b text default '😀');") ==
      "/* é€😀 */ create table \"表\" (/* ü */ größe int /* 表 */ /* é */, b text default '😀');" +
          banner +
          "\nALTER TABLE \"表\"\n    ADD FOREIGN KEY (\"größe\") REFERENCES \"Ä\" (\"ß\");\n\n");
}

TEST_CASE("moved keys are found behind the last banner") {
  CHECK(find_moved_keys("select 1;") == 9);
  const std::string moved =
      moved_text("select 1;" + banner + "create table t (a int references b);");
  CHECK(find_moved_keys(moved) ==
        9 + banner.size() + std::string("create table t (a int);").size());
}

/// A body without its cuts.
std::string less_cuts(std::string_view body, const MovedBody& moved) {
  std::string text;
  std::size_t done = 0;
  for (const Span& cut : moved.cuts) {
    CHECK(cut.begin >= done);
    CHECK(cut.end > cut.begin);
    text += body.substr(done, cut.begin - done);
    done = cut.end;
  }
  return text.append(body.substr(done));
}

TEST_CASE("what a move did is told: what was cut, and where each key came from and went") {
  const std::string body = "create table t (\n"
                           "  a int references b, c int constraint k references d,\n"
                           "  foreign key (a, c) references e\n"
                           ");\n";
  const MovedBody moved = move_foreign_keys(body);
  CHECK(less_cuts(body, moved) == stripped(body));
  CHECK(moved.cuts.size() == 3);
  REQUIRE(moved.keys.size() == 3);
  const auto begins = [](std::string_view text, std::size_t at, std::string_view part) {
    return text.substr(at).starts_with(part);
  };
  CHECK(begins(body, moved.keys[0].from, "references b"));
  CHECK(begins(moved.text, moved.keys[0].to, "ALTER TABLE t\n    ADD FOREIGN KEY (a) "));
  CHECK(begins(body, moved.keys[1].from, "constraint k references d"));
  CHECK(begins(moved.text, moved.keys[1].to, "ALTER TABLE t\n    ADD CONSTRAINT k "));
  CHECK(begins(body, moved.keys[2].from, "foreign key (a, c)"));
  CHECK(begins(moved.text, moved.keys[2].to, "ALTER TABLE t\n    ADD FOREIGN KEY (a, c) "));
  const MovedBody same = move_foreign_keys(stripped(body));
  CHECK(same.cuts.empty());
  CHECK(same.keys.empty());
}

/// A CREATE TABLE of random elements, with and without its keys.
struct RandomTable {
  std::string with_keys;
  std::string without_keys;
  std::size_t keys = 0;
};

/// Keys stand behind their column on its line, or on a line of their own.
RandomTable random_table(Random& random) {
  const Texts columns = {"a int", "b numeric(1, 2)", "\"c,\" int[] default array[1, 2]", "é text"};
  const Texts clauses = {"", " not null", " default 'references x'", " check (a in (1, 2))"};
  const Texts keys = {"references b",
                      "references s.\"B\" (c) on delete cascade",
                      "constraint k references b deferrable initially deferred"};
  const Texts comments = {"", " -- references, (", " /* c */"};
  RandomTable table{.with_keys = "create table t (\n", .without_keys = "create table t (\n"};
  const std::size_t count = 1 + random.below(4);
  std::size_t left = random.below(3); // keys as elements
  table.keys = left;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string column = "  " + random.pick(columns) + random.pick(clauses);
    const std::string comment = random.pick(comments) + "\n";
    table.with_keys += column;
    table.without_keys += column + (i + 1 < count ? "," : "") + comment;
    if (random.below(2) == 0) {
      table.with_keys += " " + random.pick(keys);
      ++table.keys;
    }
    table.with_keys += (i + 1 < count || left > 0 ? "," : "") + comment;
    for (; left > 0 && (i + 1 == count || random.below(2) == 0); --left) {
      table.with_keys += "  foreign key (a, b) references b";
      table.with_keys += i + 1 < count || left > 1 ? ",\n" : "\n";
    }
  }
  table.with_keys += ");\n";
  table.without_keys += ");\n";
  return table;
}

TEST_CASE("random tables lose their keys and nothing else, and a second time nothing at all") {
  Random random(18);
  const Texts others = {"",
                        ";",
                        "select 'references';\n",
                        "-- references\n",
                        "create index i on t (a);\n",
                        "create table t (a int references);\n",
                        "copy t from stdin;\n;'(\n\\.\n"};
  for (int round = 0; round < 500; ++round) {
    CAPTURE(round);
    std::string body;
    std::string expected;
    std::size_t keys = 0;
    for (std::size_t i = random.below(4); i > 0; --i) {
      const RandomTable table = random_table(random);
      const std::string other = random.pick(others);
      body += table.with_keys + other;
      expected += table.without_keys + other;
      keys += table.keys;
    }
    const std::string moved = moved_text(body);
    CHECK(stripped(body) == expected);
    CHECK(added(body).size() == keys);
    CHECK(moved_text(moved) == moved);
    const MovedBody told = move_foreign_keys(body);
    CHECK(less_cuts(body, told) == expected);
    CHECK(told.keys.size() == keys);
  }
}

/// Whether `part` is `whole` with some bytes left out.
bool is_within(std::string_view part, std::string_view whole) {
  for (const char c : whole) {
    if (!part.empty() && part.front() == c) {
      part.remove_prefix(1);
    }
  }
  return part.empty();
}

TEST_CASE("of random text nothing is lost but keys, and without a key nothing at all") {
  Random random(7);
  const Texts pieces = {"create ",
                        "table ",
                        "t ",
                        "(",
                        ")",
                        ",",
                        ";",
                        "a int ",
                        "references ",
                        "b ",
                        "foreign key ",
                        "not null ",
                        "'",
                        "\"",
                        "$$",
                        "--",
                        "\n",
                        "/*",
                        "*/",
                        " ",
                        "é",
                        "copy t from stdin;\n",
                        "\\.\n",
                        "[",
                        "]",
                        "collate c ",
                        "deferrable "};
  const std::string table = "create table t (a int references b, foreign key (a) references c);";
  for (int round = 0; round < 3000; ++round) {
    CAPTURE(round);
    const std::string text = random.text(pieces, 12);
    const std::string before = random.below(2) == 0 ? text + ";" : "";
    const std::string body = before + table + text;
    const std::string moved = moved_text(body);
    CHECK(is_within(stripped(body), body));
    CHECK(less_cuts(body, move_foreign_keys(body)) == stripped(body));
    CHECK(moved_text(moved) == moved);
    if (text.find("references") == std::string::npos) {
      CHECK(moved_text(text) == text);
    }
  }
}

} // namespace
} // namespace confiture::postgres
