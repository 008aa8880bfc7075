// launch FILE COMMAND [ARGUMENT...]
//
// Runs a command and writes to FILE what it took: seconds by the clock, seconds of CPU, and the
// peak memory of its largest process in KiB. Its exit status is the command's.
//
// This is no script because Linux counts into a process's peak what its parent held when it
// started it; here that is next to nothing.

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

extern char** environ;

namespace {

double now() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
}

int fail(const char* what) {
  std::perror(what);
  return 127;
}

} // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fputs("usage: launch FILE COMMAND [ARGUMENT...]\n", stderr);
    return 2;
  }
  const double start = now();
  pid_t child = 0;
  if (const int error = posix_spawnp(&child, argv[2], nullptr, nullptr, argv + 2, environ)) {
    std::fprintf(stderr, "launch: cannot run %s: error %d\n", argv[2], error);
    return 127;
  }
  int status = 0;
  rusage usage{}; // of the child and of all it waited for
  if (wait4(child, &status, 0, &usage) != child) {
    return fail("launch: wait4");
  }
  const double wall = now() - start;
  std::FILE* file = std::fopen(argv[1], "w");
  if (file == nullptr) {
    return fail(argv[1]);
  }
  std::fprintf(file,
               "%.6f %.6f %ld\n",
               wall,
               seconds(usage.ru_utime) + seconds(usage.ru_stime),
               usage.ru_maxrss);
  if (std::fclose(file) != 0) {
    return fail(argv[1]);
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
