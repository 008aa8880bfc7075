#include "write.hpp"

#include "path.hpp"
#include <confiture/error.hpp>

#include <fmt/format.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
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

/// Files that are reached through a descriptor, where replacing would miss whoever holds it.
bool is_descriptor_path(const std::string& path) {
  return path.starts_with("/dev/std") || path::is_within(path, "/dev/fd") ||
         path::is_within(path, "/proc");
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
  if (exists && (!S_ISREG(status.st_mode) || is_descriptor_path(place))) {
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
  constexpr mode_t usual_mode = 0666; // the process's umask applies
  for (unsigned attempt = 0;; ++attempt) {
    const std::string name =
        path::join(folder, fmt::format(".confiture-build-{}-{}", ::getpid(), attempt));
    const int number = ::open(name.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, usual_mode);
    if (number >= 0) {
      file_ = FileDescriptor(number);
      leftovers_.temporary = name;
      announce_unfinished(name);
      break;
    }
    if (errno != EEXIST) {
      require(errno);
    }
  }
  if (replaces) {
    // Only a privileged process can give a file away; failing that the new owner is the builder.
    static_cast<void>(::fchown(file_.number(), old.st_uid, old.st_gid) == 0);
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

void OutputFile::append(std::string_view bytes) {
  require(write_all(file_.number(), bytes.data(), bytes.size()));
  body_size_ += bytes.size();
}

std::uint64_t OutputFile::commit(std::string_view header) {
  if (header.size() != header_size_) {
    throw std::logic_error("the header is not of the announced size");
  }
  if (spooled_) {
    copy_spool(header);
  } else {
    require(write_all(file_.number(), header.data(), header.size(), 0));
    require(file_.close());
    if (::rename(leftovers_.temporary.c_str(), target_.c_str()) != 0) {
      require(errno);
    }
  }
  leftovers_.keep();
  return header.size() + body_size_;
}

void OutputFile::copy_spool(std::string_view header) {
  FileDescriptor out(::open(target_.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY));
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
