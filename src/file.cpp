#include "file.hpp"

#include <confiture/error.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

namespace confiture {

namespace {

std::string kind_of_file(mode_t mode) {
  switch (mode & S_IFMT) {
  case S_IFDIR:
    return "a directory";
  case S_IFIFO:
    return "a named pipe";
  case S_IFSOCK:
    return "a socket";
  case S_IFCHR:
  case S_IFBLK:
    return "a device";
  default:
    return "something else";
  }
}

} // namespace

int FileDescriptor::close() {
  if (number_ < 0) {
    return 0;
  }
  // On Linux the descriptor is gone even after EINTR; closing again could hit another one.
  return ::close(std::exchange(number_, -1)) == 0 || errno == EINTR ? 0 : errno;
}

Place Folder::place_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos || slash == 0 || slash + 1 == path.size()) {
    return {.folder = AT_FDCWD, .name = path.c_str()};
  }
  if (path.compare(0, slash, path_) != 0) {
    path_ = path.substr(0, slash);
    descriptor_ = FileDescriptor(::open(path_.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  }
  return descriptor_.is_open() ? Place{.folder = descriptor_.number(), .name = &path[slash + 1]}
                               : Place{.folder = AT_FDCWD, .name = path.c_str()};
}

FileDescriptor open_for_reading(Place place) {
  return FileDescriptor(uninterrupted([&] {
    return ::openat(place.folder, place.name, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
  }));
}

FileDescriptor open_for_reading(const std::string& path) {
  return open_for_reading({.folder = AT_FDCWD, .name = path.c_str()});
}

OpenedFile open_regular_file(const std::string& path) {
  OpenedFile opened;
  opened.descriptor = open_for_reading(path);
  if (!opened.descriptor.is_open() || ::fstat(opened.descriptor.number(), &opened.status) != 0) {
    opened.is_missing = errno == ENOENT || errno == ENOTDIR;
    opened.problem = system_message(errno);
  } else if (!S_ISREG(opened.status.st_mode)) {
    opened.problem = not_a_regular_file(opened.status.st_mode);
  }
  return opened;
}

FileContent read_whole(const OpenedFile& opened) {
  if (!opened.problem.empty()) {
    return {.bytes = {}, .problem = opened.problem};
  }
  constexpr std::size_t page =
      4096; // of what the system makes up some is read in whole blocks only
  std::string bytes(std::max(static_cast<std::size_t>(opened.status.st_size) + 1, page), '\0');
  for (std::size_t used = 0;;) {
    const std::ptrdiff_t count =
        read_at(opened.descriptor.number(), bytes.data() + used, bytes.size() - used, used);
    if (count < 0) {
      return {.bytes = {}, .problem = system_message(static_cast<int>(-count))};
    }
    used += static_cast<std::size_t>(count);
    if (used < bytes.size()) {
      bytes.resize(used);
      return {.bytes = std::move(bytes), .problem = {}};
    }
    if (opened.status.st_size == 0 && used > largest_without_size) {
      return {.bytes = {}, .problem = no_end};
    }
    bytes.resize(bytes.size() * 2);
  }
}

std::ptrdiff_t read_at(int descriptor, char* buffer, std::size_t size, std::size_t offset) {
  std::size_t done = 0;
  while (done < size) {
    const ssize_t count =
        ::pread(descriptor, buffer + done, size - done, static_cast<off_t>(offset + done));
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count < 0) {
      return -errno;
    }
    if (count == 0) {
      break;
    }
    done += static_cast<std::size_t>(count);
  }
  return static_cast<std::ptrdiff_t>(done);
}

bool is_cached(const FileDescriptor& file) {
  char byte = 0;
  const iovec target{.iov_base = &byte, .iov_len = 1};
  // preadv2() itself is in glibc 2.26. Its offset is two arguments here.
  return ::syscall(SYS_preadv2, file.number(), &target, 1, 0, 0, RWF_NOWAIT) >= 0 ||
         errno != EAGAIN;
}

std::string read_to_end(int descriptor) {
  std::string text;
  std::array<char, 4096> buffer{};
  while (true) {
    const ssize_t size = ::read(descriptor, buffer.data(), buffer.size());
    if (size > 0) {
      text.append(buffer.data(), static_cast<std::size_t>(size));
    } else if (size == 0 || errno != EINTR) {
      return text;
    }
  }
}

int write_all(int descriptor, const char* bytes, std::size_t size, std::ptrdiff_t offset) {
  std::size_t done = 0;
  while (done < size) {
    const ssize_t count = offset < 0 ? ::write(descriptor, bytes + done, size - done)
                                     : ::pwrite(descriptor,
                                                bytes + done,
                                                size - done,
                                                offset + static_cast<std::ptrdiff_t>(done));
    if (count < 0 && errno != EINTR) {
      return errno;
    }
    if (count > 0) {
      done += static_cast<std::size_t>(count);
    }
  }
  return 0;
}

int synchronize(int descriptor) {
  const bool is_kept = uninterrupted([&] { return ::fsync(descriptor); }) == 0;
  return is_kept || errno == EINVAL || errno == EROFS ? 0 : errno;
}

std::string not_a_regular_file(mode_t mode) {
  return "it is " + kind_of_file(mode) + ", not a regular file";
}

} // namespace confiture
