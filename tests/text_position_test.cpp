#include "random.hpp"
#include "text_position.hpp"

#include <doctest/doctest.h>

#include <string>

namespace confiture {
namespace {

TEST_CASE("a place is counted in characters and lines, each line end as one") {
  const std::string text = "é\r\n\r😀\nx";
  TextPositions positions(text);
  const auto check = [&](std::size_t at, std::uint64_t offset, std::uint64_t line) {
    const TextPosition position = positions.position_of(at);
    CAPTURE(at);
    CHECK(position.offset == offset);
    CHECK(position.line == line);
  };
  check(0, 0, 1);
  check(2, 1, 1);
  check(4, 2, 2);
  check(5, 3, 3);
  check(9, 4, 3);
  check(10, 5, 4);
  check(99, 6, 4); // the end
  check(4, 2, 2);  // and back
}

TEST_CASE("places in any order are those of a text that is read from its start") {
  testing::Random random(11);
  for (int round = 0; round < 200; ++round) {
    const std::string text = random.text({"\r", "\n", "\r\n", "a", "é", "😀"}, 30);
    TextPositions kept(text);
    for (int i = 0; i < 10; ++i) {
      const std::size_t at = random.below(text.size() + 1);
      TextPositions fresh(text);
      const TextPosition expected = fresh.position_of(at);
      const TextPosition actual = kept.position_of(at);
      CAPTURE(round);
      REQUIRE(actual.offset == expected.offset);
      REQUIRE(actual.line == expected.line);
    }
  }
}

} // namespace
} // namespace confiture
