#include "unfinished.hpp"

#include "path.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <mutex>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace confiture {

namespace {

// What the process is about, as signal handlers and all threads see it: idle, in a step that must
// not be divided, or ended by the signal of this number.
constexpr int idle = 0;
constexpr int busy = -1;
std::atomic<int> state{idle};
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler changes it");

constexpr unsigned most_names = 10'000; // in one folder; more than builds at one time

std::mutex delays;
UnfinishedFile* unfinished = nullptr; // changed only when busy, read by a handler only when idle

// Changed and read likewise.
pid_t awaited = -1;
int awaited_pipe = -1;

/// Takes the lock that tells a file in use from an abandoned one. Returns 0 or an `errno`.
int lock(int descriptor) {
  return ::flock(descriptor, LOCK_EX | LOCK_NB) == 0 ? 0 : errno;
}

/// Returns 0 if a name still stands for an open file, EAGAIN if it does not, or another `errno`.
int compare(const std::string& name, int descriptor) {
  struct stat named {};
  struct stat opened {};
  if (::lstat(name.c_str(), &named) != 0) {
    return errno == ENOENT ? EAGAIN : errno;
  }
  if (::fstat(descriptor, &opened) != 0) {
    return errno;
  }
  return named.st_dev == opened.st_dev && named.st_ino == opened.st_ino ? 0 : EAGAIN;
}

/// Removes a file whose process has ended; false if it has not, or it cannot be told.
bool remove_abandoned(const std::string& name) {
  const FileDescriptor file(
      ::open(name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  return file.is_open() && lock(file.number()) == 0 && compare(name, file.number()) == 0 &&
         ::unlink(name.c_str()) == 0;
}

/// Once `state` is the signal's number.
void end_by(int signal_number) noexcept {
  UnfinishedFile::take_all_away();
  if (awaited > 0) {
    ::close(awaited_pipe);
    while (::waitpid(awaited, nullptr, 0) < 0 && errno == EINTR) {
    }
  }
  std::signal(signal_number, SIG_DFL);
  ::kill(::getpid(), signal_number); // at once, or on return from the handler
}

} // namespace

void wait_when_signalled(pid_t process, int pipe) noexcept {
  awaited = process;
  awaited_pipe = pipe;
}

extern "C" void end_on_signal(int signal_number) {
  const int error_number = errno;
  int seen = state;
  while (seen <= 0) { // else the end has come already
    if (state.compare_exchange_weak(seen, signal_number)) {
      if (seen == idle) {
        end_by(signal_number);
      }
      break;
    }
  }
  errno = error_number;
}

SignalDelay::SignalDelay() {
  delays.lock();
  int expected = idle;
  while (!state.compare_exchange_strong(expected, busy)) {
    ::pause(); // the process is being ended
    expected = idle;
  }
}

SignalDelay::~SignalDelay() {
  int expected = busy;
  if (!state.compare_exchange_strong(expected, idle)) {
    end_by(expected);
    while (true) {
      ::pause();
    }
  }
  delays.unlock();
}

void UnfinishedFile::take_all_away() noexcept {
  for (const UnfinishedFile* file = unfinished; file != nullptr; file = file->next_) {
    file->take_away();
  }
}

UnfinishedFile::~UnfinishedFile() {
  const SignalDelay delay;
  take_away();
  delist();
}

void UnfinishedFile::take_away() const noexcept {
  if (!name_.empty()) {
    ::unlink(name_.c_str());
  }
  std::for_each(
      folders_.rbegin(), folders_.rend(), [](const auto& folder) { ::rmdir(folder.c_str()); });
}

void UnfinishedFile::enlist() {
  next_ = unfinished;
  unfinished = this;
}

void UnfinishedFile::delist() {
  UnfinishedFile** place = &unfinished;
  while (*place != nullptr && *place != this) {
    place = &(*place)->next_;
  }
  if (*place == this) {
    *place = next_;
  }
}

int UnfinishedFile::create(const std::string& folder, mode_t mode) {
  const SignalDelay delay;
  enlist();
  const int failure = make_folder(folder);
  return failure != 0 ? failure : make_file(folder, mode);
}

int UnfinishedFile::make_folder(const std::string& folder) {
  struct stat status {};
  if (::stat(folder.c_str(), &status) == 0) {
    return S_ISDIR(status.st_mode) ? 0 : ENOTDIR;
  }
  if (errno != ENOENT) {
    return errno;
  }
  if (const int failure = make_folder(std::string(path::parent(folder))); failure != 0) {
    return failure;
  }
  folders_.push_back(folder);
  if (::mkdir(folder.c_str(), 0777) == 0) {
    return 0;
  }
  folders_.pop_back();
  return errno == EEXIST ? 0 : errno;
}

int UnfinishedFile::make_file(const std::string& folder, mode_t mode) {
  for (unsigned number = 0; number < most_names;) {
    std::string name = path::join(folder, fmt::format(".confiture-build-{}", number));
    file_ = FileDescriptor(uninterrupted(
        [&] { return ::open(name.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode); }));
    if (!file_.is_open() && errno != EEXIST) {
      return errno;
    }
    if (!file_.is_open()) {
      number += remove_abandoned(name) ? 0 : 1;
      continue;
    }
    name_ = std::move(name);
    const int failure = claim();
    if (failure != EAGAIN) {
      return failure;
    }
    name_.clear();
    ++number;
  }
  return EEXIST;
}

/// Locks the new file. Returns 0 or an `errno`: EAGAIN if it was taken for abandoned before that,
/// and so is removed by somebody else.
int UnfinishedFile::claim() const {
  // A file system may have no locks; then nothing in it is ever taken for abandoned.
  const int failure = lock(file_.number());
  return failure == EWOULDBLOCK ? EAGAIN : compare(name_, file_.number());
}

int UnfinishedFile::replace(const std::string& target) {
  const SignalDelay delay;
  if (::rename(name_.c_str(), target.c_str()) != 0) {
    return errno;
  }
  name_.clear();
  folders_.clear();
  return 0;
}

} // namespace confiture
