#include "cli/progress_line.hpp"

#include "cli/units.hpp"

#include <fmt/format.h>

#include <condition_variable>
#include <mutex>
#include <sys/ioctl.h>
#include <system_error>

namespace confiture::cli {

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto patience = 500ms;
constexpr auto interval = 100ms;

/// As much of an ASCII text as fits on one line, so that it can be erased as one.
std::string cut_to_width(std::string text, std::FILE* stream) {
  winsize size{};
  if (::ioctl(::fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    text.resize(std::min<std::size_t>(text.size(), size.ws_col - 1U));
  }
  return text;
}

void write(std::FILE* stream, const std::string& text) {
  static_cast<void>(std::fwrite(text.data(), 1, text.size(), stream));
  static_cast<void>(std::fflush(stream));
}

void show_until_stopped(const std::stop_token& stop,
                        std::FILE* stream,
                        const Progress& progress,
                        Clock::time_point from) {
  std::mutex mutex;
  std::condition_variable_any stopped;
  std::unique_lock lock(mutex);
  const auto sleep_until = [&](Clock::time_point time) {
    return stopped.wait_until(lock, stop, time, [&] { return stop.stop_requested(); });
  };
  if (sleep_until(from)) {
    return;
  }
  do {
    write(stream, "\r\x1b[K" + cut_to_width(progress_text(progress), stream));
  } while (!sleep_until(Clock::now() + interval));
  write(stream, "\r\x1b[K");
}

} // namespace

std::string progress_text(const Progress& progress) {
  if (const std::size_t statements = progress.statements; statements != 0) {
    return fmt::format("Loading: {} of {}",
                       with_commas(progress.statements_run),
                       counted(statements, "statement"));
  }
  if (const std::size_t seeds = progress.seeds; seeds > 0) {
    return fmt::format("Applying seeds: {} of {}, {}",
                       with_commas(progress.files_read),
                       counted(seeds, "file"),
                       readable_size(progress.bytes_read));
  }
  const std::size_t selected = progress.files_selected;
  if (selected == 0) {
    return fmt::format("Looking for files: {} found", with_commas(progress.files_found));
  }
  return fmt::format("Reading: {} of {}, {}",
                     with_commas(progress.files_read),
                     counted(selected, "file"),
                     readable_size(progress.bytes_read));
}

ProgressLine::ProgressLine(std::FILE* stream, const Progress& progress, Clock::time_point from)
    : thread_([stream, &progress, from](const std::stop_token& stop) {
        show_until_stopped(stop, stream, progress, from);
      }) {}

std::unique_ptr<ProgressLine>
show_progress(const Terminal& terminal, const Progress& progress, Clock::time_point start) {
  if (!terminal.shows_progress()) {
    return nullptr;
  }
  try {
    return std::make_unique<ProgressLine>(stderr, progress, start + patience);
  } catch (const std::system_error&) {
    return nullptr; // the work does not depend on it
  }
}

} // namespace confiture::cli
