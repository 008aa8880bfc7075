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

/// The path of a temporary file, where a signal handler can reach it.
struct UnfinishedPath {
  std::array<char, PATH_MAX> path{};
  std::atomic<bool> exists{false};
  static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler reads it");
};

// As many as one run makes bundles. Outputs are opened and closed by one thread.
std::array<UnfinishedPath, 4> unfinished;

void announce_unfinished(const std::string& path) {
  for (UnfinishedPath& place : unfinished) {
    if (!place.exists && path.size() < place.path.size()) {
      std::memcpy(place.path.data(), path.c_str(), path.size() + 1);
      place.exists = true;
      return;
    }
  }
}

void retract_unfinished(const std::string& path) {
  for (UnfinishedPath& place : unfinished) {
    if (place.exists && path == place.path.data()) {
      place.exists = false;
    }
  }
}

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

} // namespace

void remove_unfinished_output() noexcept {
  for (UnfinishedPath& place : unfinished) {
    if (place.exists.exchange(false)) {
      ::unlink(place.path.data());
    }
  }
}

OutputFile::OutputFile(std::string path, std::size_t header_size)
    : path_(std::move(path)), header_size_(header_size) {
  const std::string place = path::absolute(path_);
  struct stat status {};
  const bool exists = ::stat(place.c_str(), &status) == 0;
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
  // The body goes behind a gap that the header fills at the end.
  if (::lseek(file_.number(), static_cast<off_t>(header_size_), SEEK_SET) < 0) {
    require(errno);
  }
}

OutputFile::Leftovers::~Leftovers() {
  if (!temporary.empty()) {
    ::unlink(temporary.c_str());
    retract_unfinished(temporary);
  }
  for (auto folder = folders.rbegin(); folder != folders.rend(); ++folder) {
    ::rmdir(folder->c_str());
  }
}

void OutputFile::Leftovers::keep() {
  retract_unfinished(temporary);
  temporary.clear();
  folders.clear();
}

void OutputFile::require(int error_number) const {
  if (error_number != 0) {
    throw Error(ErrorCode::Schema001,
                fmt::format("Error writing schema to {}: {}",
                            printable(path_),
                            system_message(error_number)),
                "Check that the output directory exists and you have write permissions");
  }
}

void OutputFile::create_folders(const std::string& folder) {
  struct stat status {};
  if (::stat(folder.c_str(), &status) == 0) {
    require(S_ISDIR(status.st_mode) ? 0 : ENOTDIR);
    return;
  }
  create_folders(std::string(path::parent(folder)));
  if (::mkdir(folder.c_str(), 0777) == 0) {
    leftovers_.folders.push_back(folder);
  } else if (errno != EEXIST) {
    require(errno);
  }
}

void OutputFile::open_beside_target() {
  const std::string folder(path::parent(target_));
  create_folders(folder);
  struct stat old {};
  const bool replaces = ::stat(target_.c_str(), &old) == 0;
  // Nobody may read the new file before it has the mode of the old one.
  const mode_t mode = replaces ? 0600 : 0666;
  for (unsigned attempt = 0; !file_.is_open(); ++attempt) {
    const std::string name =
        path::join(folder, fmt::format(".confiture-build-{}-{}", ::getpid(), attempt));
    file_ = FileDescriptor(::open(name.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode));
    if (file_.is_open()) {
      leftovers_.temporary = name;
      announce_unfinished(name);
    } else if (replaces && forbids_new_files(errno)) {
      open_spool();
      return;
    } else if (errno != EEXIST) {
      require(errno);
    }
  }
  if (replaces) {
    // Who may not give a file away may still share it with a group of its own; failing that it
    // belongs to the builder.
    static_cast<void>(::fchown(file_.number(), old.st_uid, old.st_gid) == 0 ||
                      ::fchown(file_.number(), static_cast<uid_t>(-1), old.st_gid) == 0);
    if (::fchmod(file_.number(), old.st_mode & 07777U) != 0) {
      require(errno);
    }
  }
}

void OutputFile::open_spool() {
  spooled_ = true;
  std::string name = temporary_folder() + "/confiture-build-XXXXXX";
  const int number = ::mkostemp(name.data(), O_CLOEXEC);
  if (number < 0) {
    require(errno);
  }
  file_ = FileDescriptor(number);
  ::unlink(name.c_str());
}

bool OutputFile::is_stream() const {
  return descriptor_of(target_).has_value();
}

void OutputFile::append(std::string_view bytes) {
  require(write_all(file_.number(), bytes.data(), bytes.size()));
  body_size_ += bytes.size();
}

std::uint64_t OutputFile::commit(std::string_view header) {
  if (header.size() != header_size_) {
    throw std::logic_error("the header is not of the announced size");
  }
  if (spooled_) {
    copy_body(header);
  } else {
    require(write_all(file_.number(), header.data(), header.size(), 0));
    replace_target(header);
  }
  leftovers_.keep();
  return header.size() + body_size_;
}

void OutputFile::replace_target(std::string_view header) {
  FileDescriptor body(::fcntl(file_.number(), F_DUPFD_CLOEXEC, 0));
  require(file_.close());
  if (::rename(leftovers_.temporary.c_str(), target_.c_str()) == 0) {
    return;
  }
  if (errno != EBUSY) {
    require(errno);
  }
  // A mount point, such as a file mounted into a container, cannot be replaced.
  file_ = std::move(body);
  copy_body(header);
  ::unlink(leftovers_.temporary.c_str());
}

void OutputFile::copy_body(std::string_view header) {
  const auto descriptor = descriptor_of(target_);
  FileDescriptor out(descriptor
                         ? ::fcntl(*descriptor, F_DUPFD_CLOEXEC, 0)
                         : ::open(target_.c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC | O_NOCTTY));
  if (!out.is_open()) {
    require(errno);
  }
  require(write_all(out.number(), header.data(), header.size()));
  std::array<char, 65536> block{};
  for (std::uint64_t done = 0; done < body_size_;) {
    const std::ptrdiff_t count =
        read_at(file_.number(), block.data(), block.size(), header_size_ + done);
    require(count < 0 ? static_cast<int>(-count) : count == 0 ? EIO : 0);
    require(write_all(out.number(), block.data(), static_cast<std::size_t>(count)));
    done += static_cast<std::uint64_t>(count);
  }
  require(out.close());
}

} // namespace confiture
