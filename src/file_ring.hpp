#pragma once

#include "file.hpp"

#include <array>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace confiture {

/// Reads small files with one call to the system for many of them (io_uring), which takes two
/// thirds of the time. It settles the usual case alone: a regular file that is there, can be read,
/// and ends within `block_size`. All else is for calls that say what is wrong. For one thread at a
/// time.
class FileRing {
public:
  static constexpr std::size_t most_files = 32; ///< that are read at once
  static constexpr std::size_t block_size = std::size_t{16} * 1024;

  using Contents = std::array<std::optional<std::string_view>, most_files>;

  /// Null where the system has no such thing, or does not allow it.
  static std::unique_ptr<FileRing> create();

  FileRing(const FileRing&) = delete;
  FileRing& operator=(const FileRing&) = delete;
  virtual ~FileRing() = default;

  /// All that each of these files holds, up to the next call; none for what is not settled.
  virtual Contents read(const std::vector<Place>& files) = 0;

protected:
  FileRing() = default;
};

/// Rings for whichever threads do the work: as many as are in use at once.
class FileRings {
public:
  /// Null if there is none to be had. From any thread, as is `give_back`.
  std::unique_ptr<FileRing> take() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) {
      return FileRing::create();
    }
    auto ring = std::move(idle_.back());
    idle_.pop_back();
    return ring;
  }

  void give_back(std::unique_ptr<FileRing> ring) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(ring));
  }

private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<FileRing>> idle_; ///< null where there are none
};

} // namespace confiture
