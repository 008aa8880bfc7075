#pragma once

#include <chrono>
#include <utility>

namespace confiture::cli {

/// Measures a command and its steps.
class Stopwatch {
public:
  using Clock = std::chrono::steady_clock;

  [[nodiscard]] Clock::time_point start() const { return start_; }
  [[nodiscard]] std::chrono::nanoseconds total() const { return Clock::now() - start_; }

  /// Time since the last call, or since the start.
  std::chrono::nanoseconds lap() {
    const Clock::time_point now = Clock::now();
    return now - std::exchange(lap_start_, now);
  }

private:
  Clock::time_point start_ = Clock::now();
  Clock::time_point lap_start_ = start_;
};

} // namespace confiture::cli
