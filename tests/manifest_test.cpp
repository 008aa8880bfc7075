#include "digest.hpp"
#include "failure.hpp"
#include "random.hpp"
#include "support.hpp"
#include <confiture/build.hpp>
#include <confiture/manifest.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <sys/stat.h>
#include <vector>

namespace confiture {
namespace {

namespace fs = std::filesystem;
using testing::contains;
using testing::failure_of;
using testing::Random;
using testing::read_file;
using testing::write_file;
using Lines = std::vector<std::string>;

const std::string digest_of_a = sha256("a");
const std::string digest_of_b = sha256("b");

/// One directory of sources below a folder of its own.
class Project {
public:
  Project() {
    config.environment = "test";
    config.include_dirs.emplace_back().path = base();
    fs::create_directory(base());
  }

  void add(const std::string& name, std::string_view bytes) const {
    write_file(base() + "/" + name, bytes);
  }
  [[nodiscard]] std::string base() const { return path("sources"); }
  [[nodiscard]] std::string path(const std::string& name) const { return directory_.path() / name; }
  [[nodiscard]] Selection selection() const { return select(config, Scope::Everything); }

  [[nodiscard]] Manifest manifest(const ManifestOptions& options = {}) const {
    return make_manifest(config, selection(), options);
  }
  [[nodiscard]] Error failure(const ManifestOptions& options = {}) const {
    return failure_of([&] { static_cast<void>(manifest(options)); });
  }
  [[nodiscard]] testing::ProcessResult shell(const std::string& command) const {
    return testing::run({"sh", "-c", command}, {.cwd = base()});
  }

  Config config;

private:
  testing::TemporaryDirectory directory_;
};

/// Names that a list of digests can stumble over.
std::string odd_name(Random& random) {
  return random.text({"a", "B", " ",  "  ", "\\", "\\n",  "\n", "\r",     "\r\n",    "#", "*",
                      "-", "'", "\"", "\t", "$x", "\x01", "é",  "\u2028", "=======", "."},
                     5);
}

void add_odd_files(const Project& project, Random& random) {
  for (std::size_t i = 1 + random.below(8); i > 0; --i) {
    const std::string folder = random.below(2) == 0 ? "" : odd_name(random) + "x/";
    project.add(folder + odd_name(random) + ".sql", random.text({"x", "\n", "\r\n", "\xFF"}, 9));
  }
}

Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n') + 1;
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

Manifest manifest_with(std::vector<FileDigest> files) {
  Manifest manifest{
      .environment = "test", .fingerprint = "f", .root = "", .files = std::move(files)};
  manifest.root = root_digest(manifest.files);
  return manifest;
}

TEST_CASE("a manifest is comments and a line a file, in build order") {
  const Manifest manifest =
      manifest_with({{.digest = digest_of_b, .path = "b.sql"}, {digest_of_a, "x/a b.sql"}});
  const std::string lines =
      digest_of_b + "  b.sql\n" + digest_of_a + "  x/a b.sql\n"; // as sha256sum writes them
  CHECK(manifest_text(manifest) ==
        "# Confiture manifest 1, for 'confiture-build check' and, in the base directory, "
        "'sha256sum --check'\n"
        "# environment: test\n"
        "# fingerprint: f\n"
        "# root: " +
            sha256(lines) + "\n" + lines);
}

TEST_CASE("a path is escaped as sha256sum does, and its line starts with a backslash") {
  const auto line_of = [](const std::string& path) {
    return lines_of(manifest_text(manifest_with({{.digest = digest_of_a, .path = path}}))).back();
  };
  CHECK(line_of("a\\b") == "\\" + digest_of_a + "  a\\\\b\n");
  CHECK(line_of("a\nb") == "\\" + digest_of_a + "  a\\nb\n");
  CHECK(line_of("a\rb") == "\\" + digest_of_a + "  a\\rb\n");
  CHECK(line_of("a\tb #*") == digest_of_a + "  a\tb #*\n");
}

TEST_CASE("what is read of a manifest is what was written") {
  Random random(1);
  for (int round = 0; round < 500; ++round) {
    CAPTURE(round);
    std::set<std::string> paths;
    std::vector<FileDigest> files;
    for (std::size_t i = random.below(6); i > 0; --i) {
      const std::string path = odd_name(random) + "x";
      if (paths.insert(path).second) {
        files.push_back({.digest = sha256(path), .path = path});
      }
    }
    const Manifest manifest = manifest_with(files);
    const Manifest read = parse_manifest(manifest_text(manifest), "m");
    CHECK(read.files == manifest.files);
    CHECK(read.root == manifest.root);
    CHECK(read.environment == "test");
    CHECK(read.fingerprint == "f");
  }
}

// Git translates line endings where it is told to, and a last newline can get lost.
TEST_CASE("a manifest is read whatever its line endings") {
  const Manifest manifest = manifest_with(
      {{.digest = digest_of_a, .path = "a\r"}, {digest_of_b, "b\r\n"}, {digest_of_b, "c d"}});
  std::string text;
  for (const std::string& line : lines_of(manifest_text(manifest))) {
    text += line.substr(0, line.size() - 1) + "\r\n";
  }
  for (const std::string& version : {text, text.substr(0, text.size() - 2), text + "\r\n\n"}) {
    const Manifest read = parse_manifest(version, "m");
    CHECK(read.files == manifest.files);
    CHECK(read.root == manifest.root);
  }
}

TEST_CASE("a list by sha256sum is a manifest, though without a root") {
  Random random(3);
  const Project project;
  add_odd_files(project, random);
  for (const std::string mode : {"--text", "--binary"}) {
    const std::string list =
        project.shell("find . -type f -exec sha256sum " + mode + " {} +").out; // from ./
    std::vector<FileDigest> found = parse_manifest(list, "m").files;
    std::vector<FileDigest> expected = project.manifest().files;
    for (FileDigest& file : found) {
      file.path.erase(0, 2);
    }
    const auto by_path = [](const FileDigest& a, const FileDigest& b) { return a.path < b.path; };
    std::sort(found.begin(), found.end(), by_path);
    std::sort(expected.begin(), expected.end(), by_path);
    CHECK(found == expected);
    CHECK(parse_manifest(list, "m").root.empty());
  }
}

TEST_CASE("sha256sum accepts the manifest of any tree, and finds its root in the lines") {
  Random random(4);
  for (int round = 0; round < 60; ++round) {
    CAPTURE(round);
    const Project project;
    add_odd_files(project, random);
    const Manifest manifest = project.manifest({.output = project.path("m.sum")});
    CHECK(read_file(project.path("m.sum")) == manifest_text(manifest));
    const auto verdict = project.shell("sha256sum --check --strict --quiet ../m.sum");
    CHECK(verdict.err == "");
    CHECK(verdict.status == 0);
    CHECK(project.shell("grep -v '^#' ../m.sum | sha256sum").out == manifest.root + "  -\n");
    project.add(manifest.files.front().path, "other");
    CHECK(project.shell("sha256sum --check --strict --quiet ../m.sum").status == 1);
  }
}

TEST_CASE("what is no line of a manifest is told with its number") {
  const std::string good = digest_of_a + "  a\n";
  const auto failure = [&](const std::string& line) {
    return failure_of([&] { parse_manifest("# x\n\n" + good + line + "\n" + good, "m\n.sum"); });
  };
  for (const std::string& line : Lines{"x",
                                       digest_of_a,
                                       digest_of_a + "  ",
                                       digest_of_a + " b",
                                       digest_of_a + " bc",
                                       digest_of_a + "\t\tb",
                                       digest_of_a.substr(1) + "  b",
                                       "0" + digest_of_a + "  b",
                                       "G" + digest_of_a.substr(1) + "  b",
                                       " " + digest_of_a + "  b",
                                       "\\" + digest_of_a + "  b\\",
                                       "\\" + digest_of_a + "  b\\t"}) {
    CAPTURE(line);
    const Error error = failure(line);
    CHECK(error.code() == ErrorCode::Schema001);
    CHECK(std::string(error.what()).starts_with("m\\n.sum:4: not a line of a manifest: '"));
    CHECK_FALSE(contains(error.hint(), "merge"));
  }
  for (const std::string& mark : Lines{"<<<<<<< HEAD", "=======", ">>>>>>> theirs"}) {
    CAPTURE(mark);
    CHECK(contains(failure(mark).what(), "m\\n.sum:4: not a line of a manifest: '" + mark));
    CHECK(contains(failure(mark).hint(), "A merge left its marks"));
  }
  CHECK(contains(failure("\x1b[31m" + std::string(9'999, 'x')).what(), "'\\x1b[31mxxx"));
  CHECK(std::string(failure(std::string(9'999, 'x')).what()).size() < 300);
}

TEST_CASE("a file that is listed twice is told with its number") {
  const std::string text = digest_of_a + "  a\n" + digest_of_a + "  b\n" + digest_of_b + " *a\n";
  const Error error = failure_of([&] { parse_manifest(text, "m"); });
  CHECK(std::string(error.what()) == "m:3: the file 'a' is listed twice");
}

TEST_CASE("lists that differ have roots that differ") {
  const auto root = [](const std::vector<FileDigest>& files) { return root_digest(files); };
  const FileDigest a{.digest = digest_of_a, .path = "a"};
  const FileDigest b{.digest = digest_of_b, .path = "b"};
  CHECK(root({a, b}) != root({b, a}));
  CHECK(root({a, b}) != root({{digest_of_b, "a"}, {digest_of_a, "b"}}));
  CHECK(root({a, b}) != root({{digest_of_a, "a\n" + digest_of_b + "  b"}}));
  CHECK(root({{digest_of_a, "a\nb"}}) != root({{digest_of_a, "a\\nb"}}));
  CHECK(root({}) == sha256(""));
  Random random(5);
  std::set<std::string> roots;
  std::set<std::string> lists;
  for (int round = 0; round < 2000; ++round) {
    std::vector<FileDigest> files;
    std::string list;
    for (std::size_t i = random.below(4); i > 0; --i) {
      files.push_back({.digest = random.pick<std::string>({digest_of_a, digest_of_b}),
                       .path = odd_name(random) + "x"});
      list += files.back().digest + files.back().path + std::string(1, '\0');
    }
    lists.insert(list);
    roots.insert(root(files));
  }
  CHECK(roots.size() == lists.size());
}

TEST_CASE("a manifest that is not there is none, one that cannot be read is an error") {
  const testing::TemporaryDirectory directory;
  const std::string path = directory.path() / "m\n.sum";
  CHECK_FALSE(read_manifest(path));
  CHECK_FALSE(read_manifest(path + "/below"));
  testing::make_symlink("nowhere", path);
  CHECK_FALSE(read_manifest(path));
  fs::remove(path);
  const auto failure = [&] { return std::string(failure_of([&] { read_manifest(path); }).what()); };
  REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  CHECK(contains(failure(), "m\\n.sum: it is a named pipe"));
  fs::remove(path);
  fs::create_directory(path);
  CHECK(contains(failure(), "it is a directory"));
  fs::remove(path);
  testing::make_symlink("m\n.sum", path);
  CHECK(contains(failure(), "Too many levels of symbolic links"));
  fs::remove(path);
  write_file(path, "nonsense");
  CHECK(contains(failure(), "m\\n.sum:1:"));
  write_file(path, "");
  CHECK(read_manifest(path)->files.empty());
}

TEST_CASE("a manifest holds files of any size, digests of their bytes as they are, and both sums") {
  const Project project;
  const std::string large(3'000'000, '\r');
  project.add("a.sql", "");
  project.add("b.sql", "/* \xFF\r\n");
  project.add("c.sql", large);
  for (const unsigned jobs : {1U, 4U}) {
    const Manifest manifest = project.manifest({.jobs = jobs});
    CHECK(manifest.environment == "test");
    CHECK(manifest.fingerprint == fingerprint(project.selection()));
    CHECK(manifest.root == root_digest(manifest.files));
    CHECK(manifest.files == std::vector<FileDigest>{{sha256(""), "a.sql"},
                                                    {sha256("/* \xFF\r\n"), "b.sql"},
                                                    {sha256(large), "c.sql"}});
  }
}

TEST_CASE("editing a file changes its line, the fingerprint and the root alone") {
  const Project project;
  for (int i = 0; i < 300; ++i) {
    project.add(std::to_string(i) + ".sql", std::to_string(i));
  }
  const Lines before = lines_of(manifest_text(project.manifest()));
  project.add("77.sql", "other");
  const Lines after = lines_of(manifest_text(project.manifest()));
  REQUIRE(before.size() == after.size());
  Lines changed;
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (before[i] != after[i]) {
      changed.push_back(before[i].substr(0, 8));
    }
  }
  CHECK(changed == Lines{"# finger", "# root: ", sha256("77").substr(0, 8)});
}

TEST_CASE("a build writes the same manifest from its own reading") {
  Project project;
  project.add("a.sql", "a\r\n");
  project.add("x/b.sql", std::string(2'000'000, 'b'));
  static_cast<void>(build(project.config,
                          project.selection(),
                          {.output = project.path("out.sql"), .manifest = project.path("m.sum")}));
  CHECK(read_file(project.path("m.sum")) == manifest_text(project.manifest()));
}

TEST_CASE("a manifest does not go where it is a source or would become one") {
  Project project;
  project.add("a.sql", "a");
  testing::make_symlink("sources/a.sql", project.path("link.sum"));
  fs::create_hard_link(project.base() + "/a.sql", project.path("hard.sum"));
  for (const std::string& output : {project.base() + "/a.sql",
                                    project.base() + "/new.sql",
                                    project.path("link.sum"),
                                    project.path("hard.sum")}) {
    CAPTURE(output);
    CHECK(contains(project.failure({.output = output}).what(), "The output " + output));
    const Error with_build = failure_of([&] {
      static_cast<void>(build(project.config,
                              project.selection(),
                              {.output = project.path("out.sql"), .manifest = output}));
    });
    CHECK(contains(with_build.what(), "The output " + output));
    CHECK(read_file(project.base() + "/a.sql") == "a");
    CHECK_FALSE(fs::exists(project.base() + "/new.sql"));
    CHECK_FALSE(fs::exists(project.path("out.sql")));
  }
  project.config.include_dirs.front().include = {"**/*"};
  CHECK(contains(project.failure({.output = project.base() + "/m.sum"}).what(),
                 "lies where the next build would take it for a source"));
}

TEST_CASE("names that are not UTF-8 have no place in a manifest") {
  const Project project;
  project.add("\xFF.sql", "");
  CHECK(contains(project.failure().what(), "is not UTF-8"));
}

} // namespace
} // namespace confiture
