#pragma once

#include "batch.hpp"
#include "output_guard.hpp"
#include "separator.hpp"
#include <confiture/error.hpp>
#include <confiture/progress.hpp>
#include <confiture/selection.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace confiture {

/// A source file was changed while it was being read; a second attempt may succeed.
class SourceChanged : public Error {
public:
  using Error::Error;
};

/// What is wanted of the files.
struct ReadOptions {
  const Separator* separator = nullptr; ///< with it the body is made, else only bytes are read
  bool check_comments = false;          ///< look for comments that are open at a file's end
  bool with_digests = false;            ///< of each file's original bytes
  unsigned jobs = 0;                    ///< threads that read at once; 0 chooses
  const OutputGuard* outputs = nullptr; ///< takes note of what is read, if given
  Progress* progress = nullptr;         ///< counts what has been settled, if given
};

/// Turns selected files into batches, at first on the guess that they are small: then their sizes
/// need not be asked for before they are opened. A batch whose files do not fit ends the run; the
/// rest is measured and cut by size in another.
///
/// `next` and `settle` are each called by one thread at a time and in build order; `fill` by any
/// number of threads, for different batches.
class SourceReader {
public:
  SourceReader(const Selection& selection, const ReadOptions& options);

  /// Cuts the next batch off the files; false when there are no more.
  bool next(Batch& batch);

  /// Reads the files of a batch and, unless it is a piece of a large file, checks and translates
  /// their text. Ends the run if not all of them fit. Throws Error (Schema001) for the first file
  /// that cannot be read or is not UTF-8, SourceChanged for one that would not hold still.
  void fill(Batch& batch) const;

  /// Checks and translates the text of a piece of a large file, and counts what has been read.
  /// Throws like `fill`.
  void settle(Batch& batch);

  /// Whether every file has been settled; if not so after a run, the rest is to be measured.
  [[nodiscard]] bool is_done() const { return settled_ == selection_.files.size(); }

  /// Looks at the files that have not been settled, in parallel, and starts again with the first.
  void measure();

  /// How many threads are worth starting for what is left: one for a single batch; else as many as
  /// were asked for; else one a core, or more where there is a disk to wait for.
  [[nodiscard]] unsigned jobs() const;

private:
  enum class Attempt : std::uint8_t { Succeeded, Moved, TooLarge };

  void guess_run(Batch& batch);
  void cut_run(Batch& batch);
  void cut_piece(Batch& batch);
  void open_large_file();
  void fill_piece(const Piece& piece, Batch& batch) const;
  void settle_piece(const Piece& piece, Batch& batch) const;
  [[nodiscard]] bool read_small_file(const SelectedFile& file, Folder& folder, Batch& batch) const;
  Attempt try_read(const SelectedFile& file, Folder& folder, Batch& batch) const;
  void begin_part(const SelectedFile& file, Batch& batch) const;
  void judge_text(TextState& state, Batch& batch) const;
  [[nodiscard]] const FileStamp& stamp_of(std::size_t position) const;
  void notice(const FileStamp& stamp) const;

  [[nodiscard]] bool fits_one_batch() const;
  [[nodiscard]] std::size_t guess() const;

  const Selection& selection_;
  ReadOptions options_;
  bool is_cached_;                ///< whether the sources seem to be in memory already
  std::vector<FileStamp> stamps_; ///< of the files from `measured_from_` on, once measured
  std::size_t measured_from_ = 0;
  bool is_measured_ = false;
  std::size_t next_file_ = 0;
  std::shared_ptr<LargeFile> large_; ///< the file that the next piece is cut from
  std::uint64_t next_offset_ = 0;    ///< of that piece
  std::size_t settled_ = 0;          ///< files up to here, in build order, need nothing more
};

} // namespace confiture
