#pragma once

#include "batch.hpp"
#include "separator.hpp"
#include <confiture/error.hpp>
#include <confiture/progress.hpp>
#include <confiture/selection.hpp>

#include <cstddef>
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
  unsigned jobs = 1;                    ///< files looked at at once before reading starts
  Progress* progress = nullptr;         ///< counts what has been settled, if given
};

/// Turns selected files into batches. `next` and `settle` are each called by one thread at a time
/// and in build order; `fill` by any number of threads, for different batches.
class SourceReader {
public:
  /// Looks at every file, in parallel, to know their sizes.
  SourceReader(const Selection& selection, const ReadOptions& options);

  /// Cuts the next batch off the files; false when there are no more.
  bool next(Batch& batch);

  /// Reads the files of a batch and, unless it is a piece of a large file, checks and translates
  /// their text. Throws Error (Schema001) for the first file that cannot be read or is not UTF-8,
  /// SourceChanged for one that would not hold still.
  void fill(Batch& batch) const;

  /// Checks and translates the text of a piece of a large file, and counts what has been read.
  /// Throws like `fill`.
  void settle(Batch& batch) const;

  /// Whether all files make one batch, for which threads are not worth starting.
  [[nodiscard]] bool fits_one_batch() const;

  /// Whether one of the files is the file that this stamp was taken of.
  [[nodiscard]] bool reads(const FileStamp& stamp) const;

private:
  void cut_piece(Batch& batch);
  void cut_run(Batch& batch);
  void open_large_file();
  void fill_piece(const Piece& piece, Batch& batch) const;
  void settle_piece(const Piece& piece, Batch& batch) const;
  void read_small_file(std::size_t position, Folder& folder, Batch& batch) const;
  void begin_part(const SelectedFile& file, Batch& batch) const;
  void judge_text(TextState& state, Batch& batch) const;

  const Selection& selection_;
  ReadOptions options_;
  std::vector<FileStamp> stamps_; ///< by position in build order
  std::size_t next_file_ = 0;
  std::shared_ptr<LargeFile> large_; ///< the file that the next piece is cut from
  std::uint64_t next_offset_ = 0;    ///< of that piece
};

} // namespace confiture
