#include "failure.hpp"
#include "support.hpp"
#include "write.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <string>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace confiture {
namespace {

namespace fs = std::filesystem;
using testing::contains;
using testing::failure_of;
using testing::read_file;
using testing::TemporaryDirectory;
using testing::write_file;

std::vector<std::string> names_in(const fs::path& directory) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(directory)) {
    names.push_back(entry.path().filename());
  }
  std::sort(names.begin(), names.end());
  return names;
}

mode_t mode_of(const fs::path& path) {
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  return status.st_mode & 07777U;
}

TEST_CASE("the header stands above what was written before it") {
  const TemporaryDirectory directory;
  const fs::path path = directory.path() / "out.sql";
  OutputFile output(path, 4);
  output.append("first ");
  output.append("");
  output.append("second");
  CHECK(output.commit("HEAD") == 16);
  CHECK(read_file(path) == "HEADfirst second");
  CHECK(names_in(directory.path()) == std::vector<std::string>{"out.sql"});
}

TEST_CASE("an output without a body is its header") {
  const TemporaryDirectory directory;
  const fs::path path = directory.path() / "out.sql";
  CHECK(OutputFile(path, 2).commit("HD") == 2);
  CHECK(read_file(path) == "HD");
}

TEST_CASE("the old file stays whole until the new one replaces it") {
  const TemporaryDirectory directory;
  const fs::path path = directory.path() / "out.sql";
  write_file(path, "old");
  {
    OutputFile output(path, 1);
    output.append("new");
    CHECK(read_file(path) == "old");
  }
  CHECK(read_file(path) == "old");
  CHECK(names_in(directory.path()) == std::vector<std::string>{"out.sql"});
  OutputFile output(path, 1);
  output.append("new");
  output.commit("H");
  CHECK(read_file(path) == "Hnew");
}

TEST_CASE("a large output is the same whether it replaces another or not") {
  const TemporaryDirectory directory;
  const fs::path path = directory.path() / "out.sql";
  for (int round = 0; round < 2; ++round) {
    OutputFile output(path, 4);
    std::string body;
    // Past the size from which a file that replaces another is written back.
    for (std::size_t i = 0; i < 30; ++i) {
      const std::string part(400'000 + i, static_cast<char>('a' + i % 26));
      output.append(part);
      body += part;
    }
    CHECK(output.commit("HEAD") == 4 + body.size());
    const bool same = read_file(path) == "HEAD" + body;
    CHECK(same);
  }
}

TEST_CASE("folders are created and an output given up takes them away again") {
  const TemporaryDirectory directory;
  const fs::path path = directory.path() / "a/b/out.sql";
  {
    OutputFile output(path, 0);
    CHECK(fs::is_directory(directory.path() / "a/b"));
  }
  CHECK(names_in(directory.path()).empty());
  OutputFile(path, 0).commit("");
  CHECK(read_file(path).empty());
}

TEST_CASE("an output given up leaves folders that were there before") {
  const TemporaryDirectory directory;
  fs::create_directories(directory.path() / "a");
  static_cast<void>(OutputFile(directory.path() / "a/b/out.sql", 0));
  CHECK(names_in(directory.path()) == std::vector<std::string>{"a"});
  CHECK(names_in(directory.path() / "a").empty());
}

TEST_CASE("a replaced file hands on its mode and a new one takes the usual") {
  const TemporaryDirectory directory;
  const fs::path path = directory.path() / "out.sql";
  const mode_t mask = ::umask(027);
  OutputFile(path, 0).commit("");
  ::umask(mask);
  CHECK(mode_of(path) == 0640);
  REQUIRE(::chmod(path.c_str(), 0604) == 0);
  OutputFile(path, 0).commit("");
  CHECK(mode_of(path) == 0604);
}

TEST_CASE("through a link its target is replaced") {
  const TemporaryDirectory directory;
  const fs::path link = directory.path() / "link.sql";
  write_file(directory.path() / "real/out.sql", "old");
  testing::make_symlink("real/out.sql", link);
  OutputFile(link, 3).commit("new");
  CHECK(fs::is_symlink(link));
  CHECK(read_file(directory.path() / "real/out.sql") == "new");
  CHECK(names_in(directory.path() / "real") == std::vector<std::string>{"out.sql"});
}

TEST_CASE("through a dangling link its target is made") {
  const TemporaryDirectory directory;
  const fs::path link = directory.path() / "link.sql";
  testing::make_symlink("later/out.sql", link);
  OutputFile(link, 3).commit("new");
  CHECK(fs::is_symlink(link));
  CHECK(read_file(directory.path() / "later/out.sql") == "new");
}

TEST_CASE("another name of the old file keeps the old content") {
  const TemporaryDirectory directory;
  const fs::path path = directory.path() / "out.sql";
  write_file(path, "old");
  fs::create_hard_link(path, directory.path() / "kept.sql");
  OutputFile(path, 3).commit("new");
  CHECK(read_file(path) == "new");
  CHECK(read_file(directory.path() / "kept.sql") == "old");
}

TEST_CASE("what is no regular file is written to and not replaced") {
  const TemporaryDirectory directory;
  OutputFile output("/dev/null", 1);
  output.append("body");
  CHECK(output.commit("H") == 5);
  struct stat status {};
  REQUIRE(::stat("/dev/null", &status) == 0);
  CHECK(S_ISCHR(status.st_mode));
}

TEST_CASE("an output that cannot be written is named as it was given") {
  const TemporaryDirectory directory;
  write_file(directory.path() / "file", "");
  const std::string folder = directory.path();
  const std::string below_a_file = folder + "/file/out.sql";
  const Error directory_error = failure_of([&] { OutputFile(folder, 0); });
  CHECK(directory_error.code() == ErrorCode::Schema001);
  CHECK(std::string(directory_error.what()) ==
        "Error writing schema to " + folder + ": Is a directory");
  CHECK_FALSE(directory_error.hint().empty());
  const Error file_error = failure_of([&] { OutputFile(below_a_file, 0); });
  CHECK(std::string(file_error.what()) ==
        "Error writing schema to " + below_a_file + ": Not a directory");
  CHECK(names_in(directory.path()) == std::vector<std::string>{"file"});
}

TEST_CASE("a full device is an error at the latest on commit") {
  const Error error = failure_of([] {
    OutputFile output("/dev/full", 1);
    output.append(std::string(1'000'000, 'x'));
    output.commit("H");
  });
  CHECK(error.code() == ErrorCode::Schema001);
  CHECK(contains(error.what(), "Error writing schema to /dev/full: No space left on device"));
}

TEST_CASE("a header of another size than announced is a fault of the caller") {
  const TemporaryDirectory directory;
  OutputFile output(directory.path() / "out.sql", 3);
  CHECK_THROWS_AS(output.commit("four"), std::logic_error);
}

/// Runs `action` in a process of its own, with the handler; returns the signal that ended it or 0.
template <typename Action> int signal_ending(const Action& action) {
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    std::signal(SIGTERM, end_on_signal);
    action();
    ::_exit(0);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

TEST_CASE("a signal takes away what is unfinished, its folders too, and nothing else") {
  const TemporaryDirectory directory;
  const fs::path path = directory.path() / "out.sql";
  write_file(path, "old");
  CHECK(signal_ending([&] {
          OutputFile(directory.path() / "done.sql", 0).commit("");
          OutputFile output(path, 0);
          OutputFile other(directory.path() / "a/b/out.sql", 0);
          std::raise(SIGTERM);
        }) == SIGTERM);
  CHECK(names_in(directory.path()) == std::vector<std::string>{"done.sql", "out.sql"});
  CHECK(read_file(path) == "old");
}

TEST_CASE("a signal waits for the end of a step that must not be divided") {
  const TemporaryDirectory directory;
  const fs::path path = directory.path() / "reached";
  CHECK(signal_ending([&] {
          const SignalDelay delay;
          std::raise(SIGTERM);
          write_file(path, "");
        }) == SIGTERM);
  CHECK(fs::exists(path));
}

TEST_CASE("what a killed process left goes with the next output, what a live one writes stays") {
  const TemporaryDirectory directory;
  const fs::path path = directory.path() / "out.sql";
  CHECK(signal_ending([&] {
          const OutputFile first(path, 0);
          const OutputFile second(path, 0);
          ::kill(::getpid(), SIGKILL);
        }) == SIGKILL);
  CHECK(names_in(directory.path()).size() == 2);
  OutputFile live(path, 0);
  OutputFile other(directory.path() / "other.sql", 0);
  CHECK(names_in(directory.path()).size() == 2);
  other.commit("");
  live.append("body");
  live.commit("");
  CHECK(names_in(directory.path()) == std::vector<std::string>{"other.sql", "out.sql"});
  CHECK(read_file(path) == "body");
}

TEST_CASE("a complete output has not taken its place yet") {
  const TemporaryDirectory directory;
  const fs::path path = directory.path() / "out.sql";
  write_file(path, "old");
  {
    OutputFile output(path, 1);
    CHECK(output.complete("H") == 1);
    CHECK(read_file(path) == "old");
  }
  CHECK(names_in(directory.path()) == std::vector<std::string>{"out.sql"});
  OutputFile output(path, 1);
  output.complete("H");
  output.replace();
  CHECK(read_file(path) == "H");
}

TEST_CASE("an output that outlasts a power cut is the same") {
  const TemporaryDirectory directory;
  const OutputOptions options{.fsync = true};
  CHECK(OutputFile(directory.path() / "a/b/out.sql", 1, options).commit("H") == 1);
  CHECK(read_file(directory.path() / "a/b/out.sql") == "H");
  CHECK(OutputFile("/dev/null", 1, options).commit("H") == 1);
}

} // namespace
} // namespace confiture
