#include "read.hpp"

#include "pipeline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <numeric>

namespace confiture {

namespace {

// Measured on two cores: smaller batches cost more in hand-overs, larger ones only memory.
constexpr std::size_t batch_size = std::size_t{512} * 1024; ///< bytes; a larger file is cut
constexpr std::size_t batch_files = 256;
constexpr std::size_t guessed_files = 128;           ///< taken without knowing their sizes…
constexpr std::size_t guessed_size = 2 * batch_size; ///< …and read up to here, separators included

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

Error cannot_read(const SelectedFile& file, std::string_view problem) {
  return {ErrorCode::Schema001,
          fmt::format("Error reading {}: {}", printable(file.path), problem),
          "Repair or remove the file, or leave it out with an exclude pattern."};
}

SourceChanged changed(const SelectedFile& file) {
  return {
      ErrorCode::Schema001,
      fmt::format("Error reading {}: it was changed while it was being read", printable(file.path)),
      "Run the build again when nothing writes to the sources."};
}

/// Throws unless there is a regular file to be read.
void require_readable(const SelectedFile& file, const FileStamp& stamp) {
  if (stamp.error_number != 0) {
    throw cannot_read(file, system_message(stamp.error_number));
  }
  if (!S_ISREG(stamp.mode)) {
    throw cannot_read(file, not_a_regular_file(stamp.mode));
  }
}

/// Throws if it cannot be opened.
FileDescriptor open_source(const SelectedFile& file, Folder& folder) {
  const Place place = folder.place_of(file.path);
  FileDescriptor descriptor = open_for_reading(place);
  if (!descriptor.is_open()) {
    const int error_number = errno;
    const FileStamp stamp = FileStamp::of_place(place);
    if (stamp.error_number == 0) {
      require_readable(file, stamp); // a socket is no device, as the system's message has it
    }
    throw cannot_read(file, system_message(error_number));
  }
  return descriptor;
}

/// Appends up to `size` bytes of a file, from an offset; returns how many there were.
std::size_t append_bytes(const SelectedFile& file,
                         const FileDescriptor& descriptor,
                         std::size_t size,
                         std::uint64_t offset,
                         Buffer& body) {
  const std::ptrdiff_t count = read_at(descriptor.number(), body.room_for(size), size, offset);
  if (count < 0) {
    throw cannot_read(file, system_message(static_cast<int>(-count)));
  }
  body.resize(body.size() + static_cast<std::size_t>(count));
  return static_cast<std::size_t>(count);
}

/// The number of line endings of any kind in the first `size` bytes of `text`.
std::uint64_t count_lines(std::string_view text, std::uint64_t size) {
  std::uint64_t lines = 0;
  for (std::size_t i = 0; i < size; ++i) {
    const bool lone_return = text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n');
    lines += text[i] == '\n' || lone_return ? 1 : 0;
  }
  return lines;
}

Error not_utf8(const SelectedFile& file, const text::Utf8Fault& fault, std::uint64_t line) {
  return {ErrorCode::Schema001,
          fmt::format("Error reading {}:{}: byte 0x{:02x} at offset {} is not UTF-8 ({})",
                      printable(file.path),
                      line,
                      fault.byte,
                      fault.offset,
                      fault.cause),
          "Save the file as UTF-8."};
}

} // namespace

SourceReader::SourceReader(const Selection& selection, const ReadOptions& options)
    : selection_(selection), options_(options), is_cached_(are_cached(selection)) {}

unsigned SourceReader::jobs() const {
  if (fits_one_batch()) {
    return 1;
  }
  if (options_.jobs != 0) {
    return options_.jobs;
  }
  return is_cached_     ? default_jobs()
         : is_measured_ ? std::max(default_jobs(), waiting_jobs_for_large_files)
                        : std::max(default_jobs(), waiting_jobs);
}

void SourceReader::measure() {
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

bool SourceReader::fits_one_batch() const {
  if (!is_measured_) {
    return selection_.files.size() <= guess();
  }
  const auto size = std::accumulate(
      stamps_.begin(), stamps_.end(), std::uint64_t{0}, [](std::uint64_t sum, const auto& stamp) {
        return sum + stamp.size;
      });
  return size <= batch_size && stamps_.size() <= batch_files;
}

const FileStamp& SourceReader::stamp_of(std::size_t position) const {
  return stamps_[position - measured_from_];
}

bool SourceReader::next(Batch& batch) {
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

std::size_t SourceReader::guess() const {
  return is_cached_ ? guessed_files : waiting_files;
}

void SourceReader::guess_run(Batch& batch) {
  batch.first = next_file_;
  next_file_ = std::min(next_file_ + guess(), selection_.files.size());
  batch.last = next_file_;
}

void SourceReader::cut_run(Batch& batch) {
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

void SourceReader::cut_piece(Batch& batch) {
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

void SourceReader::open_large_file() {
  const SelectedFile& file = selection_.files[next_file_];
  large_ = std::make_shared<LargeFile>();
  large_->stamp = stamp_of(next_file_);
  require_readable(file, large_->stamp);
  Folder folder;
  large_->descriptor = open_source(file, folder);
  notice(large_->stamp);
}

void SourceReader::fill(Batch& batch) const {
  batch.body.reserve(guessed_size);
  if (batch.piece) {
    fill_piece(*batch.piece, batch);
    return;
  }
  Folder folder;
  for (std::size_t position = batch.first; position < batch.last; ++position) {
    if (!read_small_file(selection_.files[position], folder, batch)) {
      batch.last = position;
      batch.ends_run = true;
      return;
    }
    if (options_.separator != nullptr) {
      TextState state;
      judge_text(state, batch);
    }
    if (options_.with_digests) {
      Batch::Part& part = batch.parts.back();
      part.digest = sha256(batch.original_bytes(part));
    }
  }
}

void SourceReader::notice(const FileStamp& stamp) const {
  if (options_.outputs != nullptr) {
    options_.outputs->notice(stamp);
  }
}

void SourceReader::begin_part(const SelectedFile& file, Batch& batch) const {
  const bool starts_file = !batch.piece || batch.piece->offset == 0;
  const std::size_t text_begin = batch.body.size();
  if (options_.separator != nullptr && starts_file) {
    options_.separator->append(batch.body, selection_.relative_path(file));
  }
  batch.parts.push_back({.file = &file,
                         .text_begin = text_begin,
                         .begin = batch.body.size(),
                         .size = 0,
                         .is_aside = false,
                         .starts_file = starts_file,
                         .ends_file = !batch.piece || batch.piece->is_last,
                         .digest = {}});
}

bool SourceReader::read_small_file(const SelectedFile& file, Folder& folder, Batch& batch) const {
  begin_part(file, batch);
  Attempt attempt = try_read(file, folder, batch);
  if (attempt == Attempt::Moved) {
    attempt = try_read(file, folder, batch);
  }
  if (attempt == Attempt::TooLarge && !is_measured_) {
    batch.body.resize(batch.parts.back().text_begin);
    batch.parts.pop_back();
    return false;
  }
  if (attempt != Attempt::Succeeded) {
    throw changed(file);
  }
  return true;
}

/// Appends a file to the batch's last part, unless it moves meanwhile or there is no room for it.
SourceReader::Attempt
SourceReader::try_read(const SelectedFile& file, Folder& folder, Batch& batch) const {
  const FileDescriptor descriptor = open_source(file, folder);
  const auto stamp = FileStamp::of_descriptor(descriptor.number());
  require_readable(file, stamp);
  notice(stamp);
  Batch::Part& part = batch.parts.back();
  const bool is_too_much = !is_measured_ && part.begin + stamp.size > guessed_size;
  if (stamp.size > batch_size || is_too_much) {
    return Attempt::TooLarge;
  }
  part.size = append_bytes(file, descriptor, stamp.size, 0, batch.body);
  bool is_whole = part.size == stamp.size;
  if (stamp.size == 0) { // files that the system makes up have content, but no size
    while (const std::size_t more =
               append_bytes(file, descriptor, batch_size, part.size, batch.body)) {
      part.size += more;
    }
  }
  is_whole = is_whole && FileStamp::of_descriptor(descriptor.number()) == stamp;
  if (!is_whole) {
    batch.body.resize(part.begin);
    return Attempt::Moved;
  }
  return Attempt::Succeeded;
}

void SourceReader::fill_piece(const Piece& piece, Batch& batch) const {
  const SelectedFile& file = selection_.files[batch.first];
  begin_part(file, batch);
  const std::size_t count =
      append_bytes(file, piece.file->descriptor, piece.size, piece.offset, batch.body);
  if (count != piece.size) {
    throw changed(file);
  }
  batch.parts.back().size = piece.size;
}

void SourceReader::settle(Batch& batch) {
  if (batch.piece) {
    settle_piece(*batch.piece, batch);
  }
  if (options_.progress != nullptr) {
    for (const Batch::Part& part : batch.parts) {
      options_.progress->files_read += part.ends_file ? 1 : 0;
      options_.progress->bytes_read += part.size;
    }
  }
  if (!batch.piece || batch.piece->is_last) {
    settled_ = batch.last;
  }
}

void SourceReader::settle_piece(const Piece& piece, Batch& batch) const {
  LargeFile& large = *piece.file;
  if (options_.separator != nullptr) {
    judge_text(large.text, batch);
  }
  if (options_.with_digests) {
    Batch::Part& part = batch.parts.back();
    large.digest.update(batch.original_bytes(part));
    part.digest = part.ends_file ? large.digest.finish() : "";
  }
  if (piece.is_last && FileStamp::of_descriptor(large.descriptor.number()) != large.stamp) {
    throw changed(selection_.files[batch.first]);
  }
}

/// Checks and translates the last part of the batch, which is the end of its body.
void SourceReader::judge_text(TextState& state, Batch& batch) const {
  Batch::Part& part = batch.parts.back();
  const std::size_t begin = part.begin;
  const std::string_view original = batch.body.view(begin, part.size);
  const std::uint64_t newlines_before = state.comments.newlines();
  const std::uint64_t offset = batch.piece ? batch.piece->offset : 0;
  auto fault = state.utf8.take(original);
  if (!fault && part.ends_file) {
    fault = state.utf8.finish();
  }
  if (fault) {
    const std::uint64_t before = fault->offset > offset ? fault->offset - offset : 0;
    // A newline whose return ended the piece before has been counted there.
    const std::uint64_t counted =
        before > 0 && state.newlines.is_after_return() && original.starts_with('\n') ? 1 : 0;
    throw not_utf8(
        *part.file, *fault, newlines_before + count_lines(original, before) - counted + 1);
  }
  if (state.newlines.concerns(original)) {
    part.begin = batch.aside.size();
    part.is_aside = true;
    batch.aside.append(original);
    batch.body.resize(begin + state.newlines.translate(batch.body.data() + begin, part.size));
  }
  const std::string_view text = batch.body.view().substr(begin);
  state.comments.take(text);
  if (!text.empty()) {
    state.ends_in_newline = text.back() == '\n';
  }
  if (!part.ends_file) {
    return;
  }
  if (!state.ends_in_newline) {
    batch.body.append("\n");
  }
  if (const auto line = state.comments.open_line(); line && options_.check_comments) {
    batch.open_comments.push_back({.file = part.file, .line = *line});
  }
}

} // namespace confiture
