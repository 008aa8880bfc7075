#include "file_ring.hpp"
#include "support.hpp"

#include <doctest/doctest.h>

#include <fcntl.h>
#include <filesystem>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace confiture {
namespace {

using testing::TemporaryDirectory;
using testing::write_file;

std::vector<Place> places_of(const std::vector<std::string>& paths) {
  std::vector<Place> places;
  for (const std::string& path : paths) {
    places.push_back({.folder = AT_FDCWD, .name = path.c_str()});
  }
  return places;
}

/// None where the system has no io_uring or does not allow it, as in many containers.
FileRing* ring_or_message() {
  FileRing* const ring = FileRing::of_this_thread(true);
  if (ring == nullptr) {
    MESSAGE("not tested: there is no io_uring here");
  }
  return ring;
}

TEST_CASE("a ring gives all of each small file, again and again") {
  FileRing* const ring = ring_or_message();
  if (ring == nullptr) {
    return;
  }
  const TemporaryDirectory directory;
  std::vector<std::string> paths;
  for (std::size_t i = 0; i < FileRing::most_files; ++i) {
    paths.push_back(directory.path() / std::to_string(i));
    write_file(paths.back(), std::string(1 + 500 * i, static_cast<char>('a' + i % 26)));
  }
  for (int round = 0; round < 20; ++round) {
    const FileRing::Contents contents = ring->read(places_of(paths));
    for (std::size_t i = 0; i < paths.size(); ++i) {
      CHECK(contents.at(i) == std::string(1 + 500 * i, static_cast<char>('a' + i % 26)));
    }
  }
}

TEST_CASE("a ring leaves what is not a small regular file to others, and reads the rest") {
  FileRing* const ring = ring_or_message();
  if (ring == nullptr) {
    return;
  }
  const TemporaryDirectory directory;
  const std::string base = directory.path();
  write_file(base + "/small", "x");
  write_file(base + "/empty", "");
  write_file(base + "/largest", std::string(FileRing::block_size - 1, 'x'));
  write_file(base + "/larger", std::string(FileRing::block_size, 'x'));
  REQUIRE(::mkfifo((base + "/pipe").c_str(), 0600) == 0);
  const FileRing::Contents contents = ring->read(places_of({base + "/missing",
                                                            base + "/small",
                                                            base + "/empty",
                                                            base + "/pipe",
                                                            base,
                                                            base + "/larger",
                                                            base + "/largest"}));
  CHECK_FALSE(contents.at(0));
  CHECK(contents.at(1) == "x");
  CHECK_FALSE(contents.at(2));
  CHECK_FALSE(contents.at(3));
  CHECK_FALSE(contents.at(4));
  CHECK_FALSE(contents.at(5));
  CHECK(contents.at(6) == std::string(FileRing::block_size - 1, 'x'));
}

TEST_CASE("a name that no file can have is a failure of its own, and leaves the ring whole") {
  FileRing* const ring = ring_or_message();
  if (ring == nullptr) {
    return;
  }
  const TemporaryDirectory directory;
  const std::string path = directory.path() / "file";
  write_file(path, "x");
  for (int round = 0; round < 2; ++round) {
    const FileRing::Contents contents =
        ring->read(places_of({path, "", std::string(300, 'n'), std::string(5000, 'p'), path}));
    CHECK(contents.at(0) == "x");
    CHECK_FALSE(contents.at(1));
    CHECK_FALSE(contents.at(2));
    CHECK_FALSE(contents.at(3));
    CHECK(contents.at(4) == "x");
  }
}

TEST_CASE("a ring takes no pipe for a file that ends, whoever wrote into it") {
  FileRing* const ring = ring_or_message();
  if (ring == nullptr) {
    return;
  }
  const TemporaryDirectory directory;
  const std::string pipe = directory.path() / "pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  const int reader = ::open(pipe.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC); // keeps what is in it
  const int writer = ::open(pipe.c_str(), O_WRONLY | O_CLOEXEC);
  REQUIRE(::write(writer, "x", 1) == 1);
  ::close(writer);
  CHECK_FALSE(ring->read(places_of({pipe})).at(0));
  ::close(reader);
}

TEST_CASE("a ring keeps no file open") {
  FileRing* const ring = ring_or_message();
  if (ring == nullptr) {
    return;
  }
  const TemporaryDirectory directory;
  const std::string path = directory.path() / "file";
  write_file(path, "x");
  CHECK(ring->read(places_of({path})).at(0) == "x");
  // Who takes a lease to write is told if anybody has the file open.
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
  CHECK(::fcntl(descriptor, F_SETLEASE, F_WRLCK) == 0);
  ::close(descriptor);
}

} // namespace
} // namespace confiture
