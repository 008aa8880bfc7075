#include "bundle_parts.hpp"

#include "bundle_file.hpp"

namespace confiture {

BodyParts::BodyParts(const Separator::Frame& frame)
    : scan_(
          frame,
          [this](std::string_view text) { digest_.update(text); },
          [this](std::string_view path) {
            end_part();
            parts_.push_back({.digest = {}, .path = std::string(path)});
          }) {}

std::vector<FileDigest> BodyParts::finish() {
  scan_.finish();
  end_part();
  return std::move(parts_);
}

void BodyParts::end_part() {
  if (!parts_.empty()) {
    parts_.back().digest = digest_.finish();
  }
  digest_ = Digest();
}

std::vector<FileDigest> bundle_parts(const std::string& path, const Separator::Frame& frame) {
  BodyParts parts(frame);
  read_bundle_file(path, [&](std::string_view body) { parts.take(body); });
  return parts.finish();
}

} // namespace confiture
