#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace confiture {

/// What the header of a bundle says (reference, section 5).
struct BundleHeader {
  std::string environment;
  std::string time;
  std::string body_digest;
  std::size_t files = 0;
  std::size_t size = 0; ///< of the header itself, in bytes
};

/// The header that `text` starts with, if that is one.
std::optional<BundleHeader> parse_header(std::string_view text);

/// A bundle on disk.
struct BundleFile {
  std::optional<BundleHeader> header; ///< none if the file does not start with one
  std::string body_digest;            ///< of what follows the header
  std::uint64_t size = 0;             ///< of the whole file, in bytes

  /// Whether the body is the one that the header names.
  [[nodiscard]] bool is_as_built() const { return header && header->body_digest == body_digest; }
};

/// Reads a bundle, and gives its body to `take_body`, if there is one, in pieces; none if there is
/// no file. Throws Error (Schema001) if it cannot be read.
std::optional<BundleFile>
read_bundle_file(const std::string& path,
                 const std::function<void(std::string_view)>& take_body = {});

} // namespace confiture
