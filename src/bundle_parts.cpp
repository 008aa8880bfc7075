#include "bundle_parts.hpp"

#include "bundle_file.hpp"

#include <algorithm>

namespace confiture {

namespace {

/// More than the longest path of a system that is in use.
constexpr std::size_t longest_path = 16 * 1024;

} // namespace

void BodyParts::take(std::string_view body) {
  rest_.append(body);
  take_rest(false);
}

std::vector<FileDigest> BodyParts::finish() {
  take_rest(true);
  end_part();
  return std::move(parts_);
}

void BodyParts::take_rest(bool is_last) {
  const std::string_view text = rest_;
  std::size_t done = 0;
  for (std::size_t from = 0;;) {
    const std::size_t at = text.find(frame_.before, from);
    if (at == std::string_view::npos) {
      const std::size_t kept = is_last ? 0 : std::min(text.size() - done, frame_.before.size() - 1);
      digest_.update(text.substr(done, text.size() - kept - done));
      done = text.size() - kept;
      break;
    }
    const std::size_t path_begin = at + frame_.before.size();
    const std::size_t path_end = text.find(frame_.after, path_begin);
    const bool may_go_on = path_end == std::string_view::npos && !is_last &&
                           text.size() - path_begin < longest_path + frame_.after.size();
    if (may_go_on) {
      digest_.update(text.substr(done, at - done));
      done = at;
      break;
    }
    if (path_end == std::string_view::npos || text.find('\n', path_begin) < path_end) {
      from = at + 1; // only looks like one
      continue;
    }
    digest_.update(text.substr(done, at - done));
    end_part();
    parts_.push_back(
        {.digest = {}, .path = std::string(text.substr(path_begin, path_end - path_begin))});
    done = path_end + frame_.after.size();
    from = done;
  }
  rest_.erase(0, done);
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
