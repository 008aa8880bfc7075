#include "output_guard.hpp"

#include "path.hpp"
#include <confiture/error.hpp>

#include <fmt/format.h>

namespace confiture {

namespace {

Error not_separate(const std::string& output, std::string_view problem) {
  return {ErrorCode::Schema001,
          fmt::format("The output {} {}", printable(output), problem),
          "Write it elsewhere with --output, or leave its folder out with an exclude pattern."};
}

} // namespace

void OutputGuard::add(const Config& config,
                      const Selection& selection,
                      const std::string& output,
                      std::string_view kind) {
  const std::string target = path::resolve(output);
  if (would_select(config, selection, target)) {
    throw not_separate(output,
                       path::exists(target)
                           ? "is one of the sources of this build"
                           : "lies where the next build would take it for a source");
  }
  const auto [other, is_new] = kinds_.try_emplace(target, kind);
  if (!is_new) {
    throw Error(ErrorCode::Schema001,
                fmt::format("{} is both the {} and the {}", printable(output), other->second, kind),
                "Write one of them elsewhere.");
  }
  const FileStamp stamp = FileStamp::of_path(target);
  if (stamp.error_number == 0) {
    Output& guarded = outputs_.emplace_back();
    guarded.path = output;
    guarded.stamp = stamp;
  }
}

void OutputGuard::notice(const FileStamp& source) const {
  for (const Output& output : outputs_) {
    if (output.stamp.device == source.device && output.stamp.inode == source.inode) {
      output.is_read = true;
    }
  }
}

void OutputGuard::require_unread() const {
  for (const Output& output : outputs_) {
    if (output.is_read) {
      throw not_separate(output.path, "is one of the sources of this build");
    }
  }
}

} // namespace confiture
