#include "text.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <numeric>

namespace confiture::text {

namespace {

constexpr std::string_view invalid_start = "invalid start byte";
constexpr std::string_view invalid_continuation = "invalid continuation byte";
constexpr std::string_view unexpected_end = "unexpected end of data";

/// The number of leading bytes that are ASCII, in whole blocks: what the compiler turns into vector
/// instructions.
std::size_t ascii_blocks(const char* data, std::size_t size) {
  constexpr std::size_t block = 64;
  std::size_t done = 0;
  while (done + block <= size) {
    unsigned char bits = 0;
    for (std::size_t i = 0; i < block; ++i) {
      bits |= static_cast<unsigned char>(data[done + i]);
    }
    if (bits >= 0x80) {
      break;
    }
    done += block;
  }
  return done;
}

} // namespace

// As `ascii_blocks`, the compiler makes this one of vector instructions: it counts in columns, each
// in a byte, for as many rows as a byte can count.
std::uint64_t count_newlines(std::string_view text) {
  constexpr std::size_t columns = 64;
  constexpr std::size_t rows = 255;
  std::uint64_t newlines = 0;
  std::size_t done = 0;
  while (text.size() - done >= columns) {
    std::array<std::uint8_t, columns> counts{};
    for (std::size_t row = 0; row < rows && text.size() - done >= columns; ++row) {
      for (std::size_t i = 0; i < columns; ++i) {
        counts[i] = static_cast<std::uint8_t>(counts[i] + (text[done + i] == '\n' ? 1 : 0));
      }
      done += columns;
    }
    newlines = std::accumulate(counts.begin(), counts.end(), newlines);
  }
  return newlines + static_cast<std::uint64_t>(std::count(
                        text.begin() + static_cast<std::ptrdiff_t>(done), text.end(), '\n'));
}

Utf8Fault Utf8Check::fault_at_sequence(std::string_view cause) const {
  return {.offset = sequence_start_, .byte = lead_, .cause = cause};
}

/// Settles how many bytes follow a lead byte and what the first of them may be, which rules out
/// overlong forms, surrogates and what lies above U+10FFFF.
void Utf8Check::begin_sequence(unsigned char lead, std::uint64_t offset) {
  lead_ = lead;
  sequence_start_ = offset;
  missing_ = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
  low_ = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  high_ = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
}

std::optional<Utf8Fault> Utf8Check::take(std::string_view piece) {
  constexpr std::size_t stride = 64; // after so many single bytes, blocks are tried again
  std::size_t done = 0;
  while (done < piece.size()) {
    if (missing_ == 0) {
      done += ascii_blocks(piece.data() + done, piece.size() - done);
    }
    const std::string_view bytes = piece.substr(done, stride);
    if (auto fault = take_bytes(bytes, offset_ + done)) {
      return fault;
    }
    done += bytes.size();
  }
  offset_ += piece.size();
  return std::nullopt;
}

std::optional<Utf8Fault> Utf8Check::take_bytes(std::string_view bytes, std::uint64_t offset) {
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (missing_ > 0) {
      if (byte < low_ || byte > high_) {
        return fault_at_sequence(invalid_continuation);
      }
      --missing_;
      low_ = 0x80;
      high_ = 0xBF;
    } else if (byte >= 0x80) {
      begin_sequence(byte, offset);
      if (byte < 0xC2 || byte > 0xF4) {
        return fault_at_sequence(invalid_start);
      }
    }
    ++offset;
  }
  return std::nullopt;
}

std::optional<Utf8Fault> Utf8Check::finish() const {
  return missing_ > 0 ? std::optional(fault_at_sequence(unexpected_end)) : std::nullopt;
}

bool NewlineTranslation::concerns(std::string_view piece) const {
  return after_return_ || piece.find('\r') != std::string_view::npos;
}

std::size_t NewlineTranslation::translate(char* piece, std::size_t size) {
  std::size_t out = 0;
  for (std::size_t in = 0; in < size;) {
    if (after_return_ && piece[in] == '\n') {
      ++in; // its `\r` has become the newline
    }
    after_return_ = false;
    const auto* found =
        in < size ? static_cast<const char*>(std::memchr(piece + in, '\r', size - in)) : nullptr;
    const std::size_t end = found == nullptr ? size : static_cast<std::size_t>(found - piece);
    std::memmove(piece + out, piece + in, end - in);
    out += end - in;
    in = end;
    if (in < size) {
      piece[out++] = '\n';
      after_return_ = true;
      ++in;
    }
  }
  return out;
}

void CommentScan::take(std::string_view piece) {
  if (piece.empty()) {
    return;
  }
  consumed_ = 0;
  if (star_before_ && piece.front() == '/' && open_line_ != 0) {
    open_line_ = 0;
    consumed_ = 1;
  }
  star_before_ = false;
  for (std::size_t star = piece.find('*'); star != std::string_view::npos;
       star = piece.find('*', star + 1)) {
    take_star(piece, star);
  }
  slash_before_ = piece.back() == '/' && consumed_ < piece.size();
  count_up_to(piece, piece.size());
  counted_ = 0;
}

void CommentScan::count_up_to(std::string_view piece, std::size_t end) {
  newlines_ += count_newlines(piece.substr(counted_, end - counted_));
  counted_ = end;
}

/// A star is the middle of `/*`, the start of `*/`, or nothing; what already belongs to one token
/// cannot belong to the next.
void CommentScan::take_star(std::string_view piece, std::size_t star) {
  const bool slash_comes_before =
      star == 0 ? slash_before_ : star > consumed_ && piece[star - 1] == '/';
  if (slash_comes_before) {
    count_up_to(piece, star);
    open_line_ = newlines_ + 1;
    consumed_ = star + 1;
  } else if (star >= consumed_ && open_line_ != 0) {
    if (star + 1 == piece.size()) {
      star_before_ = true;
    } else if (piece[star + 1] == '/') {
      open_line_ = 0;
      consumed_ = star + 2;
    }
  }
}

std::optional<std::uint64_t> CommentScan::open_line() const {
  return open_line_ != 0 ? std::optional(open_line_) : std::nullopt;
}

} // namespace confiture::text
