#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace confiture {

/// The parts of a build, in the order in which data passes them; those from Read on run beside each
/// other.
enum class Step : std::size_t { Config, Discover, Order, Read, Fingerprint, Body, Write };

inline constexpr std::size_t step_count = 7;

/// What a step has taken. Time is summed over threads, so Read can take longer than the whole.
struct StepTotal {
  std::atomic<std::int64_t> nanoseconds = 0;
  std::atomic<std::uint64_t> bytes = 0;
};

/// How far a selection, a build, a fingerprint or a load has come: counted up by whoever does the
/// work, to be read by another thread at any time. A second attempt counts on.
struct Progress {
  std::atomic<std::size_t> files_found = 0;
  std::atomic<std::size_t> files_selected = 0; ///< known when the selection is complete
  std::atomic<std::size_t> seeds = 0; ///< files to be applied to a database when they are read
  std::atomic<std::size_t> files_read = 0;
  std::atomic<std::uint64_t> bytes_read = 0;
  std::atomic<std::size_t> statements = 0; ///< to run in a database; known when all are read
  std::atomic<std::size_t> statements_run = 0;

  bool is_timed = false; ///< whether steps are timed too; not to be changed while work goes on
  std::array<StepTotal, step_count> steps;
};

/// Adds the time of its life to a step, if there is a progress and it is timed.
class StepTimer {
public:
  StepTimer(Progress* progress, Step step)
      : total_(progress != nullptr && progress->is_timed
                   ? &progress->steps[static_cast<std::size_t>(step)]
                   : nullptr),
        start_(total_ != nullptr ? Clock::now() : Clock::time_point()) {}
  StepTimer(const StepTimer&) = delete;
  StepTimer& operator=(const StepTimer&) = delete;
  ~StepTimer() {
    if (total_ != nullptr) {
      total_->nanoseconds += std::chrono::nanoseconds(Clock::now() - start_).count();
    }
  }

  void add_bytes(std::uint64_t bytes) {
    if (total_ != nullptr) {
      total_->bytes += bytes;
    }
  }

private:
  using Clock = std::chrono::steady_clock;

  StepTotal* total_;
  Clock::time_point start_;
};

} // namespace confiture
