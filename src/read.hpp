#pragma once

#include "batch.hpp"
#include "cut.hpp"
#include "output_guard.hpp"
#include "separator.hpp"
#include "source_file.hpp"
#include <confiture/progress.hpp>
#include <confiture/selection.hpp>

#include <cstdint>

namespace confiture {

/// What is wanted of the files.
struct ReadOptions {
  const Separator* separator = nullptr; ///< with it the body is made, else only bytes are read
  bool check_comments = false;          ///< look for comments that are open at a file's end
  bool with_digests = false;            ///< of each file's original bytes
  unsigned jobs = 0;                    ///< threads that read at once; 0 chooses
  const OutputGuard* outputs = nullptr; ///< takes note of what is read, if given
  Progress* progress = nullptr;         ///< counts what has been settled, if given
};

/// Turns selected files into batches, cut by a Cutter: where a batch ends the run as its files do
/// not fit, the rest is to be measured and read in another.
///
/// `next` and `settle` are each called by one thread at a time and in build order; `fill` by any
/// number of threads, for different batches.
class SourceReader {
public:
  SourceReader(const Selection& selection, const ReadOptions& options)
      : selection_(selection), options_(options), cutter_(selection, options.jobs) {}

  /// Cuts the next batch off the files; false when there are no more.
  bool next(Batch& batch) { return cutter_.next(batch); }

  /// Reads the files of a batch and, unless it is a piece of a large file, checks and translates
  /// the text of those that are in the schema. Ends the run if not all of them fit. Throws Error
  /// (Schema001) for the first file that cannot be read or is not UTF-8, SourceChanged for one that
  /// would not hold still.
  void fill(Batch& batch) const;

  /// Checks and translates the text of a piece of a large file, and counts what has been read.
  /// Throws like `fill`.
  void settle(Batch& batch);

  /// Whether every file has been settled; if not so after a run, the rest is to be measured.
  [[nodiscard]] bool is_done() const { return cutter_.is_done(); }
  void measure() { cutter_.measure(); }

  /// How many threads are worth starting for the next run.
  [[nodiscard]] unsigned jobs() const { return cutter_.jobs(); }

private:
  enum class Attempt : std::uint8_t { Succeeded, Moved, TooLarge };

  void fill_piece(const Piece& piece, Batch& batch) const;
  void settle_piece(const Piece& piece, Batch& batch) const;
  [[nodiscard]] bool read_small_file(const SelectedFile& file, Folder& folder, Batch& batch) const;
  Attempt try_read(const SelectedFile& file, Folder& folder, Batch& batch) const;
  void begin_part(const SelectedFile& file, Batch& batch) const;
  void take_text(TextState& state, Batch& batch) const;
  void judge_text(TextState& state, Batch& batch) const;
  void notice(const FileStamp& stamp) const;

  const Selection& selection_;
  ReadOptions options_;
  Cutter cutter_;
};

} // namespace confiture
