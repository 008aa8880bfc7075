#include "file_stamp.hpp"

#include <cerrno>
#include <fcntl.h>

namespace confiture {

namespace {

std::int64_t nanoseconds(const timespec& time) {
  return static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

FileStamp stamp_of(const struct stat& status) {
  return {.device = status.st_dev,
          .inode = status.st_ino,
          .mode = status.st_mode,
          .size = static_cast<std::uint64_t>(status.st_size),
          .modified = nanoseconds(status.st_mtim),
          .changed = nanoseconds(status.st_ctim),
          .error_number = 0};
}

FileStamp failed() {
  FileStamp stamp;
  stamp.error_number = errno;
  return stamp;
}

} // namespace

FileStamp FileStamp::of_path(const std::string& path) {
  return of_place({.folder = AT_FDCWD, .name = path.c_str()});
}

FileStamp FileStamp::of_place(Place place) {
  struct stat status {};
  return ::fstatat(place.folder, place.name, &status, 0) == 0 ? stamp_of(status) : failed();
}

FileStamp FileStamp::of_descriptor(int descriptor) {
  struct stat status {};
  return ::fstat(descriptor, &status) == 0 ? stamp_of(status) : failed();
}

} // namespace confiture
