#pragma once

#include "file_stamp.hpp"
#include <confiture/config.hpp>
#include <confiture/selection.hpp>

#include <atomic>
#include <deque>
#include <string>

namespace confiture {

/// Keeps what is written apart from what is read: an output must be neither a source of this build
/// nor one of the next.
class OutputGuard {
public:
  /// Guards an output, existing or not, from before the sources are read. Throws Error (Schema001)
  /// if its place is one where the next build would select it.
  void add(const Config& config, const Selection& selection, const std::string& output);

  /// Takes note of a file that was opened as a source. From any thread.
  void notice(const FileStamp& source) const;

  /// Once all sources have been read: throws Error (Schema001) if one of the outputs was among
  /// them, under whatever name.
  void require_unread() const;

private:
  struct Output {
    std::string path;
    FileStamp stamp;
    mutable std::atomic<bool> is_read = false;
  };

  std::deque<Output> outputs_; ///< those that exist; a deque, as its elements cannot move
};

} // namespace confiture
