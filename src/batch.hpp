#pragma once

#include "buffer.hpp"
#include "digest.hpp"
#include "file.hpp"
#include "file_stamp.hpp"
#include "text.hpp"
#include <confiture/selection.hpp>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace confiture {

/// A file that ends inside a block comment.
struct OpenComment {
  const SelectedFile* file;
  std::uint64_t line; ///< where it starts, from 1
};

/// What has been seen of a file's text so far.
struct TextState {
  text::Utf8Check utf8;
  text::NewlineTranslation newlines;
  text::CommentScan comments;
  bool ends_in_newline = false;
};

/// A file that is read in pieces: open once, its text judged and its bytes digested from piece to
/// piece.
struct LargeFile {
  FileDescriptor descriptor;
  FileStamp stamp;
  TextState text;
  Digest digest;
};

/// A part of a large file, from one cut to the next.
struct Piece {
  std::shared_ptr<LargeFile> file;
  std::uint64_t offset;
  std::size_t size;
  bool is_last;
};

/// A file that is read when its turn has come, and is not in the batch that it belongs to.
struct LateFile {
  std::size_t place; ///< in the body, where it belongs
  std::size_t file;  ///< its position
};

/// A run of small source files, or a piece of a large one, on its way through the pipeline. Batches
/// are used again and again, so that their memory is.
struct Batch {
  /// What one file has in this batch.
  struct Part {
    const SelectedFile* file;
    std::size_t text_begin;   ///< where its separator or, without one, its text starts in `body`
    std::size_t source_begin; ///< where its translated text starts in `body`
    std::size_t begin;        ///< of its original bytes, in `body` or `aside`
    std::size_t size;
    bool is_aside;
    bool starts_file;
    bool ends_file;
    std::string digest; ///< of the whole file in its last part, if it was asked for
  };

  // The work, known when the batch is cut.
  std::size_t first = 0;      ///< positions of its files in build order…
  std::size_t last = 0;       ///< …up to, not including; less when it ends the run
  std::optional<Piece> piece; ///< set for a piece of a large file, which is the only one then

  // The result, filled in by the reader.
  Buffer body;  ///< separators and translated text, ready to be written
  Buffer aside; ///< original bytes of files that newline translation changed or that are apart
  std::vector<Part> parts;
  std::vector<OpenComment> open_comments;
  std::vector<LateFile> late; ///< in the order of their places; only of a list that is hashed
  bool ends_run = false;      ///< what was taken after it does not count, and is taken again
  bool is_void = false;       ///< it was taken after the one that ended the run
  std::exception_ptr failure; ///< why the rest is missing

  [[nodiscard]] std::string_view original_bytes(const Part& part) const {
    return (part.is_aside ? aside : body).view(part.begin, part.size);
  }

  void clear() {
    piece.reset();
    body.resize(0);
    aside.resize(0);
    parts.clear();
    open_comments.clear();
    late.clear();
    ends_run = false;
    is_void = false;
    failure = nullptr;
  }
};

} // namespace confiture
