#pragma once

#include <confiture/finding.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace confiture {

/// Where something is in a text, as people count.
struct SourcePlace {
  std::uint64_t line;   ///< from 1; lines end in `\n`, `\r\n` or a lone `\r`
  std::uint64_t column; ///< from 1, in characters, without a byte-order mark at the start
};

/// Finds lines and columns in a text; fast if it is asked from front to back. For one thread.
class SourceLines {
public:
  /// `text` is UTF-8 and has to outlive this.
  explicit SourceLines(std::string_view text);

  [[nodiscard]] std::string_view text() const { return text_; }

  /// The place of a byte, or behind the last one.
  SourcePlace place_of(std::size_t offset);

  /// The line around a byte, as far as it is readable at once, with a caret at the byte.
  [[nodiscard]] Excerpt excerpt_at(std::size_t offset) const;

  /// The number of the line that a byte is in, from 1.
  [[nodiscard]] std::uint64_t line_of(std::size_t offset) const;

  /// Where a line begins, and where its content ends, in bytes.
  [[nodiscard]] std::size_t begin_of(std::uint64_t line) const { return starts_[line - 1]; }
  [[nodiscard]] std::size_t end_of(std::uint64_t line) const;
  [[nodiscard]] std::uint64_t count() const { return starts_.size(); }

private:
  std::string_view text_;
  std::vector<std::size_t> starts_; ///< of all lines
  std::size_t last_offset_ = 0;     ///< what was asked for last
  SourcePlace last_{1, 1};
};

} // namespace confiture
