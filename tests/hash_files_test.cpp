#include "digest.hpp"
#include "failure.hpp"
#include "project.hpp"
#include "random.hpp"
#include "support.hpp"
#include <confiture/build.hpp>
#include <confiture/hash_files.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <fcntl.h>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace confiture {
namespace {

namespace fs = std::filesystem;
using testing::contains;
using testing::Random;
using testing::TemporaryDirectory;
using testing::write_file;

const std::string nul(1, '\0');

/// What the fingerprint is taken of where these are the paths and contents.
std::string digest_of(const std::vector<std::pair<std::string, std::string>>& files) {
  std::string bytes;
  for (const auto& [path, content] : files) {
    bytes += path + nul + content + nul;
  }
  return sha256(bytes);
}

std::optional<FileError> file_error_of(const std::vector<std::string>& files,
                                       const std::string& base) {
  try {
    hash_files(files, base);
  } catch (const FileError& error) {
    return error;
  }
  return std::nullopt;
}

TEST_CASE("files are taken in the order given, with their paths below the base") {
  const TemporaryDirectory directory;
  const std::string base = directory.path();
  write_file(base + "/a.sql", "one");
  write_file(base + "/deep/b.sql", "two\r\n");
  const std::vector<std::string> files = {base + "/deep/b.sql", base + "/a.sql"};
  CHECK(hash_files(files, base) == digest_of({{"deep/b.sql", "two\r\n"}, {"a.sql", "one"}}));
  CHECK(hash_files({files[0], files[0]}, base) ==
        digest_of({{"deep/b.sql", "two\r\n"}, {"deep/b.sql", "two\r\n"}}));
  CHECK(hash_files({}, base) == sha256(""));
}

// Recorded from `_core.hash_files` of fraiseql-confiture 1.29.0; `@` stands for the directory.
TEST_CASE("a path is seen from the base part by part, as it is spelled") {
  const TemporaryDirectory directory;
  const std::string here = directory.path();
  write_file(here + "/10/f.sql", "x");
  struct Example {
    std::string file;
    std::string base;
    std::string seen;
  };
  const auto placed = [&](const std::string& path) {
    return path.starts_with('@') ? here + path.substr(1) : path;
  };
  const fs::path before = fs::current_path();
  fs::current_path(here);
  for (const Example& example : std::vector<Example>{
           {"@/10/f.sql", "@", "10/f.sql"},
           {"@/10/f.sql", "@/", "10/f.sql"},
           {"@/10/f.sql", "@/.", "10/f.sql"},
           {"@//10/f.sql", "@", "10/f.sql"},
           {"@/./10/f.sql", "@", "10/f.sql"},
           {"@/10//f.sql", "@", "10//f.sql"},
           {"@/10/./f.sql", "@", "10/./f.sql"},
           {"@/10/../10/f.sql", "@", "10/../10/f.sql"},
           {"@/10/f.sql", "@/10/..", "@/10/f.sql"},
           {"@/10/f.sql", "@/10/f.sql", ""},
           {"@/10/f.sql", "@/1", "@/10/f.sql"},
           {"@/10/f.sql", "", "@/10/f.sql"},
           {"@/10/f.sql", "10", "@/10/f.sql"},
           {"./10/f.sql", "", "./10/f.sql"},
           {"./10/f.sql", ".", "10/f.sql"},
           {"././10/f.sql", ".", "10/f.sql"},
           {"10/f.sql", ".", "10/f.sql"},
           {"./10/f.sql", "10", "./10/f.sql"},
           {"10/f.sql", "./10", "10/f.sql"},
           {".//10/f.sql", "./10", "f.sql"},
           {"10/f.sql", "10/", "f.sql"},
           {"10/./f.sql", "10/.", "f.sql"},
           {"10/../10/f.sql", "10/..", "10/f.sql"},
           {"10/f.sql", "10/f.sql", ""},
       }) {
    CAPTURE(example.file);
    CAPTURE(example.base);
    CHECK(hash_files({placed(example.file)}, placed(example.base)) ==
          digest_of({{placed(example.seen), "x"}}));
  }
  fs::current_path(before);
}

TEST_CASE("any number of files of any size, on any number of threads") {
  const TemporaryDirectory directory;
  const std::string base = directory.path();
  Random random(31);
  const std::vector<std::size_t> sizes = {
      0, 1, 100, 16'383, 16'384, 16'385, 65'535, 65'536, 65'537, 131'072, 300'000};
  std::vector<std::string> files;
  std::vector<std::pair<std::string, std::string>> contents;
  for (int i = 0; i < 300; ++i) {
    const std::string name = "f" + std::to_string(i);
    // Mostly small, as in life.
    const std::size_t size = random.below(8) == 0 ? random.pick(sizes) : random.below(3000);
    const std::string content(size, static_cast<char>(random.below(256)));
    write_file(base + "/" + name, content);
    files.push_back(base + "/" + name);
    contents.emplace_back(name, content);
  }
  const std::string expected = digest_of(contents);
  for (const unsigned jobs : {0U, 1U, 2U, 7U}) {
    CAPTURE(jobs);
    CHECK(hash_files(files, base, jobs) == expected);
  }
}

TEST_CASE("the first file that cannot be read is named, with the system's reason") {
  const TemporaryDirectory directory;
  const std::string base = directory.path();
  std::vector<std::string> files;
  for (int i = 0; i < 200; ++i) {
    files.push_back(base + "/" + std::to_string(i));
    if (i != 100 && i != 150) {
      write_file(files.back(), "x");
    }
  }
  const auto missing = file_error_of(files, base);
  REQUIRE(missing);
  CHECK(missing->path() == files[100]);
  CHECK(missing->error_number() == ENOENT);
  CHECK(std::string(missing->what()) ==
        "Error reading " + files[100] + ": No such file or directory");

  const auto folder = file_error_of({base}, base);
  REQUIRE(folder);
  CHECK(folder->error_number() == EISDIR);

  const auto slash = file_error_of({base + "/"}, base);
  REQUIRE(slash);
  CHECK(slash->error_number() == EISDIR);

  const auto nothing = file_error_of({""}, base);
  REQUIRE(nothing);
  CHECK(nothing->error_number() == ENOENT);

  const auto with_nul = file_error_of({files[0] + nul + "tail"}, base);
  REQUIRE(with_nul);
  CHECK(with_nul->error_number() == EINVAL);

  const auto before_nul = file_error_of({files[0], files[100], files[0] + nul + "tail"}, base);
  REQUIRE(before_nul);
  CHECK(before_nul->path() == files[100]);
}

TEST_CASE("a named pipe is refused instead of waited for") {
  const TemporaryDirectory directory;
  const std::string pipe = directory.path() / "pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  const auto refused = file_error_of({pipe}, "/");
  REQUIRE(refused);
  CHECK(refused->error_number() == ESPIPE);
}

TEST_CASE("the digest is that of a build of the same files") {
  const TemporaryDirectory directory;
  const std::string root = directory.path();
  for (int i = 0; i < 100; ++i) {
    write_file(root + "/sql/" + std::to_string(i) + ".sql", "select " + std::to_string(i) + ";\n");
  }
  const Config config = config_for_directories({root + "/sql"}, "test");
  const Selection selection = select(config, Scope::Everything);
  std::vector<std::string> files;
  for (const SelectedFile& file : selection.files) {
    files.push_back(file.path);
  }
  CHECK(hash_files(files, selection.base_dir) == fingerprint(selection));
}

/// So many that they are read by all means that there are.
class ManyFiles {
public:
  ManyFiles() {
    for (int i = 0; i < 300; ++i) {
      files_.push_back(directory_.path() / std::to_string(i));
      write_file(files_.back(), std::string(static_cast<std::size_t>(1 + i), 'x'));
    }
    expected_ = hash();
  }

  [[nodiscard]] bool have_their_hash() const { return hash() == expected_; }

private:
  [[nodiscard]] std::string hash() const {
    // The sanitizer's memory is locked for ever in a child that is forked while a thread asks for
    // some.
    return hash_files(files_, directory_.path(), testing::is_sanitized ? 1 : 4);
  }

  TemporaryDirectory directory_;
  std::vector<std::string> files_;
  std::string expected_;
};

/// Forks, does `meanwhile` beside the child, which is not waited for forever, and is true if
/// `check` holds in that.
template <typename Check, typename Meanwhile>
bool holds_in_child(const Check& check, const Meanwhile& meanwhile) {
  std::cout.flush(); // or it is written twice
  const pid_t child = ::fork();
  if (child == 0) {
    ::alarm(20);
    ::_exit(check() ? 0 : 1);
  }
  meanwhile();
  int status = -1;
  return ::waitpid(child, &status, 0) == child && status == 0;
}

void nothing() {}

TEST_CASE("a process made by fork hashes beside its parent, although the threads stayed behind") {
  if (testing::is_sanitized) {
    MESSAGE("without threads: this is built with the address sanitizer");
  }
  const ManyFiles files;
  const auto hash_often = [&] {
    bool are_all_right = true;
    for (int i = 0; i < 20; ++i) {
      are_all_right = files.have_their_hash() && are_all_right;
    }
    return are_all_right;
  };
  CHECK(holds_in_child(hash_often, [&] { CHECK(hash_often()); }));
}

TEST_CASE("a process that closed all files it knows nothing of hashes on") {
  const ManyFiles files;
  const auto close_all_and_hash = [&] {
    return files.have_their_hash() && ::close_range(3, ~0U, 0) == 0 && files.have_their_hash();
  };
  CHECK(holds_in_child(close_all_and_hash, nothing));
}

TEST_CASE("few descriptors are enough for large files, and for many folders") {
  const TemporaryDirectory directory;
  const std::string base = directory.path();
  std::vector<std::string> files;
  for (int i = 0; i < 300; ++i) {
    const std::string folder = base + "/" + std::to_string(i / 4) + "/";
    files.push_back(folder + std::to_string(i));
    const std::size_t size = i % 2 == 0 ? 70'000 : 10;
    write_file(files.back(), std::string(size, 'x'));
  }
  const std::string expected = hash_files(files, base, 1);
  const auto hash_with_few = [&] {
    const rlimit few = {.rlim_cur = 24, .rlim_max = 24};
    return ::setrlimit(RLIMIT_NOFILE, &few) == 0 && hash_files(files, base, 4) == expected;
  };
  CHECK(holds_in_child(hash_with_few, nothing));
}

TEST_CASE("a process made by fork leaves files alone that have the parent's numbers") {
  const ManyFiles files; // after which this thread keeps a descriptor
  const TemporaryDirectory directory;
  const std::string other = directory.path() / "other";
  write_file(other, "x");
  const auto other_files_stay_open = [&] {
    ::close_range(3, ~0U, 0);
    std::vector<int> others;
    for (int i = 0; i < 20; ++i) {
      others.push_back(::open(other.c_str(), O_RDONLY | O_CLOEXEC));
    }
    return files.have_their_hash() && std::ranges::all_of(others, [](int descriptor) {
             return ::fcntl(descriptor, F_GETFD) != -1;
           });
  };
  CHECK(holds_in_child(other_files_stay_open, nothing));
}

} // namespace
} // namespace confiture
