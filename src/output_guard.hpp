#pragma once

#include "file_stamp.hpp"
#include <confiture/config.hpp>
#include <confiture/selection.hpp>

#include <atomic>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace confiture {

/// Keeps what is written apart from what is read: an output must be neither a source of this build
/// nor one of the next; and outputs apart from each other.
class OutputGuard {
public:
  /// Guards an output, existing or not, from before the sources are read; `kind` is what messages
  /// call it. Throws Error (Schema001) if its place is one where the next build would select it, or
  /// that of an output which was added before.
  void add(const Config& config,
           const Selection& selection,
           const std::string& output,
           std::string_view kind);

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

  std::map<std::string, std::string, std::less<>> kinds_; ///< by path, links followed
  std::deque<Output> outputs_; ///< those that exist; a deque, as its elements cannot move
};

} // namespace confiture
