#include "separator_scan.hpp"

#include <algorithm>

namespace confiture {

namespace {

/// More than the longest path of a system that is in use.
constexpr std::size_t longest_path = std::size_t{16} * 1024;

} // namespace

void SeparatorScan::take_rest(bool is_last) {
  const std::string_view text = rest_;
  std::size_t done = 0;
  for (std::size_t from = 0;;) {
    const std::size_t at = text.find(frame_.before, from);
    if (at == std::string_view::npos) {
      const std::size_t kept = is_last ? 0 : std::min(text.size() - done, frame_.before.size() - 1);
      take_text_(text.substr(done, text.size() - kept - done));
      done = text.size() - kept;
      break;
    }
    const std::size_t path_begin = at + frame_.before.size();
    // A path has no newline, so what lies behind the line is not searched.
    std::string_view place = text.substr(path_begin, longest_path);
    place = place.substr(0, place.find('\n'));
    const std::size_t searched = place.size() + frame_.after.size();
    const bool is_complete = text.size() - path_begin >= searched || is_last;
    place = text.substr(path_begin, searched);
    const std::size_t path_size = place.find(frame_.after);
    if (path_size == 0 || (path_size == std::string_view::npos && is_complete)) {
      from = at + 1; // only looks like one
      continue;
    }
    take_text_(text.substr(done, at - done));
    done = at;
    if (path_size == std::string_view::npos) {
      break;
    }
    begin_file_(place.substr(0, path_size));
    done = path_begin + path_size + frame_.after.size();
    from = done;
  }
  rest_.erase(0, done);
}

} // namespace confiture
