#include "support.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <memory>
#include <optional>
#include <poll.h>
#include <spawn.h>
#include <sstream>
#include <stdexcept>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace confiture::testing {

namespace fs = std::filesystem;

namespace {

using Clock = std::chrono::steady_clock;

[[noreturn]] void throw_system_error(int error_number, const std::string& what) {
  throw std::system_error(error_number, std::generic_category(), what);
}

/// An open file descriptor, or -1; closed when it goes.
class Descriptor {
public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() { close(); }
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  [[nodiscard]] int number() const { return number_; }

  void close() {
    if (number_ >= 0) {
      ::close(std::exchange(number_, -1));
    }
  }

private:
  int number_;
};

struct Pipe {
  Descriptor read_end;
  Descriptor write_end;
};

Pipe make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    throw_system_error(errno, "pipe");
  }
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

using File = std::unique_ptr<std::FILE, decltype([](std::FILE* file) { std::fclose(file); })>;

/// An unnamed file that holds `bytes`, at its start. A file, unlike a pipe, takes all of them at
/// once, and a child that does not read them costs no SIGPIPE.
File unnamed_file(std::string_view bytes) {
  File file(std::tmpfile());
  if (!file || std::fwrite(bytes.data(), 1, bytes.size(), file.get()) != bytes.size() ||
      std::fflush(file.get()) != 0 || ::fcntl(::fileno(file.get()), F_SETFD, FD_CLOEXEC) != 0) {
    throw_system_error(errno, "temporary file");
  }
  std::rewind(file.get());
  return file;
}

/// Pointers to the strings and a null, as exec takes them.
std::vector<char*> c_strings(std::vector<std::string>& strings) {
  std::vector<char*> pointers;
  pointers.reserve(strings.size() + 1);
  for (std::string& string : strings) {
    pointers.push_back(string.data());
  }
  pointers.push_back(nullptr);
  return pointers;
}

/// Leads a process group of its own, so that its children can be killed with it. A child that was
/// not waited for is killed when this goes.
class Child {
public:
  Child(std::vector<std::string> argv, const ProcessOptions& options, int in, int out, int err) {
    std::vector<std::string> variables;
    for (const auto& [name, value] : options.env) {
      variables.emplace_back(name).append("=").append(value);
    }
    posix_spawn_file_actions_t actions{};
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addchdir_np(&actions, options.cwd.c_str());
    posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, err, STDERR_FILENO);
    posix_spawnattr_t attributes{};
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    const int failure = ::posix_spawnp(&pid_,
                                       argv.front().c_str(),
                                       &actions,
                                       &attributes,
                                       c_strings(argv).data(),
                                       c_strings(variables).data());
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    if (failure != 0) {
      throw_system_error(failure, argv.front() + " in " + options.cwd.string());
    }
  }

  ~Child() {
    if (!ended_) {
      ::kill(-pid_, SIGKILL);
      ::waitpid(pid_, nullptr, 0);
    }
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  /// The status as waitpid gives it, once the child has ended.
  std::optional<int> status() {
    int status = 0;
    const pid_t ended = ::waitpid(pid_, &status, WNOHANG);
    if (ended < 0) {
      throw_system_error(errno, "waitpid");
    }
    ended_ = ended == pid_;
    return ended_ ? std::optional(status) : std::nullopt;
  }

private:
  pid_t pid_ = -1;
  bool ended_ = false;
};

/// The time left, in whole milliseconds, at least one while there is any.
int milliseconds_until(Clock::time_point deadline) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
  return static_cast<int>(std::max<std::chrono::milliseconds::rep>(left.count(), 0));
}

/// Appends what can be read now to `text`; false at the end.
bool read_some(int descriptor, std::string& text) {
  std::array<char, 65536> buffer{};
  const ssize_t length = ::read(descriptor, buffer.data(), buffer.size());
  if (length < 0) {
    throw_system_error(errno, "read");
  }
  text.append(buffer.data(), static_cast<std::size_t>(length));
  return length > 0;
}

/// Reads both pipes to their ends, whichever has something; false when the time is up before.
bool drain(Descriptor& out, Descriptor& err, ProcessResult& result, Clock::time_point deadline) {
  while (out.number() >= 0 || err.number() >= 0) {
    std::array<pollfd, 2> waiting{{{out.number(), POLLIN, 0}, {err.number(), POLLIN, 0}}};
    const int ready = ::poll(waiting.data(), waiting.size(), milliseconds_until(deadline));
    if (ready < 0 && errno != EINTR) {
      throw_system_error(errno, "poll");
    }
    if (ready == 0) {
      return false;
    }
    if (ready > 0 && waiting[0].revents != 0 && !read_some(out.number(), result.out)) {
      out.close();
    }
    if (ready > 0 && waiting[1].revents != 0 && !read_some(err.number(), result.err)) {
      err.close();
    }
  }
  return true;
}

/// Waits for the end of a child that has closed its output, so will not run for long.
std::optional<int> wait_for(Child& child, Clock::time_point deadline) {
  std::optional<int> status = child.status();
  while (!status && Clock::now() < deadline) {
    ::usleep(500);
    status = child.status();
  }
  return status;
}

} // namespace

TemporaryDirectory::TemporaryDirectory() {
  std::string name = fs::canonical(fs::temp_directory_path()) / "confiture-XXXXXX";
  if (::mkdtemp(name.data()) == nullptr) {
    throw_system_error(errno, name);
  }
  path_ = name;
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code failure;
  fs::remove_all(path_, failure);
  if (failure) {
    std::fprintf(stderr, "%s: %s\n", path_.c_str(), failure.message().c_str());
  }
}

void write_file(const fs::path& path, std::string_view bytes) {
  fs::create_directories(fs::absolute(path).parent_path());
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file) {
    throw std::runtime_error("cannot write " + path.string());
  }
}

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  if (!file || bytes.bad()) {
    throw std::runtime_error("cannot read " + path.string());
  }
  return std::move(bytes).str();
}

void make_symlink(const std::string& target, const fs::path& link) {
  fs::create_directories(fs::absolute(link).parent_path());
  fs::create_symlink(target, link);
}

Environment clean_environment() {
  Environment environment;
  for (const char* name :
       {"PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", "LLVM_PROFILE_FILE"}) {
    if (const char* value = std::getenv(name)) {
      environment.emplace(name, value);
    }
  }
  return environment;
}

ProcessResult run(const std::vector<std::string>& argv, const ProcessOptions& options) {
  const Clock::time_point deadline = Clock::now() + options.timeout;
  const File input = unnamed_file(options.input);
  Pipe out = make_pipe();
  Pipe err = make_pipe();
  Child child(argv, options, ::fileno(input.get()), out.write_end.number(), err.write_end.number());
  out.write_end.close();
  err.write_end.close();

  ProcessResult result{-1, 0, {}, {}};
  std::optional<int> status;
  if (drain(out.read_end, err.read_end, result, deadline)) {
    status = wait_for(child, deadline);
  }
  if (!status) {
    throw std::runtime_error("killed after " + std::to_string(options.timeout.count()) +
                             " ms: " + argv.front() + "\n" + result.err);
  }
  if (WIFSIGNALED(*status)) {
    result.signal = WTERMSIG(*status);
  } else {
    result.status = WEXITSTATUS(*status);
  }
  return result;
}

} // namespace confiture::testing
