#pragma once

#include "file.hpp"
#include "unfinished.hpp"
#include <confiture/build.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <vector>

namespace confiture {

struct OutputOptions {
  const char* kind = "schema"; ///< what the file is, for messages
  bool fsync = false;          ///< keep it, once it has its place, also when the power fails
  Receiver receiver = {};      ///< gets it, as its path is none
};

/// A file on its way to disk: body first, header last, then it replaces the old file in one step.
/// Until then the old file is whole, and an object that goes away before leaves nothing behind. The
/// new file is made beside the target with its mode, and its owner and group as far as that is
/// allowed; through a symbolic link the link's target is replaced. Written to directly, and not in
/// one step, is what cannot be replaced: a descriptor such as /dev/stdout, a named pipe or device,
/// a mount point, a file in a folder that takes no new ones. A receiver gets it piece by piece.
class OutputFile {
public:
  /// Parent folders are created. Throws Error (Schema001) naming `path` as it was given.
  OutputFile(std::string path, std::size_t header_size, OutputOptions options = {});

  /// Whether it goes to a receiver, or to an open descriptor, such as /dev/stdout, after what was
  /// written there.
  [[nodiscard]] bool is_stream() const;

  /// Adds to the body. Throws Error (Schema001).
  void append(std::string_view bytes);

  /// Puts the header, of the size announced, above the body: all is written but not in its place.
  /// Returns the size of the whole. Throws Error (Schema001).
  std::uint64_t complete(std::string_view header);

  /// Lets the complete file take its place. Throws Error (Schema001); then a file that was to be
  /// replaced is untouched, unless just the last step of `fsync` has failed.
  void replace();

  /// Both, where there is only one file.
  std::uint64_t commit(std::string_view header);

private:
  void open_target(const std::string& place);
  void open_beside_target();
  void open_spool();
  FileDescriptor& file();
  void take_place();
  void copy_to_target();
  void hand_over(const Receiver& receiver);
  void begin_write_back();
  [[nodiscard]] std::vector<FileDescriptor> changed_folders() const;
  bool look_at(const std::string& path, struct stat& status) const;
  void require(int error_number) const;
  void require_open(const FileDescriptor& file) const;

  std::string path_; ///< as given, for messages
  OutputOptions options_;
  std::string target_;        ///< what is replaced
  UnfinishedFile unfinished_; ///< beside the target
  FileDescriptor spool_;      ///< instead of it, where the target is written to directly
  std::size_t header_size_;
  std::uint64_t body_size_ = 0;
  bool replaces_ = false;          ///< whether there is a file in the place of the new one
  std::uint64_t written_back_ = 0; ///< of the body, so many bytes are on their way to the disk
};

} // namespace confiture
