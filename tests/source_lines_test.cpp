#include "random.hpp"
#include "source_lines.hpp"
#include "utf8.hpp"

#include <doctest/doctest.h>

#include <string>

namespace confiture {
namespace {

/// Goes through the text character by character.
SourcePlace slow_place(std::string_view text, std::size_t offset) {
  SourcePlace place{.line = 1, .column = 1};
  for (std::size_t at = 0; at < offset;) {
    const std::size_t length = utf8::decode(text.substr(at)).length;
    const bool ends_line = text[at] == '\n' || (text[at] == '\r' && text.substr(at, 2) != "\r\n");
    const bool is_mark = at == 0 && text.starts_with("\xEF\xBB\xBF");
    place.line += ends_line ? 1 : 0;
    place.column = ends_line ? 1 : is_mark ? 1 : place.column + 1;
    at += length;
  }
  return place;
}

TEST_CASE("a place is told in lines and characters") {
  SourceLines lines("a\né€x\r\n\ry");
  CHECK(lines.place_of(0).line == 1);
  CHECK(lines.place_of(7).line == 2);
  CHECK(lines.place_of(7).column == 3);
  CHECK(lines.place_of(2).column == 1);
  CHECK(lines.place_of(10).line == 3);
  CHECK(lines.place_of(11).line == 4);
  CHECK(lines.place_of(12).column == 2);
  CHECK(lines.count() == 4);
  SourceLines marked("\xEF\xBB\xBFselect");
  CHECK(marked.place_of(0).column == 1);
  CHECK(marked.place_of(3).column == 1);
  CHECK(marked.place_of(4).column == 2);
}

TEST_CASE("places are those of counting from the start, in whatever order they are asked for") {
  testing::Random random(3);
  for (int round = 0; round < 200; ++round) {
    const std::string text =
        random.text({"a", "bc", "é", "€", "😀", "\n", "\r\n", "\r", "\t", "\xEF\xBB\xBF"}, 30);
    CAPTURE(text);
    SourceLines lines(text);
    for (int question = 0; question < 20; ++question) {
      std::size_t offset = random.below(text.size() + 1);
      while (offset < text.size() && (static_cast<unsigned char>(text[offset]) & 0xC0U) == 0x80U) {
        ++offset;
      }
      const SourcePlace place = lines.place_of(offset);
      const SourcePlace expected = slow_place(text, offset);
      CHECK(place.line == expected.line);
      CHECK(place.column == expected.column);
    }
  }
}

TEST_CASE("an excerpt is the line, or what of a long one is around the place") {
  const SourceLines lines("one\r\ntwo é x\n\nlast");
  CHECK(lines.excerpt_at(2).text == "one");
  CHECK(lines.excerpt_at(2).caret == 3);
  CHECK(lines.excerpt_at(3).caret == 4);
  CHECK(lines.excerpt_at(12).text == "two é x");
  CHECK(lines.excerpt_at(12).caret == 7);
  CHECK(lines.excerpt_at(14).text.empty());
  CHECK(lines.excerpt_at(19).text == "last");
  std::string many;
  for (int i = 0; i < 300; ++i) {
    many += "é";
  }
  const std::string long_text = many + "!" + many;
  const SourceLines long_lines(long_text);
  const Excerpt excerpt = long_lines.excerpt_at(many.size());
  CHECK(excerpt.caret == 122);
  CHECK(utf8::first_characters(excerpt.text, 122).ends_with("!"));
  CHECK(excerpt.text.starts_with("…é"));
  CHECK(excerpt.text.ends_with("é…"));
  CHECK(utf8::is_valid(excerpt.text));
  CHECK(long_lines.excerpt_at(0).text.starts_with("é"));
}

TEST_CASE("an empty text has one empty line") {
  SourceLines lines("");
  CHECK(lines.count() == 1);
  CHECK(lines.place_of(0).column == 1);
  CHECK(lines.excerpt_at(0).text.empty());
}

} // namespace
} // namespace confiture
