#include "read.hpp"

#include <fmt/format.h>

namespace confiture {

namespace {

constexpr std::size_t guessed_size = 2 * batch_size; ///< of a batch, separators included

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

} // namespace

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
      take_text(state, batch);
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
  if (options_.separator != nullptr && starts_file && !file.is_apart) {
    options_.separator->append(batch.body, selection_.relative_path(file));
  }
  batch.parts.push_back({.file = &file,
                         .text_begin = text_begin,
                         .source_begin = batch.body.size(),
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
  if (attempt == Attempt::TooLarge && !cutter_.is_measured()) {
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
  const std::size_t size_so_far = part.begin + batch.aside.size();
  const bool is_too_much = !cutter_.is_measured() && size_so_far + stamp.size > guessed_size;
  if (stamp.size > batch_size || is_too_much) {
    return Attempt::TooLarge;
  }
  part.size = append_bytes(file, descriptor, stamp.size, 0, batch.body);
  bool is_whole = part.size == stamp.size;
  if (stamp.size == 0) { // files that the system makes up have content, but no size
    while (const std::size_t more =
               append_bytes(file, descriptor, batch_size, part.size, batch.body)) {
      part.size += more;
      if (part.size > largest_without_size) {
        throw cannot_read(file, no_end);
      }
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
  notice(piece.file->stamp);
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
    cutter_.settle(batch.last);
  }
}

void SourceReader::settle_piece(const Piece& piece, Batch& batch) const {
  LargeFile& large = *piece.file;
  if (options_.separator != nullptr) {
    take_text(large.text, batch);
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

/// Makes the last part of the batch a part of the schema, or takes it out of that.
void SourceReader::take_text(TextState& state, Batch& batch) const {
  Batch::Part& part = batch.parts.back();
  if (!part.file->is_apart) {
    judge_text(state, batch);
    return;
  }
  const std::size_t begin = batch.aside.size();
  batch.aside.append(batch.original_bytes(part));
  batch.body.resize(part.begin);
  part.begin = begin;
  part.is_aside = true;
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
