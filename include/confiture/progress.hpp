#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace confiture {

/// How far a selection, a build or a fingerprint has come: counted up by whoever does the work, to
/// be read by another thread at any time. A second attempt counts on.
struct Progress {
  std::atomic<std::size_t> files_found = 0;
  std::atomic<std::size_t> files_selected = 0; ///< known when the selection is complete
  std::atomic<std::size_t> files_read = 0;
  std::atomic<std::uint64_t> bytes_read = 0;
};

} // namespace confiture
