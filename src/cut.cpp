#include "cut.hpp"

#include "pipeline.hpp"
#include "source_file.hpp"

#include <algorithm>
#include <numeric>

namespace confiture {

namespace {

constexpr std::size_t batch_files = 256;
constexpr std::size_t guessed_files = 128; ///< taken without knowing their sizes

// Measured on a cold page cache with 10,000 files of 2 KB: 2 threads take 0.9 s, 16 take 0.56 s, 64
// take 0.37 s. Small batches keep them all busy, and what is under way small.
constexpr unsigned waiting_jobs = 64;
constexpr unsigned waiting_jobs_for_large_files = 16; ///< the system reads ahead in these
constexpr std::size_t waiting_files = 16;             ///< in a batch

/// Whether all of some files, spread over the build, can be read without waiting for a disk.
bool are_cached(const Selection& selection) {
  constexpr std::size_t samples = 4;
  const std::size_t step = std::max<std::size_t>(1, selection.files.size() / samples);
  for (std::size_t position = 0; position < selection.files.size(); position += step) {
    if (!is_cached(open_for_reading(selection.files[position].path))) {
      return false;
    }
  }
  return true;
}

} // namespace

Cutter::Cutter(const Selection& selection, unsigned jobs)
    : selection_(selection), jobs_(jobs), is_cached_(are_cached(selection)) {}

unsigned Cutter::jobs() const {
  if (fits_one_batch()) {
    return 1;
  }
  if (jobs_ != 0) {
    return jobs_;
  }
  return is_cached_     ? default_jobs()
         : is_measured_ ? std::max(default_jobs(), waiting_jobs_for_large_files)
                        : std::max(default_jobs(), waiting_jobs);
}

void Cutter::measure() {
  is_measured_ = true;
  measured_from_ = settled_;
  next_file_ = settled_;
  stamps_.resize(selection_.files.size() - settled_);
  for_each_range(stamps_.size(), jobs(), batch_files, [&](std::size_t begin, std::size_t end) {
    Folder folder;
    for (std::size_t i = begin; i < end; ++i) {
      const SelectedFile& file = selection_.files[measured_from_ + i];
      stamps_[i] = FileStamp::of_place(folder.place_of(file.path));
    }
  });
}

bool Cutter::fits_one_batch() const {
  if (!is_measured_) {
    return selection_.files.size() <= guess();
  }
  const auto size = std::accumulate(
      stamps_.begin(), stamps_.end(), std::uint64_t{0}, [](std::uint64_t sum, const auto& stamp) {
        return sum + stamp.size;
      });
  return size <= batch_size && stamps_.size() <= batch_files;
}

const FileStamp& Cutter::stamp_of(std::size_t position) const {
  return stamps_[position - measured_from_];
}

bool Cutter::next(Batch& batch) {
  batch.clear();
  if (next_file_ == selection_.files.size()) {
    return false;
  }
  if (!is_measured_) {
    guess_run(batch);
  } else if (stamp_of(next_file_).size > batch_size) {
    cut_piece(batch);
  } else {
    cut_run(batch);
  }
  return true;
}

std::size_t Cutter::guess() const {
  return is_cached_ ? guessed_files : waiting_files;
}

void Cutter::guess_run(Batch& batch) {
  batch.first = next_file_;
  next_file_ = std::min(next_file_ + guess(), selection_.files.size());
  batch.last = next_file_;
}

void Cutter::cut_run(Batch& batch) {
  batch.first = next_file_;
  std::uint64_t size = 0;
  while (next_file_ < selection_.files.size() && next_file_ - batch.first < batch_files) {
    size += stamp_of(next_file_).size;
    if (size > batch_size) {
      break;
    }
    ++next_file_;
  }
  batch.last = next_file_;
}

void Cutter::cut_piece(Batch& batch) {
  if (large_ == nullptr) {
    open_large_file();
  }
  const std::uint64_t rest = large_->stamp.size - next_offset_;
  batch.first = next_file_;
  batch.last = next_file_ + 1;
  batch.piece = {.file = large_,
                 .offset = next_offset_,
                 .size = std::min<std::uint64_t>(batch_size, rest),
                 .is_last = rest <= batch_size};
  next_offset_ += batch.piece->size;
  if (batch.piece->is_last) {
    large_.reset();
    next_offset_ = 0;
    ++next_file_;
  }
}

void Cutter::open_large_file() {
  const SelectedFile& file = selection_.files[next_file_];
  large_ = std::make_shared<LargeFile>();
  large_->stamp = stamp_of(next_file_);
  require_readable(file, large_->stamp);
  Folder folder;
  large_->descriptor = open_source(file, folder);
}

} // namespace confiture
