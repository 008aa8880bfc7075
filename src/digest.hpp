#pragma once

#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace confiture {

/// The number of characters of a SHA-256 written in hexadecimal.
inline constexpr std::size_t hex_digest_length = 64;

/// Whether a text is one, in lower-case digits.
bool is_digest(std::string_view text);

/// A running SHA-256 (FIPS 180-4). Movable, not copyable; one thread at a time.
class Digest {
public:
  Digest();

  /// Adds bytes. What delimits one piece from the next must be added by the caller.
  void update(std::string_view bytes);

  /// The digest of all that was added, in lower-case hexadecimal; nothing may be added after.
  std::string finish();

private:
  struct Deleter {
    void operator()(evp_md_ctx_st* context) const;
  };
  std::unique_ptr<evp_md_ctx_st, Deleter> context_;
};

/// The SHA-256 of these bytes, in lower-case hexadecimal. From any thread.
std::string sha256(std::string_view bytes);

} // namespace confiture
