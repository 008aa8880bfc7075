#include "utf8.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>

namespace confiture {
namespace {

std::string encode(char32_t c) {
  const auto tail = [c](unsigned shift) {
    return static_cast<char>(0x80U | ((static_cast<unsigned>(c) >> shift) & 0x3FU));
  };
  const auto lead = [c](unsigned mark, unsigned shift) {
    return static_cast<char>(mark | (static_cast<unsigned>(c) >> shift));
  };
  if (c < 0x80) {
    return {static_cast<char>(c)};
  }
  if (c < 0x800) {
    return {lead(0xC0, 6), tail(0)};
  }
  if (c < 0x10000) {
    return {lead(0xE0, 12), tail(6), tail(0)};
  }
  return {lead(0xF0, 18), tail(12), tail(6), tail(0)};
}

TEST_CASE("every code point but the surrogates is decoded from its encoding") {
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    const std::string bytes = encode(c) + "x";
    const utf8::Decoded decoded = utf8::decode(bytes);
    const bool surrogate = c >= 0xD800 && c <= 0xDFFF;
    const bool right =
        surrogate ? !decoded.valid && decoded.length == 1
                  : decoded.valid && decoded.code_point == c && decoded.length + 1 == bytes.size();
    if (!right) {
      CAPTURE(static_cast<unsigned>(c));
      REQUIRE(right);
    }
  }
}

// RFC 3629, section 4: what its grammar leaves out.
TEST_CASE("a malformed sequence gives its first byte and nothing more") {
  const std::array<std::string_view, 14> malformed = {"\x80",
                                                      "\xBF",
                                                      "\xC0\xAF",
                                                      "\xC1\xBF",
                                                      "\xC2",
                                                      "\xC2x",
                                                      "\xE0\x9F\xBF",
                                                      "\xE2\x82",
                                                      "\xE2\x82x",
                                                      "\xED\xA0\x80",
                                                      "\xF0\x8F\xBF\xBF",
                                                      "\xF4\x90\x80\x80",
                                                      "\xF5\x80\x80\x80",
                                                      "\xFF"};
  for (const std::string_view bytes : malformed) {
    const utf8::Decoded decoded = utf8::decode(bytes);
    CAPTURE(static_cast<unsigned>(static_cast<unsigned char>(bytes.front())));
    CHECK_FALSE(decoded.valid);
    CHECK(decoded.length == 1);
    CHECK(decoded.code_point == static_cast<unsigned char>(bytes.front()));
    CHECK_FALSE(utf8::is_valid(bytes));
  }
}

TEST_CASE("the valid length ends before the first malformed sequence") {
  CHECK(utf8::valid_length("") == 0);
  CHECK(utf8::valid_length("abc") == 3);
  CHECK(utf8::valid_length("é\xFF"
                           "é") == 2);
  CHECK(utf8::valid_length("日\xE6\x9C") == 3);
  CHECK(utf8::is_valid("日本"));
  CHECK_FALSE(utf8::is_valid("日本\xC3"));
}

} // namespace
} // namespace confiture
