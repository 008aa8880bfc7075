#pragma once

#include <cerrno>
#include <cstddef>
#include <string>
#include <sys/stat.h>
#include <utility>

namespace confiture {

/// Owns a descriptor of the system and closes it. Movable, not copyable.
class FileDescriptor {
public:
  FileDescriptor() = default;
  explicit FileDescriptor(int number) : number_(number) {}
  FileDescriptor(FileDescriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  ~FileDescriptor() { close(); }

  [[nodiscard]] int number() const { return number_; }
  [[nodiscard]] bool is_open() const { return number_ >= 0; }

  /// Closes now; returns 0 or the `errno` of a write that failed late.
  int close();

private:
  int number_ = -1;
};

/// A file as the system is asked for it: by a name in an open folder, or by a path from AT_FDCWD.
struct Place {
  int folder;
  const char* name; ///< points into the path that it was made of
};

/// Finds the places of files that mostly share their folder, which is kept open until another is
/// asked for: the system need not walk the whole path for each. For one thread.
class Folder {
public:
  /// Where a path leads; if its folder cannot be opened, the path as a whole.
  Place place_of(const std::string& path);

private:
  std::string path_;
  FileDescriptor descriptor_;
};

/// Opens for reading without waiting, whatever kind of file it is; closed, with `errno` set, if
/// that fails.
FileDescriptor open_for_reading(Place place);

/// The same for a path.
FileDescriptor open_for_reading(const std::string& path);

/// Bytes after which a file that tells no size is taken for one without an end, as the system makes
/// them up; and how that is told.
inline constexpr std::size_t largest_without_size = std::size_t{16} * 1024 * 1024;
inline constexpr const char* no_end = "it tells no size, and there seems to be no end";

/// A file that was opened for reading, or why it was not.
struct OpenedFile {
  FileDescriptor descriptor;
  struct stat status {};
  std::string problem;     ///< empty on success; else in words, without the file's name
  bool is_missing = false; ///< there is no such file, and no other problem
};

/// Opens a regular file. Anything else, a named pipe for one, is refused at once instead of waited
/// for.
OpenedFile open_regular_file(const std::string& path);

/// All that a file holds, or why it could not be read.
struct FileContent {
  std::string bytes;
  std::string problem; ///< empty on success; else in words, without the file's name
};

/// Reads an opened file to its end, also one whose size the system does not tell, if it has one.
FileContent read_whole(const OpenedFile& opened);

/// Reads up to `size` bytes at `offset`, going on after short reads and signals. Returns how many
/// were read, fewer only at the end of the file, or a negative `errno`.
std::ptrdiff_t read_at(int descriptor, char* buffer, std::size_t size, std::size_t offset);

/// Whether the start of a file is in the page cache; false if that would take waiting for a disk,
/// true if the file system cannot tell.
bool is_cached(const FileDescriptor& file);

/// What comes out of a pipe until its other end is closed.
std::string read_to_end(int descriptor);

/// Writes all of `bytes` at `offset`, or at the descriptor's own position when that is negative.
/// Returns 0 or an `errno`.
int write_all(int descriptor, const char* bytes, std::size_t size, std::ptrdiff_t offset = -1);

/// Makes the system keep what was written to a file, or made in a folder, also when it loses power.
/// Returns 0 or an `errno`; 0 for what has no disk, such as a pipe.
int synchronize(int descriptor);

/// Calls `call` again for as long as a signal interrupts it.
template <typename Call> int uninterrupted(const Call& call) {
  int result = -1;
  do {
    result = call();
  } while (result < 0 && errno == EINTR);
  return result;
}

/// Why a file of this mode is not read: `it is a named pipe, not a regular file`.
std::string not_a_regular_file(mode_t mode);

} // namespace confiture
