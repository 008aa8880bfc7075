#pragma once

#include "file.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
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

  /// That of the calling thread, which keeps it until it ends, as the system takes as long to make
  /// one as to read thirty files. Null where the system has no such thing or does not allow it, and
  /// if the thread has none yet and is not to `make` one.
  static FileRing* of_this_thread(bool make);

  FileRing(const FileRing&) = delete;
  FileRing& operator=(const FileRing&) = delete;
  virtual ~FileRing() = default;

  /// All that each of these files holds, up to the next call; none for what is not settled.
  virtual Contents read(const std::vector<Place>& files) = 0;

protected:
  FileRing() = default;
};

} // namespace confiture
