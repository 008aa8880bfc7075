#include "write.hpp"

#include "path.hpp"
#include <confiture/error.hpp>

#include <fmt/format.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>

namespace confiture {

namespace {

constexpr std::uint64_t write_back_step = std::uint64_t{1024} * 1024; ///< bytes

/// The descriptor that a path such as /dev/stdout or /dev/fd/3 stands for.
std::optional<int> descriptor_of(std::string_view path) {
  if (path == "/dev/stdout") {
    return STDOUT_FILENO;
  }
  if (path == "/dev/stderr") {
    return STDERR_FILENO;
  }
  for (const std::string_view folder : {"/dev/fd/", "/proc/self/fd/"}) {
    if (path.starts_with(folder)) {
      path.remove_prefix(folder.size());
      int number = -1;
      const auto [end, failure] = std::from_chars(path.data(), path.data() + path.size(), number);
      return failure == std::errc() && end == path.data() + path.size() ? std::optional(number)
                                                                        : std::nullopt;
    }
  }
  return std::nullopt;
}

/// Whether a new file cannot be made in a folder, while the old one may still be written to.
bool forbids_new_files(int error_number) {
  return error_number == EACCES || error_number == EPERM || error_number == EROFS;
}

std::string temporary_folder() {
  const char* folder = std::getenv("TMPDIR");
  return folder != nullptr && *folder != '\0' ? folder : "/tmp";
}

/// A file without a name, for the time being.
FileDescriptor open_unnamed() {
  const std::string folder = temporary_folder();
  FileDescriptor file(
      uninterrupted([&] { return ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600); }));
  if (!file.is_open()) { // not every file system can
    const SignalDelay delay;
    std::string name;
    file = FileDescriptor(uninterrupted([&] {
      name = folder + "/confiture-build-XXXXXX";
      return ::mkostemp(name.data(), O_CLOEXEC);
    }));
    if (file.is_open()) {
      ::unlink(name.c_str());
    }
  }
  return file;
}

} // namespace

OutputFile::OutputFile(std::string path, std::size_t header_size, OutputOptions options)
    : path_(std::move(path)), options_(std::move(options)), header_size_(header_size) {
  if (options_.receiver) {
    open_spool();
  } else {
    open_target(path::absolute(path_));
  }
  // The body goes behind a gap that the header fills at the end.
  if (::lseek(file().number(), static_cast<off_t>(header_size_), SEEK_SET) < 0) {
    require(errno);
  }
}

void OutputFile::open_target(const std::string& place) {
  struct stat status {};
  const bool exists = look_at(place, status);
  if (exists && S_ISDIR(status.st_mode)) {
    require(EISDIR);
  }
  if (exists && (!S_ISREG(status.st_mode) || descriptor_of(place))) {
    target_ = place;
    open_spool();
  } else {
    target_ = path::resolve(place);
    open_beside_target();
  }
}

void OutputFile::require(int error_number) const {
  if (error_number != 0) {
    throw Error(ErrorCode::Schema001,
                fmt::format("Error writing {} to {}: {}",
                            options_.kind,
                            printable(path_),
                            system_message(error_number)),
                "Check that the output directory exists and you have write permissions");
  }
}

/// Whether there is such a file. What cannot be looked at must not pass for absent: the new file
/// would not get its mode.
bool OutputFile::look_at(const std::string& path, struct stat& status) const {
  const bool exists = ::stat(path.c_str(), &status) == 0;
  if (!exists && errno != ENOENT && errno != ENOTDIR && errno != ELOOP) {
    require(errno);
  }
  return exists;
}

void OutputFile::require_open(const FileDescriptor& file) const {
  require(file.is_open() ? 0 : errno);
}

void OutputFile::open_beside_target() {
  struct stat old {};
  replaces_ = look_at(target_, old);
  // Nobody may read the new file before it has the mode of the old one.
  const int failure =
      unfinished_.create(std::string(path::parent(target_)), replaces_ ? 0600 : 0666);
  if (replaces_ && forbids_new_files(failure)) {
    replaces_ = false; // what is in its place is written to
    open_spool();
    return;
  }
  require(failure);
  if (replaces_) {
    const int descriptor = file().number();
    // Who may not give a file away may still share it with a group of its own; failing that it
    // belongs to the builder.
    static_cast<void>(::fchown(descriptor, old.st_uid, old.st_gid) == 0 ||
                      ::fchown(descriptor, static_cast<uid_t>(-1), old.st_gid) == 0);
    if (::fchmod(descriptor, old.st_mode & 07777U) != 0) {
      require(errno);
    }
  }
}

void OutputFile::open_spool() {
  spool_ = open_unnamed();
  require_open(spool_);
}

FileDescriptor& OutputFile::file() {
  return spool_.is_open() ? spool_ : unfinished_.file();
}

bool OutputFile::is_stream() const {
  return options_.receiver || descriptor_of(target_).has_value();
}

void OutputFile::append(std::string_view bytes) {
  require(write_all(file().number(), bytes.data(), bytes.size()));
  body_size_ += bytes.size();
  if (replaces_ && body_size_ - written_back_ >= write_back_step) {
    begin_write_back();
  }
}

/// A file system that keeps the order of things writes a file to the disk before it lets it replace
/// another (ext4 with auto_da_alloc, btrfs), and rename waits for that: half a second for a
/// gigabyte. Begun early, it happens beside other work. Whether it can be begun makes no other
/// difference.
void OutputFile::begin_write_back() {
  ::sync_file_range(file().number(),
                    static_cast<off_t>(header_size_ + written_back_),
                    static_cast<off_t>(body_size_ - written_back_),
                    SYNC_FILE_RANGE_WRITE);
  written_back_ = body_size_;
}

std::uint64_t OutputFile::complete(std::string_view header) {
  if (header.size() != header_size_) {
    throw std::logic_error("the header is not of the announced size");
  }
  require(write_all(file().number(), header.data(), header.size(), 0));
  if (!spool_.is_open()) {
    require(options_.fsync ? synchronize(file().number()) : 0);
    // Closing may be what tells that a write has failed.
    FileDescriptor same(::fcntl(file().number(), F_DUPFD_CLOEXEC, 0));
    require_open(same);
    std::swap(file(), same);
    require(same.close());
  }
  return header_size_ + body_size_;
}

void OutputFile::replace() {
  if (options_.receiver) {
    hand_over(options_.receiver);
  } else if (spool_.is_open()) {
    copy_to_target();
  } else {
    take_place();
  }
}

std::uint64_t OutputFile::commit(std::string_view header) {
  const std::uint64_t size = complete(header);
  replace();
  return size;
}

void OutputFile::take_place() {
  const std::vector<FileDescriptor> folders = changed_folders();
  const int failure = unfinished_.replace(target_);
  if (failure == EBUSY) { // a mount point, such as a file mounted into a container
    copy_to_target();
    return;
  }
  require(failure);
  for (const FileDescriptor& folder : folders) {
    require(synchronize(folder.number()));
  }
}

/// The folders that hold new names: that of the file, and of each folder that was made.
std::vector<FileDescriptor> OutputFile::changed_folders() const {
  std::vector<FileDescriptor> opened;
  if (!options_.fsync) {
    return opened;
  }
  std::vector<std::string> names = unfinished_.folders();
  names.push_back(target_);
  for (const std::string& name : names) {
    const std::string folder(path::parent(name));
    opened.emplace_back(
        uninterrupted([&] { return ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); }));
    require_open(opened.back());
  }
  return opened;
}

void OutputFile::copy_to_target() {
  const auto descriptor = descriptor_of(target_);
  FileDescriptor out(descriptor ? ::fcntl(*descriptor, F_DUPFD_CLOEXEC, 0) : uninterrupted([&] {
    return ::open(target_.c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC | O_NOCTTY);
  }));
  require_open(out);
  hand_over([&](std::string_view piece) {
    require(write_all(out.number(), piece.data(), piece.size()));
  });
  require(options_.fsync ? synchronize(out.number()) : 0);
  require(out.close());
}

/// All of it, in blocks.
void OutputFile::hand_over(const Receiver& receiver) {
  std::array<char, 65536> block{};
  const std::uint64_t size = header_size_ + body_size_;
  for (std::uint64_t done = 0; done < size;) {
    const std::ptrdiff_t count = read_at(file().number(), block.data(), block.size(), done);
    require(count < 0 ? static_cast<int>(-count) : count == 0 ? EIO : 0);
    receiver({block.data(), static_cast<std::size_t>(count)});
    done += static_cast<std::uint64_t>(count);
  }
}

} // namespace confiture
