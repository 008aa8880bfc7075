#pragma once

#include "batch.hpp"
#include "file_stamp.hpp"
#include <confiture/selection.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace confiture {

// Measured on two cores: smaller batches cost more in hand-overs, larger ones only memory.
inline constexpr std::size_t batch_size = std::size_t{512} * 1024; ///< bytes; a larger file is cut

/// Cuts selected files into batches, at first on the guess that they are small: then their sizes
/// need not be asked for before they are opened. Once a batch has disproved it, the files that are
/// left are measured and cut by size.
///
/// `next` on one thread at a time, and `settle` likewise; both at once is allowed. Everything else
/// between runs only.
class Cutter {
public:
  /// `jobs`: threads that read at once; 0 chooses.
  Cutter(const Selection& selection, unsigned jobs);

  /// Cuts the next batch off the files; false when there are no more. Throws Error (Schema001) for
  /// a large file that cannot be opened.
  bool next(Batch& batch);

  /// That nothing more needs to be done for the files up to this one, in build order.
  void settle(std::size_t position) { settled_ = position; }

  /// Whether every file has been settled; if not so after a run, the rest is to be measured.
  [[nodiscard]] bool is_done() const { return settled_ == selection_.files.size(); }

  /// Looks at the files that have not been settled, in parallel, and starts again with the first.
  void measure();

  /// Whether batches are cut by size now, and not by guess.
  [[nodiscard]] bool is_measured() const { return is_measured_; }

  /// How many threads are worth starting for what is left: one for a single batch; else as many as
  /// were asked for; else one a core, or more where there is a disk to wait for.
  [[nodiscard]] unsigned jobs() const;

private:
  void guess_run(Batch& batch);
  void cut_run(Batch& batch);
  void cut_piece(Batch& batch);
  void open_large_file();
  [[nodiscard]] bool fits_one_batch() const;
  [[nodiscard]] std::size_t guess() const;
  [[nodiscard]] const FileStamp& stamp_of(std::size_t position) const;

  const Selection& selection_;
  unsigned jobs_;
  bool is_cached_; ///< whether the sources seem to be in memory already
  bool is_measured_ = false;
  std::vector<FileStamp> stamps_; ///< of the files from `measured_from_` on, once measured
  std::size_t measured_from_ = 0;
  std::size_t next_file_ = 0;
  std::shared_ptr<LargeFile> large_; ///< the file that the next piece is cut from
  std::uint64_t next_offset_ = 0;    ///< of that piece
  std::size_t settled_ = 0;          ///< files up to here, in build order, need nothing more
};

} // namespace confiture
