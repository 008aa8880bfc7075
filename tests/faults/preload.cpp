// Preloaded into a program, makes one of its calls to the system fail, be cut short, or end in a
// signal. Which one, the environment says:
//
//   FAULT_CALL    read, write, …: a family as in `families` below; `any` is all but malloc
//   FAULT_NUMBER  the call that is hit, counted from 1 at the start of `main`; 0 hits every one
//   FAULT_LAST    the last call that is hit; by default the first one is the only one
//   FAULT_ERRNO   the error it fails with
//   FAULT_LIMIT   instead, how many bytes a read or write transfers at most
//   FAULT_SIGNAL  instead, the signal that is raised…
//   FAULT_AFTER   …after the call if this is set, else before
//   FAULT_REPORT  a file that is made when a call is hit
//
// Children are left alone. Only calls from outside of libc pass here; what it does within itself,
// such as the writes of stdio, goes its own way.

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdlib>
#include <cstring>
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <string_view>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* block, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);
}

namespace {

enum Family {
  Open,
  Read,
  Write,
  Close,
  Rename,
  Fsync,
  Mmap,
  Malloc,
  Stat,
  Opendir,
  Readdir,
  Mkdir,
  Fchmod,
  Lseek,
  Readlink,
  Send
};

constexpr std::array<std::string_view, 16> families = {"open",
                                                       "read",
                                                       "write",
                                                       "close",
                                                       "rename",
                                                       "fsync",
                                                       "mmap",
                                                       "malloc",
                                                       "stat",
                                                       "opendir",
                                                       "readdir",
                                                       "mkdir",
                                                       "fchmod",
                                                       "lseek",
                                                       "readlink",
                                                       "send"};

/// What was asked for. Plain data, since malloc comes by before anything is constructed.
struct Plan {
  std::array<bool, families.size()> concerned{};
  long first = 0;
  long last = 0;
  int error_number = 0;
  long limit = 0;
  int signal_number = 0;
  bool is_after = false;
  const char* report = nullptr;
  pid_t process = -1;
};
Plan plan;
std::atomic<bool> is_counting{false};
std::atomic<long> calls{0};

long number_in(const char* variable, long otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : std::atol(text);
}

void start_counting() {
  const char* call = std::getenv("FAULT_CALL");
  for (std::size_t i = 0; call != nullptr && i < families.size(); ++i) {
    plan.concerned[i] =
        families[i] == call || (std::string_view(call) == "any" && i != std::size_t{Malloc});
  }
  plan.first = number_in("FAULT_NUMBER", 1);
  plan.last = number_in("FAULT_LAST", plan.first);
  plan.error_number = static_cast<int>(number_in("FAULT_ERRNO", 0));
  plan.limit = number_in("FAULT_LIMIT", 0);
  plan.signal_number = static_cast<int>(number_in("FAULT_SIGNAL", 0));
  plan.is_after = std::getenv("FAULT_AFTER") != nullptr;
  plan.report = std::getenv("FAULT_REPORT");
  plan.process = ::getpid();
  is_counting = call != nullptr;
}

/// Past the counted calls.
void report_hit() {
  if (plan.report != nullptr) {
    const long file = ::syscall(SYS_openat, AT_FDCWD, plan.report, O_WRONLY | O_CREAT, 0666);
    ::syscall(SYS_close, file);
  }
}

bool is_hit(Family family) {
  if (!is_counting || !plan.concerned[family] || ::getpid() != plan.process) {
    return false;
  }
  const long number = ++calls;
  const bool hit = plan.first == 0 || (number >= plan.first && number <= plan.last);
  if (hit) {
    report_hit();
  }
  return hit;
}

template <typename Function> Function* next(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

/// One call: `real` does it, `failure` is what it returns when it fails. `fails_after` is for calls
/// that have their effect even so.
template <typename Real, typename Result>
Result pass(Family family, Result failure, const Real& real, bool fails_after = false) {
  if (!is_hit(family)) {
    return real();
  }
  if (plan.signal_number != 0) {
    if (!plan.is_after) {
      ::raise(plan.signal_number);
      return real();
    }
    const Result result = real();
    const int error_number = errno;
    ::raise(plan.signal_number);
    errno = error_number;
    return result;
  }
  if (plan.error_number == 0) {
    return real();
  }
  if (fails_after) {
    static_cast<void>(real());
  }
  errno = plan.error_number;
  return failure;
}

/// The same for one that transfers bytes.
template <typename Real> ssize_t transfer(Family family, std::size_t size, const Real& real) {
  if (plan.limit != 0) {
    return real(is_hit(family) ? std::min(size, static_cast<std::size_t>(plan.limit)) : size);
  }
  return pass(family, ssize_t{-1}, [&] { return real(size); });
}

mode_t mode_of(int flags, va_list arguments) {
  const bool has_mode = (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE;
  return has_mode ? static_cast<mode_t>(va_arg(arguments, int)) : 0;
}

using Main = int(int, char**, char**);
Main* real_main = nullptr;

int counted_main(int argc, char** argv, char** environment) {
  start_counting();
  const int status = real_main(argc, argv, environment);
  is_counting = false;
  return status;
}

} // namespace

// Every function that a program may call in place of `name`, which has the same arguments.
#define FORWARD(family, failure, result, name, parameters, arguments)                              \
  result name parameters {                                                                         \
    static auto* const real = next<result parameters>(#name);                                      \
    return pass(family, static_cast<result>(failure), [&] { return real arguments; });             \
  }

#define TRANSFER(family, name, parameters, arguments)                                              \
  ssize_t name parameters {                                                                        \
    static auto* const real = next<ssize_t parameters>(#name);                                     \
    return transfer(family, size, [&](std::size_t part) { return real arguments; });               \
  }

#define OPEN(name)                                                                                 \
  int name(const char* path, int flags, ...) {                                                     \
    va_list arguments;                                                                             \
    va_start(arguments, flags);                                                                    \
    const mode_t mode = mode_of(flags, arguments);                                                 \
    va_end(arguments);                                                                             \
    static auto* const real = next<int(const char*, int, ...)>(#name);                             \
    return pass(Open, -1, [&] { return real(path, flags, mode); });                                \
  }

#define OPENAT(name)                                                                               \
  int name(int folder, const char* path, int flags, ...) {                                         \
    va_list arguments;                                                                             \
    va_start(arguments, flags);                                                                    \
    const mode_t mode = mode_of(flags, arguments);                                                 \
    va_end(arguments);                                                                             \
    static auto* const real = next<int(int, const char*, int, ...)>(#name);                        \
    return pass(Open, -1, [&] { return real(folder, path, flags, mode); });                        \
  }

extern "C" {

int __libc_start_main(Main* main_function,
                      int argc,
                      char** argv,
                      void (*init)(),
                      void (*finish)(),
                      void (*loader_finish)(),
                      void* stack_end) {
  using Start = int(Main*, int, char**, void (*)(), void (*)(), void (*)(), void*);
  real_main = main_function;
  return next<Start>("__libc_start_main")(
      counted_main, argc, argv, init, finish, loader_finish, stack_end);
}

OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)
TRANSFER(Read, read, (int file, void* bytes, std::size_t size), (file, bytes, part))
TRANSFER(Read, pread, (int file, void* bytes, std::size_t size, off_t at), (file, bytes, part, at))
TRANSFER(Read,
         pread64,
         (int file, void* bytes, std::size_t size, off64_t at),
         (file, bytes, part, at))
TRANSFER(Write, write, (int file, const void* bytes, std::size_t size), (file, bytes, part))
TRANSFER(Write,
         pwrite,
         (int file, const void* bytes, std::size_t size, off_t at),
         (file, bytes, part, at))
TRANSFER(Write,
         pwrite64,
         (int file, const void* bytes, std::size_t size, off64_t at),
         (file, bytes, part, at))
FORWARD(Rename, -1, int, rename, (const char* from, const char* to), (from, to))
FORWARD(Fsync, -1, int, fsync, (int file), (file))
FORWARD(Stat, -1, int, fstat, (int file, struct stat* status), (file, status))
FORWARD(Stat, -1, int, stat, (const char* path, struct stat* status), (path, status))
FORWARD(Stat, -1, int, lstat, (const char* path, struct stat* status), (path, status))
FORWARD(Stat,
        -1,
        int,
        fstatat,
        (int folder, const char* path, struct stat* status, int flags),
        (folder, path, status, flags))
FORWARD(Opendir, nullptr, DIR*, opendir, (const char* path), (path))
FORWARD(Readdir, nullptr, dirent*, readdir, (DIR * stream), (stream))
FORWARD(Readdir, nullptr, dirent64*, readdir64, (DIR * stream), (stream))
FORWARD(Mkdir, -1, int, mkdir, (const char* path, mode_t mode), (path, mode))
FORWARD(Fchmod, -1, int, fchmod, (int file, mode_t mode), (file, mode))
FORWARD(Lseek, -1, off_t, lseek, (int file, off_t offset, int whence), (file, offset, whence))
FORWARD(Lseek, -1, off64_t, lseek64, (int file, off64_t offset, int whence), (file, offset, whence))
FORWARD(Readlink,
        -1,
        ssize_t,
        readlink,
        (const char* path, char* target, std::size_t size),
        (path, target, size))
FORWARD(Mmap,
        MAP_FAILED,
        void*,
        mmap,
        (void* address, std::size_t size, int protection, int flags, int file, off_t offset),
        (address, size, protection, flags, file, offset))
FORWARD(Mmap,
        MAP_FAILED,
        void*,
        mmap64,
        (void* address, std::size_t size, int protection, int flags, int file, off64_t offset),
        (address, size, protection, flags, file, offset))

FORWARD(Send,
        ssize_t{-1},
        ssize_t,
        send,
        (int file, const void* bytes, std::size_t size, int flags),
        (file, bytes, size, flags))

// On Linux the descriptor is gone also when closing fails.
int close(int file) {
  static auto* const real = next<int(int)>("close");
  return pass(
      Close, -1, [&] { return real(file); }, true);
}

#ifndef FAULTS_WITHOUT_MALLOC
void* malloc(std::size_t size) {
  return pass(Malloc, static_cast<void*>(nullptr), [&] { return __libc_malloc(size); });
}

void* calloc(std::size_t count, std::size_t size) {
  return pass(Malloc, static_cast<void*>(nullptr), [&] { return __libc_calloc(count, size); });
}

void* realloc(void* block, std::size_t size) {
  return pass(Malloc, static_cast<void*>(nullptr), [&] { return __libc_realloc(block, size); });
}

void* aligned_alloc(std::size_t alignment, std::size_t size) {
  return pass(
      Malloc, static_cast<void*>(nullptr), [&] { return __libc_memalign(alignment, size); });
}

int posix_memalign(void** block, std::size_t alignment, std::size_t size) {
  *block = aligned_alloc(alignment, size);
  return *block == nullptr ? ENOMEM : 0;
}
#endif

} // extern "C"
