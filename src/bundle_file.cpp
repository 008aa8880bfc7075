#include "bundle_file.hpp"

#include "digest.hpp"
#include "file.hpp"
#include "header.hpp"
#include <confiture/error.hpp>

#include <fmt/format.h>

#include <charconv>
#include <vector>

namespace confiture {

namespace {

constexpr std::size_t piece_size = 1 << 20; // more than any header

/// Takes what stands before `end` off the front of `text`, and `end` too; false if there is none.
bool take_until(std::string_view end, std::string_view& text, std::string_view& taken) {
  const std::size_t at = text.find(end);
  if (at == std::string_view::npos) {
    return false;
  }
  taken = text.substr(0, at);
  text.remove_prefix(at + end.size());
  return true;
}

Error cannot_read(const std::string& path, const std::string& problem) {
  return {ErrorCode::Schema001,
          fmt::format("Cannot read the schema file {}: {}", printable(path), problem),
          "Make it readable, or name another file."};
}

} // namespace

std::optional<BundleHeader> parse_header(std::string_view text) {
  std::string_view rest = text;
  std::string_view title;
  std::string_view environment;
  std::string_view time;
  std::string_view digest;
  std::string_view count;
  const bool has_all = take_until("\n-- Environment: ", rest, title) &&
                       take_until("\n-- Generated: ", rest, environment) &&
                       take_until("\n-- Body SHA-256: ", rest, time) &&
                       take_until("\n-- Files Included: ", rest, digest) &&
                       take_until("\n", rest, count);
  if (!has_all || digest.size() != hex_digest_length) {
    return std::nullopt;
  }
  BundleHeader parsed{.environment = std::string(environment),
                      .time = std::string(time),
                      .body_digest = std::string(digest)};
  std::from_chars(count.data(), count.data() + count.size(), parsed.files);
  // What a header is, only `header` knows.
  const std::string expected =
      header(parsed.environment, parsed.time, parsed.body_digest, parsed.files);
  if (!text.starts_with(expected)) {
    return std::nullopt;
  }
  parsed.size = expected.size();
  return parsed;
}

std::optional<BundleFile> read_bundle_file(const std::string& path,
                                           const std::function<void(std::string_view)>& take_body) {
  const OpenedFile file = open_regular_file(path);
  if (file.is_missing) {
    return std::nullopt;
  }
  if (!file.problem.empty()) {
    throw cannot_read(path, file.problem);
  }
  BundleFile bundle;
  Digest digest;
  std::vector<char> piece(piece_size);
  for (std::size_t offset = 0;;) {
    const std::ptrdiff_t count =
        read_at(file.descriptor.number(), piece.data(), piece.size(), offset);
    if (count < 0) {
      throw cannot_read(path, system_message(static_cast<int>(-count)));
    }
    std::string_view text(piece.data(), static_cast<std::size_t>(count));
    const bool is_last = text.size() < piece.size();
    if (offset == 0) {
      bundle.header = parse_header(text);
    }
    offset += text.size();
    text.remove_prefix(offset == text.size() && bundle.header ? bundle.header->size : 0);
    digest.update(text);
    if (take_body) {
      take_body(text);
    }
    if (is_last) {
      bundle.body_digest = digest.finish();
      bundle.size = offset;
      return bundle;
    }
  }
}

} // namespace confiture
