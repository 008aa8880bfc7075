#include "failure.hpp"
#include "support.hpp"
#include <confiture/config.hpp>

#include <doctest/doctest.h>

#include <array>
#include <filesystem>
#include <string>
#include <vector>

namespace confiture {
namespace {

using testing::contains;
using testing::failure_of;
using testing::TemporaryDirectory;
using testing::write_file;

/// A project with a directory db/schema, and an environment file that a test writes.
class Project {
public:
  Project() { std::filesystem::create_directories(directory_.path() / "db/schema"); }

  [[nodiscard]] std::string root() const { return directory_.path(); }
  [[nodiscard]] std::string file() const { return root() + "/db/environments/local.yaml"; }

  Config load(const std::string& yaml) const {
    write_file(file(), yaml);
    return load_config(root(), "local");
  }
  /// With what every file needs above the given lines.
  Config load_with(const std::string& lines) const {
    return load("database_url: postgresql://h/d\ninclude_dirs: [db/schema]\n" + lines);
  }
  /// With one include entry, a mapping, that has this line too.
  IncludeEntry entry_with(const std::string& line) const {
    return load("database_url: postgres://h/d\ninclude_dirs:\n  - path: db/schema\n    " + line)
        .include_dirs.front();
  }

private:
  TemporaryDirectory directory_;
};

void check_refused(const Project& project, const std::string& yaml, const std::string& message) {
  const Error error = failure_of([&] { static_cast<void>(project.load(yaml)); });
  CAPTURE(yaml);
  CHECK(error.code() == ErrorCode::Config001);
  CAPTURE(error.what());
  CHECK(contains(error.what(), message));
}

TEST_CASE("a file with the two required fields gives the defaults") {
  const Project project;
  const Config config = project.load_with("");
  CHECK(config.environment == "local");
  REQUIRE(config.include_dirs.size() == 1);
  const IncludeEntry& entry = config.include_dirs.front();
  CHECK(entry.path == project.root() + "/db/schema");
  CHECK(entry.recursive);
  CHECK(entry.include == std::vector<std::string>{"**/*.sql"});
  CHECK(entry.exclude.empty());
  CHECK(entry.auto_discover);
  CHECK(entry.order == Integer(0));
  CHECK(config.exclude_dirs.empty());
  CHECK(config.sort_mode == SortMode::Alphabetical);
  CHECK(config.validate_comments);
  CHECK(config.fail_on_spillover);
  CHECK(config.fail_on_unclosed);
  CHECK_FALSE(config.two_pass);
  CHECK_FALSE(config.seeds.is_sequential);
  CHECK(config.separator_style == "block_comment");
  CHECK_FALSE(config.separator_template);
}

TEST_CASE("every key of a build is read") {
  const Project project;
  const Config config = project.load("name: ignored\n"
                                     "database_url: postgresql://u:p@h/d\n"
                                     "include_dirs:\n"
                                     "  - path: db/seeds\n"
                                     "    recursive: no\n"
                                     "    include: ['*.sql', b]\n"
                                     "    exclude: [c]\n"
                                     "    auto_discover: on\n"
                                     "    order: -7\n"
                                     "  - db/schema\n"
                                     "exclude_dirs: [db/../old/, /abs]\n"
                                     "build:\n"
                                     "  sort_mode: hex\n"
                                     "  two_pass: yes\n"
                                     "  validate_comments:\n"
                                     "    enabled: no\n"
                                     "    fail_on_unclosed_blocks: off\n"
                                     "    fail_on_spillover: 'f'\n"
                                     "  separators: {style: custom, custom_template: x}\n"
                                     "seed: {execution_mode: sequential}\n"
                                     "unknown: 1\n");
  CHECK(config.database_url == "postgresql://u:p@h/d");
  REQUIRE(config.include_dirs.size() == 2);
  const IncludeEntry& entry = config.include_dirs.front();
  CHECK(entry.path == project.root() + "/db/seeds");
  CHECK_FALSE(entry.recursive);
  CHECK(entry.include == std::vector<std::string>{"*.sql", "b"});
  CHECK(entry.exclude == std::vector<std::string>{"c"});
  CHECK(entry.order == Integer(-7));
  CHECK(config.exclude_dirs == std::vector<std::string>{project.root() + "/old", "/abs"});
  CHECK(config.sort_mode == SortMode::Numbered);
  CHECK(config.two_pass);
  CHECK_FALSE(config.validate_comments);
  CHECK_FALSE(config.fail_on_unclosed);
  CHECK_FALSE(config.fail_on_spillover);
  CHECK(config.separator_style == "custom");
  CHECK(config.separator_template == "x");
  CHECK(config.seeds.is_sequential);
}

TEST_CASE("a sort mode that is not hex is alphabetical") {
  const Project project;
  CHECK(project.load_with("build: {sort_mode: HEX}").sort_mode == SortMode::Alphabetical);
  CHECK(project.load_with("build: {sort_mode: ''}").sort_mode == SortMode::Alphabetical);
}

// Reference, section 2, "Lax types"; recorded from pydantic.
TEST_CASE("an integer is taken from whatever looks like one") {
  const Project project;
  const std::vector<std::pair<std::string, std::string>> accepted = {
      {"3", "3"},
      {"\"3\"", "3"},
      {"\" 3 \"", "3"},
      {"\"+5\"", "5"},
      {"\"-5\"", "-5"},
      {"\"007\"", "7"},
      {"\"1_0\"", "10"},
      {"\"3.0\"", "3"},
      {"\"1_0.00\"", "10"},
      {"\"\\u20073\\u3000\"", "3"},
      {"\"99999999999999999999.0\"", "99999999999999999999"},
      {"3.0", "3"},
      {"1:30.0", "90"},
      {"9223372036854774784.0", "9223372036854774784"},
      {"-0.0", "0"},
      {"true", "1"},
      {"010", "8"},
      {"1:30", "90"},
      {"99999999999999999999", "99999999999999999999"},
      {"\"99999999999999999999\"", "99999999999999999999"},
  };
  for (const auto& example : accepted) {
    CAPTURE(example.first);
    CHECK(project.entry_with("order: " + example.first).order.text() == example.second);
  }
  for (const std::string text : {"3.5",       "\"3.5\"",
                                 "\"0x10\"",  "~",
                                 "x",         "\"\"",
                                 "\"1__0\"",  "\"_1\"",
                                 "\"1_\"",    "\"3.\"",
                                 "\".0\"",    "\"3 .0\"",
                                 "\"3.0_0\"", "9223372036854775808.0",
                                 "\"+-5\"",   "\"1 0\"",
                                 ".inf",      ".nan",
                                 "1e3",       "[3]",
                                 "2001-01-01"}) {
    CAPTURE(text);
    CHECK_THROWS_AS(project.entry_with("order: " + std::string(text)), Error);
  }
}

TEST_CASE("a boolean is taken from whatever looks like one") {
  const Project project;
  for (const std::string text :
       {"true", "yes", "1", "1.0", "'1'", "t", "Y", "'yEs'", "'ON'", "'True'"}) {
    CAPTURE(text);
    CHECK(project.entry_with("recursive: " + std::string(text)).recursive);
  }
  for (const std::string text :
       {"false", "off", "0", "0.0", "'0'", "f", "n", "'nO'", "'OFF'", "'faLse'"}) {
    CAPTURE(text);
    CHECK_FALSE(project.entry_with("recursive: " + std::string(text)).recursive);
  }
  for (const std::string text : {"2", "-1", "0.5", "''", "~", "' yes'", "'oui'", "[true]", "{}"}) {
    CAPTURE(text);
    CHECK_THROWS_AS(project.entry_with("recursive: " + std::string(text)), Error);
  }
}

TEST_CASE("a string is nothing but a string") {
  const Project project;
  CHECK(project.load_with("build: {separators: {style: ''}}").separator_style.empty());
  for (const std::string text : {"1", "yes", "~", "2001-01-01", "[x]"}) {
    CAPTURE(text);
    CHECK_THROWS_AS(project.load_with("build: {separators: {style: " + std::string(text) + "}}"),
                    Error);
    CHECK_THROWS_AS(project.entry_with("include: [" + std::string(text) + "]"), Error);
  }
  CHECK_THROWS_AS(project.entry_with("include: x"), Error);
  CHECK_FALSE(project.load_with("build: {separators: {custom_template: ~}}").separator_template);
}

TEST_CASE("all wrong values are reported at once with their places") {
  const Project project;
  const Error error = failure_of([&] {
    static_cast<void>(project.load("database_url: mysql://u:secret@h/d\n"
                                   "include_dirs:\n"
                                   "  - path: db/schema\n"
                                   "    order: x\n"
                                   "build:\n"
                                   "  two_pass: 2\n"));
  });
  const std::string message = error.what();
  CAPTURE(message);
  CHECK(contains(message, "Invalid configuration in " + project.file()));
  CHECK(contains(message, "line 1, column 15: database_url: must start with postgresql://"));
  CHECK(contains(message, "line 4, column 12: include_dirs[0].order: "));
  CHECK(contains(message, "line 6, column 13: build.two_pass: "));
  CHECK_FALSE(contains(message, "secret"));
}

TEST_CASE("a database URL starts with one of two schemes exactly") {
  const Project project;
  const std::string rest = "\ninclude_dirs: [db/schema]\n";
  CHECK_NOTHROW(project.load("database_url: 'postgresql://'" + rest));
  CHECK_NOTHROW(project.load("database_url: 'postgres://${HOME}'" + rest));
  for (const std::string url :
       {"Postgresql://h", "' postgresql://h'", "''", "postgresql:/h", "3", "~"}) {
    CAPTURE(url);
    CHECK_THROWS_AS(project.load("database_url: " + std::string(url) + rest), Error);
  }
}

TEST_CASE("a file that is no mapping or lacks a field is refused") {
  const Project project;
  check_refused(project, "", "expected dictionary, got <class 'NoneType'>");
  check_refused(project, "- a", "expected dictionary, got <class 'list'>");
  check_refused(project, "text", "expected dictionary, got <class 'str'>");
  check_refused(project, "3", "expected dictionary, got <class 'int'>");
  check_refused(project, "include_dirs: []", "Missing required field 'database_url' in ");
  check_refused(project, "database_url: 1", "Missing required field 'include_dirs' in ");
  check_refused(project, "a: [", "Invalid YAML in " + project.file());
}

TEST_CASE("no directories to build is an error of the schema") {
  const Project project;
  const Error error = failure_of(
      [&] { static_cast<void>(project.load("database_url: postgres://h\ninclude_dirs: []")); });
  CHECK(error.code() == ErrorCode::Schema001);
  CHECK(std::string(error.what()) == "No include_dirs specified in environment config");
}

TEST_CASE("a directory must be there unless its entry may find it later") {
  const Project project;
  const std::string head = "database_url: postgres://h\ninclude_dirs:\n  - ";
  const std::string missing =
      "Include directory does not exist: " + project.root() + "/db/none\nSpecified in ";
  check_refused(project, head + "db/none", missing);
  check_refused(project, head + "{path: db/none, auto_discover: no}", missing);
  check_refused(project, head + "{path: db/none, auto_discover: 0}", missing);
  check_refused(project, head + "{path: db/none, auto_discover: ''}", missing);
  check_refused(project, head + "{path: db/none, auto_discover: ~}", missing);
  CHECK_NOTHROW(project.load(head + "{path: db/none}"));
  // Looked at before it is converted, a string is true.
  const Config config = project.load(head + "{path: db/none, auto_discover: 'no'}");
  CHECK_FALSE(config.include_dirs.front().auto_discover);
}

TEST_CASE("an entry that is neither a path nor a mapping with one is refused") {
  const Project project;
  const std::string head = "database_url: postgres://h\ninclude_dirs:\n  - ";
  check_refused(project, head + "3", "include_dirs[0]");
  check_refused(project, head + "~", "include_dirs[0]");
  check_refused(project, head + "{order: 1}", "Missing 'path' field");
  check_refused(project, head + "{path: ''}", "Missing 'path' field");
  check_refused(project, head + "{path: 3}", "include_dirs[0].path");
  check_refused(project, head + "\"a\\0b\"", "NUL");
  check_refused(project, "database_url: postgres://h\ninclude_dirs: 3", "include_dirs");
  check_refused(project, "database_url: postgres://h\ninclude_dirs: ~", "include_dirs");
}

// Reference, section 10, surprises 1 to 3.
TEST_CASE("a string in place of a list is read letter by letter") {
  const Project project;
  check_refused(project,
                "database_url: postgres://h\ninclude_dirs: db/schema",
                "Include directory does not exist: " + project.root() + "/d\n");
  const auto excluded = [&](const std::string& value) {
    return project.load_with("exclude_dirs: " + value).exclude_dirs;
  };
  CHECK(excluded("d/x") ==
        std::vector<std::string>{project.root() + "/d", "/", project.root() + "/x"});
  CHECK(excluded("['']") == std::vector<std::string>{project.root()});
  CHECK(excluded("['.']") == std::vector<std::string>{project.root()});
}

TEST_CASE("directories are resolved through their links") {
  const Project project;
  testing::make_symlink("schema", project.root() + "/db/link");
  const Config config = project.load("database_url: postgres://h\n"
                                     "include_dirs: [db/link, db/link/../schema/.]\n"
                                     "exclude_dirs: [db/link/none]\n");
  for (const IncludeEntry& entry : config.include_dirs) {
    CHECK(entry.path == project.root() + "/db/schema");
  }
  CHECK(config.exclude_dirs.front() == project.root() + "/db/schema/none");
}

TEST_CASE("superuser directories are judged by their form alone") {
  const Project project;
  CHECK_NOTHROW(project.load_with("superuser_dirs: [none, {path: none}]"));
  for (const std::string key : {"superuser_dirs", "superuser_post_dirs"}) {
    const std::string start = std::string(key) + ": ";
    CHECK_THROWS_AS(project.load_with(start + "[3]"), Error);
    CHECK_THROWS_AS(project.load_with(start + "[{order: 1}]"), Error);
    CHECK_THROWS_AS(project.load_with(start + "~"), Error);
  }
  CHECK_THROWS_AS(project.load_with("exclude_dirs: [3]"), Error);
}

// Reference, section 2, check 5, and section 12.
TEST_CASE("keys that belong elsewhere are refused") {
  const Project project;
  const auto failure = [&](const std::string& lines) {
    return failure_of([&] { static_cast<void>(project.load_with(lines)); });
  };
  const Error tenancy = failure("migration_table: x\ntenancy: ~");
  CHECK(tenancy.code() == ErrorCode::Config010); // it wins over the other one
  CHECK(contains(std::string(tenancy.what()) + tenancy.hint(), "db/project.yaml"));
  const Error table = failure("migration_table: ~");
  CHECK(table.code() == ErrorCode::Config001);
  CHECK(contains(table.what(), "'migration_table'"));
  CHECK(contains(failure("on: 1").what(), "keys must be strings"));
  CHECK(contains(failure("3: 1").what(), "keys must be strings"));
}

TEST_CASE("a block of the wrong shape is refused") {
  const Project project;
  for (const std::string line : {"build: ~",
                                 "build: []",
                                 "build: {separators: x}",
                                 "seed: ~",
                                 "build: {validate_comments: ~}",
                                 "seed: {execution_mode: 3}"}) {
    CAPTURE(line);
    CHECK_THROWS_AS(project.load_with(line), Error);
  }
}

TEST_CASE("items of the superuser directories are checked like include entries") {
  const Project project;
  check_refused(project,
                "database_url: postgresql://h/d\ninclude_dirs: [db/schema]\n"
                "superuser_dirs: [x, {path: y, order: high}]\n",
                "superuser_dirs[1].order: expected a whole number");
  const Config config = project.load_with("superuser_post_dirs: [x, {path: y, order: 3}]\n");
  CHECK(config.superuser_post_dirs ==
        std::vector<std::string>{project.root() + "/x", project.root() + "/y"});
}

TEST_CASE("a key that looks misspelled gets a notice, any other unknown key none") {
  const Project project;
  const Config config = project.load("database_url: postgresql://h/d\n"
                                     "include_dirs:\n"
                                     "  - {path: db/schema, recursiv: no}\n"
                                     "exclude_dir: [x]\n"
                                     "owner: me\n"
                                     "build:\n"
                                     "  sort_mod: hex\n"
                                     "  separators: {stile: mysql}\n"
                                     "  validate_comments: {enable: no}\n");
  REQUIRE(config.notices.size() == 5);
  CHECK(config.notices[0] == project.file() + ", line 4: unknown key 'exclude_dir' is ignored; did "
                                              "you mean 'exclude_dirs'?");
  CHECK(contains(config.notices[1], "line 3: unknown key 'recursiv'"));
  CHECK(contains(config.notices[2], "did you mean 'sort_mode'?"));
  CHECK(contains(config.notices[3], "did you mean 'enabled'?"));
  CHECK(contains(config.notices[4], "did you mean 'style'?"));
  CHECK(project.load_with("drift: {}\nssh_tunnel: ~\nnote: x\n").notices.empty());
}

TEST_CASE("how seeds are applied is read, with profiles under their names") {
  const Project project;
  const SeedConfig plain = project.load_with("seed: {}").seeds;
  CHECK_FALSE(plain.is_sequential);
  CHECK_FALSE(plain.continue_on_error);
  CHECK_FALSE(plain.commits_each);
  CHECK(plain.profiles.empty());
  CHECK_FALSE(project.load_with("seed: {transaction_mode: savepoint}").seeds.commits_each);
  const SeedConfig seeds =
      project
          .load_with("seed:\n"
                     "  execution_mode: other\n"
                     "  continue_on_error: 'yes'\n"
                     "  transaction_mode: transaction\n"
                     "  profiles:\n"
                     "    slim: {include: [core/], exclude: ['*.bak'], name: slim, other: 1}\n"
                     "    '': {name: ~}\n")
          .seeds;
  CHECK_FALSE(seeds.is_sequential);
  CHECK(seeds.continue_on_error);
  CHECK(seeds.commits_each);
  REQUIRE(seeds.profiles.size() == 2);
  CHECK(seeds.profiles.at("slim").include == std::vector<std::string>{"core/"});
  CHECK(seeds.profiles.at("slim").exclude == std::vector<std::string>{"*.bak"});
  CHECK(seeds.profiles.at("").include.empty());
}

TEST_CASE("what is wrong with the seeds is told with its key") {
  const Project project;
  const auto refused = [&](const std::string& seed, const std::string& part) {
    CAPTURE(seed);
    const Error error = failure_of([&] { static_cast<void>(project.load_with("seed: " + seed)); });
    CHECK(error.code() == ErrorCode::Config001);
    CHECK(contains(error.what(), part));
  };
  refused("~", "seed: expected a mapping, found nothing (null)");
  refused("{execution_mode: 1}", "seed.execution_mode: expected a string");
  refused("{continue_on_error: maybe}", "seed.continue_on_error: expected true or false");
  refused("{transaction_mode: each}",
          "seed.transaction_mode: expected 'savepoint' or 'transaction', found the string 'each'");
  refused("{transaction_mode: ~}", "found nothing (null)");
  refused("{profiles: []}", "seed.profiles: expected a mapping, found a list");
  refused("{profiles: {a: ~}}", "seed.profiles.a: expected a mapping");
  refused("{profiles: {1: {}}}", "seed.profiles.1: expected a string, found the number 1");
  refused("{profiles: {a: {include: x}}}", "seed.profiles.a.include: expected a list of strings");
  refused("{profiles: {a: {exclude: [x, 2]}}}", "seed.profiles.a.exclude[1]: expected a string");
  refused("{profiles: {a: {name: 3}}}", "seed.profiles.a.name: expected a string");
  refused("{profiles: {a: {name: b}}}",
          "seed.profiles.a.name: seed profile 'a' is named 'b': a profile is its key");
}

TEST_CASE("directories alone are a configuration") {
  const Project project;
  const Config config = config_for_directories({project.root() + "/db/../db/schema"}, "x");
  CHECK(config.environment == "x");
  REQUIRE(config.include_dirs.size() == 1);
  CHECK(config.include_dirs.front().path == project.root() + "/db/schema");
  CHECK(failure_of([&] {
          static_cast<void>(config_for_directories({project.root() + "/none"}, "x"));
        }).code() == ErrorCode::Config001);
}

} // namespace
} // namespace confiture
