#include "digest.hpp"
#include "random.hpp"

#include <doctest/doctest.h>

#include <array>

namespace confiture {
namespace {

std::string digest_of(std::string_view bytes) {
  Digest digest;
  digest.update(bytes);
  return digest.finish();
}

// The examples of FIPS 180-4's companion (NIST, "SHA-256 examples") and the NESSIE vectors.
TEST_CASE("the digest is SHA-256 in lower-case hexadecimal") {
  struct Vector {
    std::string message;
    std::string digest;
  };
  const std::array<Vector, 5> vectors = {{
      {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
      {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
      {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
       "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
      {std::string(1, '\0'), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"},
      {std::string(1'000'000, 'a'),
       "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
  }};
  for (const Vector& vector : vectors) {
    CAPTURE(vector.message.substr(0, 60));
    CHECK(digest_of(vector.message) == vector.digest);
  }
  CHECK(digest_of("").size() == hex_digest_length);
}

TEST_CASE("a digest does not depend on how the bytes are cut") {
  constexpr std::uint32_t seed = 1;
  testing::Random random(seed);
  for (int round = 0; round < 200; ++round) {
    const std::string bytes = random.text({"a", "\n", std::string(1, '\0'), "\xff"}, 300);
    Digest digest;
    for (const std::string& piece : random.cut(bytes)) {
      digest.update(piece);
    }
    CAPTURE(seed);
    CAPTURE(round);
    REQUIRE(digest.finish() == digest_of(bytes));
  }
}

} // namespace
} // namespace confiture
