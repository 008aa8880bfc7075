#pragma once

#include "file.hpp"

#include <cstdint>
#include <string>
#include <sys/stat.h>

namespace confiture {

/// What the system says of a file; two equal stamps mean that it was not touched in between.
struct FileStamp {
  dev_t device = 0;
  ino_t inode = 0;
  mode_t mode = 0;
  std::uint64_t size = 0;
  std::int64_t modified = 0; ///< nanoseconds since 1970
  std::int64_t changed = 0;  ///< nanoseconds since 1970
  int error_number = 0;      ///< set when nothing could be learned

  static FileStamp of_path(const std::string& path);
  static FileStamp of_place(Place place);
  static FileStamp of_descriptor(int descriptor);

  friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

} // namespace confiture
