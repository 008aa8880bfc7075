#pragma once

#include "cli/terminal.hpp"
#include <confiture/progress.hpp>

#include <chrono>
#include <cstdio>
#include <memory>
#include <stop_token>
#include <string>
#include <thread>

namespace confiture::cli {

/// What a line of progress says, such as `Reading: 4,000 of 100,000 files, 1.2 GiB`.
std::string progress_text(const Progress& progress);

/// A line that shows progress as long as this lives, rewritten in place ten times a second by a
/// thread of its own, and then erased. Nothing else may be written to the stream meanwhile.
class ProgressLine {
public:
  /// Shows nothing before `from`. Throws std::system_error if there can be no thread.
  ProgressLine(std::FILE* stream,
               const Progress& progress,
               std::chrono::steady_clock::time_point from);

private:
  std::jthread thread_;
};

/// A line for work that began at `start`, shown on standard error half a second later; none where
/// it is not welcome or not possible.
std::unique_ptr<ProgressLine> show_progress(const Terminal& terminal,
                                            const Progress& progress,
                                            std::chrono::steady_clock::time_point start);

} // namespace confiture::cli
