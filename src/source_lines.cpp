#include "source_lines.hpp"

#include "utf8.hpp"

#include <algorithm>

namespace confiture {

namespace {

constexpr std::size_t excerpt_reach = 120; ///< characters to each side
constexpr std::string_view ellipsis = "…";

bool continues_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

std::uint64_t characters_in(std::string_view text) {
  return static_cast<std::uint64_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !continues_character(c); }));
}

} // namespace

SourceLines::SourceLines(std::string_view text)
    : text_(text),
      starts_{text.starts_with(utf8::byte_order_mark) ? utf8::byte_order_mark.size() : 0} {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool is_first_of_two = text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n';
    if (text[at] == '\n' || (text[at] == '\r' && !is_first_of_two)) {
      starts_.push_back(at + 1);
    }
  }
}

std::uint64_t SourceLines::line_of(std::size_t offset) const {
  const auto next = std::upper_bound(starts_.begin(), starts_.end(), offset);
  return std::max<std::uint64_t>(static_cast<std::uint64_t>(next - starts_.begin()), 1);
}

std::size_t SourceLines::end_of(std::uint64_t line) const {
  std::size_t end = line < starts_.size() ? starts_[line] : text_.size();
  while (end > starts_[line - 1] && (text_[end - 1] == '\n' || text_[end - 1] == '\r')) {
    --end;
  }
  return end;
}

SourcePlace SourceLines::place_of(std::size_t offset) {
  SourcePlace place{.line = line_of(offset), .column = 1};
  std::size_t from = begin_of(place.line);
  if (place.line == last_.line && last_offset_ >= from && last_offset_ <= offset) {
    from = last_offset_;
    place.column = last_.column;
  }
  place.column += offset > from ? characters_in(text_.substr(from, offset - from)) : 0;
  last_offset_ = std::max(offset, from);
  last_ = place;
  return place;
}

Excerpt SourceLines::excerpt_at(std::size_t offset) const {
  const std::uint64_t line = line_of(offset);
  const std::size_t line_begin = begin_of(line);
  const std::size_t line_end = end_of(line);
  const std::size_t at = std::clamp(offset, line_begin, line_end);
  std::size_t begin = at;
  for (std::size_t count = 0; begin > line_begin && count < excerpt_reach; ++count) {
    do {
      --begin;
    } while (begin > line_begin && continues_character(text_[begin]));
  }
  std::size_t end = at;
  for (std::size_t count = 0; end < line_end && count < excerpt_reach; ++count) {
    do {
      ++end;
    } while (end < line_end && continues_character(text_[end]));
  }
  const bool is_cut_before = begin > line_begin;
  Excerpt excerpt;
  excerpt.text = is_cut_before ? ellipsis : "";
  excerpt.text += text_.substr(begin, end - begin);
  excerpt.text += end < line_end ? ellipsis : "";
  excerpt.caret = 1 + (is_cut_before ? 1 : 0) + characters_in(text_.substr(begin, at - begin));
  return excerpt;
}

} // namespace confiture
