#include "database/throwaway_database.hpp"

#include "decimal.hpp"
#include "file.hpp"
#include "unfinished.hpp"
#include <confiture/error.hpp>

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <random>
#include <sys/wait.h>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <vector>

namespace confiture::database {

namespace {

constexpr const char* maintenance_database = "postgres";
constexpr const char* done = "done\n";
constexpr int first_version_with_force = 130000;

/// Drops a database that may be in use, and that may not be there. Returns what the server has
/// against it.
std::optional<ServerMessage> drop_database(Connection& connection, const std::string& name) {
  if (connection.server_version() >= first_version_with_force) {
    return connection.run(fmt::format("DROP DATABASE IF EXISTS {} WITH (FORCE)", name));
  }
  connection.run(fmt::format(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}'", name));
  return connection.run(fmt::format("DROP DATABASE IF EXISTS {}", name));
}

/// What the process that made a database was about to do may be under way on the server still.
void wait_for_end(Connection& connection, std::uint64_t backend_pid) {
  const std::string query = fmt::format(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = {}", backend_pid);
  while (connection.has_rows(query)) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

/// `PID NAME` as the guard was told them.
void drop_watched(const Address& server, std::string_view watched) {
  const auto backend_pid = take_decimal(watched);
  if (!backend_pid || !watched.starts_with(' ')) {
    return;
  }
  watched.remove_prefix(1);
  Connection connection(server.with_database(maintenance_database));
  wait_for_end(connection, *backend_pid);
  drop_database(connection, std::string(watched.substr(0, watched.find('\n'))));
}

/// What /proc lists, if there is one: close_range() would ask for a newer kernel and C library than
/// anything else here.
void close_everything_but(int descriptor) {
  std::vector<int> listed;
  std::error_code absent;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd", absent)) {
    const auto number = decimal(entry.path().filename().native());
    listed.push_back(static_cast<int>(number.value_or(-1)));
  }
  for (const int other : listed) {
    if (other != descriptor) {
      ::close(other);
    }
  }
}

/// Lets go of whatever others may wait to be closed: a pipeline, a terminal, locks of files.
void leave_everything_but(int descriptor) {
  ::setsid();
  for (const int number : {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE}) {
    std::signal(number, SIG_IGN);
  }
  close_everything_but(descriptor);
  for (int stream = 0; stream <= STDERR_FILENO; ++stream) {
    ::open("/dev/null", O_RDWR);
  }
}

[[noreturn]] void run_guard(const Address& server, int pipe) {
  try {
    leave_everything_but(pipe);
    const std::string told = read_to_end(pipe);
    if (!told.ends_with(done)) {
      drop_watched(server, told);
    }
  } catch (...) { // NOLINT(bugprone-empty-catch): there is no one left to tell
  }
  ::_exit(0);
}

Error no_guard(int error_number) {
  return {ErrorCode::Config006,
          "Cannot start the process that drops a throwaway database: " +
              system_message(error_number)};
}

std::string new_name() {
  return fmt::format("confiture_tmp_{:08x}", std::random_device()());
}

} // namespace

DropGuard::DropGuard(const Address& server) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    throw no_guard(errno);
  }
  const SignalDelay delay;
  process_ = ::fork();
  if (process_ < 0) {
    throw no_guard(errno);
  }
  if (process_ == 0) {
    ::close(ends[1]);
    run_guard(server, ends[0]);
  }
  ::close(ends[0]);
  pipe_ = ends[1];
  wait_when_signalled(process_, pipe_);
}

DropGuard::~DropGuard() {
  {
    const SignalDelay delay;
    wait_when_signalled(-1, -1);
  }
  ::close(pipe_);
  uninterrupted([&] { return ::waitpid(process_, nullptr, 0); });
}

void DropGuard::watch(std::string_view database, int backend_pid) {
  tell(fmt::format("{} {}\n", backend_pid, database));
}

void DropGuard::forget() {
  tell(done);
}

void DropGuard::tell(const std::string& line) const {
  if (const int failure = write_all(pipe_, line.data(), line.size()); failure != 0) {
    throw no_guard(failure);
  }
}

ThrowawayDatabase::ThrowawayDatabase(const Address& server, DropGuard& guard)
    : name_(new_name()), address_(server.with_database(name_)),
      maintenance_(server.with_database(maintenance_database)), guard_(guard) {
  Connection connection(maintenance_);
  guard_.watch(name_, connection.backend_pid());
  if (const auto failure = connection.run("CREATE DATABASE " + name_)) {
    guard_.forget();
    throw Error(ErrorCode::Config006,
                "Cannot make a database on the server: " + failure->message,
                "The role needs the right to: ALTER ROLE … CREATEDB.");
  }
  is_there_ = true;
}

void ThrowawayDatabase::drop() {
  Connection connection(maintenance_);
  if (const auto failure = drop_database(connection, name_)) {
    throw Error(ErrorCode::Config006,
                fmt::format("Cannot drop the database {}: {}", name_, failure->message),
                fmt::format("Drop it by hand: DROP DATABASE {} WITH (FORCE)", name_));
  }
  is_there_ = false;
  guard_.forget();
}

ThrowawayDatabase::~ThrowawayDatabase() {
  try {
    if (is_there_) {
      drop();
    }
  } catch (const std::exception&) { // NOLINT(bugprone-empty-catch): the guard tries once more
  }
}

} // namespace confiture::database
