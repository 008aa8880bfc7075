#include "cli/progress_line.hpp"

#include <doctest/doctest.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>
#include <unistd.h>

namespace confiture {
namespace {

using cli::progress_text;
using cli::ProgressLine;
using Clock = std::chrono::steady_clock;

/// A pipe whose writing end is a stream.
class Pipe {
public:
  Pipe() {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) {
      throw std::runtime_error("no pipe");
    }
    reading_ = ends[0];
    writing_.reset(::fdopen(ends[1], "w"));
  }
  ~Pipe() { ::close(reading_); }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  [[nodiscard]] std::FILE* writing() const { return writing_.get(); }
  void end() { writing_.reset(); }

  /// What has arrived, waiting for something; empty at the end.
  [[nodiscard]] std::string read() const {
    std::array<char, 4096> bytes{};
    const ssize_t count = ::read(reading_, bytes.data(), bytes.size());
    return {bytes.data(), count > 0 ? static_cast<std::size_t>(count) : 0};
  }

private:
  int reading_;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> writing_{nullptr, std::fclose};
};

TEST_CASE("progress tells of the search, then of reading") {
  Progress progress;
  progress.files_found = 12'345;
  CHECK(progress_text(progress) == "Looking for files: 12,345 found");
  progress.files_selected = 100'000;
  progress.files_read = 4'000;
  progress.bytes_read = 3 << 20;
  CHECK(progress_text(progress) == "Reading: 4,000 of 100,000 files, 3.0 MiB");
}

TEST_CASE("a line of progress is erased when the work is done") {
  Pipe pipe;
  Progress progress;
  progress.files_found = 7;
  std::string shown;
  {
    const ProgressLine line(pipe.writing(), progress, Clock::now());
    shown = pipe.read(); // waits for the first
  }
  pipe.end();
  for (std::string more = pipe.read(); !more.empty(); more = pipe.read()) {
    shown += more;
  }
  CHECK(shown.starts_with("\r\x1b[KLooking for files: 7 found"));
  CHECK(shown.ends_with("found\r\x1b[K"));
}

TEST_CASE("work that is done early shows nothing") {
  Pipe pipe;
  const Progress progress;
  { const ProgressLine line(pipe.writing(), progress, Clock::now() + std::chrono::hours(1)); }
  pipe.end();
  CHECK(pipe.read().empty());
}

} // namespace
} // namespace confiture
