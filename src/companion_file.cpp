#include "companion_file.hpp"

#include "file.hpp"

namespace confiture {

namespace {

/// Whether a file holds these bytes and no others.
bool holds(const std::string& path, std::string_view bytes) {
  const FileContent content = read_whole(open_regular_file(path));
  return content.problem.empty() && content.bytes == bytes;
}

} // namespace

void CompanionFile::complete(std::string_view text, bool if_changed) {
  if (if_changed && holds(path_, text)) {
    file_.reset();
  }
  if (file_) {
    file_->append(text);
    file_->complete({});
  }
}

void CompanionFile::replace() {
  if (file_) {
    file_->replace();
  }
}

} // namespace confiture
