#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

/// What is asked of the text of a source file. Each of these takes a file in pieces; where the cuts
/// lie makes no difference to the result. One object a file, one thread at a time.
namespace confiture::text {

/// The number of `\n` in a text.
std::uint64_t count_newlines(std::string_view text);

/// A byte that is not UTF-8.
struct Utf8Fault {
  std::uint64_t offset;   ///< of the sequence's first byte, in the file
  unsigned char byte;     ///< that byte
  std::string_view cause; ///< as Python words it: `invalid start byte`
};

/// Checks for well-formed UTF-8 (RFC 3629, as strict as Python).
class Utf8Check {
public:
  /// The first fault in this piece; after one, nothing more may be given.
  std::optional<Utf8Fault> take(std::string_view piece);

  /// The fault of a file that ends inside a sequence.
  [[nodiscard]] std::optional<Utf8Fault> finish() const;

private:
  std::optional<Utf8Fault> take_bytes(std::string_view bytes, std::uint64_t offset);
  [[nodiscard]] Utf8Fault fault_at_sequence(std::string_view cause) const;
  void begin_sequence(unsigned char lead, std::uint64_t offset);

  std::uint64_t offset_ = 0; ///< of the next piece
  std::uint64_t sequence_start_ = 0;
  unsigned char lead_ = 0;
  unsigned missing_ = 0;     ///< bytes the open sequence still needs
  unsigned char low_ = 0x80; ///< what its next byte may be
  unsigned char high_ = 0xBF;
};

/// Turns `\r\n` and a lone `\r` into `\n`, in place.
class NewlineTranslation {
public:
  /// Whether `translate` would change this piece.
  [[nodiscard]] bool concerns(std::string_view piece) const;

  /// Whether the last piece ended in `\r`, so that a `\n` at the start of the next is part of it.
  [[nodiscard]] bool is_after_return() const { return after_return_; }

  /// Returns the new size of the piece, at most the old one.
  std::size_t translate(char* piece, std::size_t size);

private:
  bool after_return_ = false; ///< the last piece ended in `\r`, already written as `\n`
};

/// Looks for a block comment that is open at the end of the file, in the reference's way (section
/// 6): `/*` opens, or moves the start of what is open; `*/` closes; nothing nests, and strings,
/// line comments and dollar quotes are not known. Takes translated text.
class CommentScan {
public:
  void take(std::string_view piece);

  /// The line, from 1, where the open comment starts; none if all are closed.
  [[nodiscard]] std::optional<std::uint64_t> open_line() const;

  /// The number of newlines in all pieces so far.
  [[nodiscard]] std::uint64_t newlines() const { return newlines_; }

private:
  void take_star(std::string_view piece, std::size_t star);
  void count_up_to(std::string_view piece, std::size_t end);

  std::uint64_t newlines_ = 0;
  std::uint64_t open_line_ = 0; ///< 0: no comment is open
  std::size_t counted_ = 0;     ///< within the piece: its newlines before this are counted
  std::size_t consumed_ = 0;    ///< within the piece: characters before it belong to a token
  bool slash_before_ = false;   ///< the last piece ended in a `/` that may open
  bool star_before_ = false;    ///< the last piece ended in a `*` that may close
};

} // namespace confiture::text
