#include "digest.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <array>
#include <cstdint>
#include <stdexcept>

namespace confiture {

namespace {

void require(int succeeded) {
  if (succeeded != 1) {
    throw std::runtime_error("OpenSSL could not compute a SHA-256");
  }
}

/// What start-up leaves out: the system's configuration, which has no say in a SHA-256, and tables
/// of all other algorithms and messages. They take longer than a hundred files.
constexpr std::uint64_t start_up = OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_NO_ADD_ALL_CIPHERS |
                                   OPENSSL_INIT_NO_ADD_ALL_DIGESTS |
                                   OPENSSL_INIT_NO_LOAD_CRYPTO_STRINGS;

/// OpenSSL's SHA-256, looked up once: each look-up takes locks that threads would wait for.
const EVP_MD* algorithm() {
  static const std::unique_ptr<EVP_MD, void (*)(EVP_MD*)> fetched = [] {
    require(OPENSSL_init_crypto(start_up, nullptr));
    require(OSSL_LIB_CTX_get0_global_default() != nullptr ? 1 : 0); // else fetching would crash
    return std::unique_ptr<EVP_MD, void (*)(EVP_MD*)>(EVP_MD_fetch(nullptr, "SHA256", nullptr),
                                                      EVP_MD_free);
  }();
  require(fetched != nullptr ? 1 : 0);
  return fetched.get();
}

using DigestBytes = std::array<unsigned char, EVP_MAX_MD_SIZE>;

std::string hexadecimal(const DigestBytes& bytes, unsigned int length) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hex;
  hex.reserve(2 * std::size_t{length});
  for (unsigned int i = 0; i < length; ++i) {
    hex += digits[bytes[i] >> 4U];
    hex += digits[bytes[i] & 0xFU];
  }
  return hex;
}

} // namespace

bool is_digest(std::string_view text) {
  return text.size() == hex_digest_length &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

void Digest::Deleter::operator()(evp_md_ctx_st* context) const {
  EVP_MD_CTX_free(context);
}

Digest::Digest() : context_(EVP_MD_CTX_new()) {
  require(context_ != nullptr ? 1 : 0);
  require(EVP_DigestInit_ex(context_.get(), algorithm(), nullptr));
}

void Digest::update(std::string_view bytes) {
  require(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()));
}

std::string Digest::finish() {
  DigestBytes bytes{};
  unsigned int length = 0;
  require(EVP_DigestFinal_ex(context_.get(), bytes.data(), &length));
  return hexadecimal(bytes, length);
}

std::string sha256(std::string_view bytes) {
  DigestBytes digest{};
  unsigned int length = 0;
  require(EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, algorithm(), nullptr));
  return hexadecimal(digest, length);
}

} // namespace confiture
