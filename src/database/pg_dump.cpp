#include "database/pg_dump.hpp"

#include "file.hpp"
#include <confiture/error.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <spawn.h>
#include <string_view>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <vector>

extern char** environ; // NOLINT(readability-identifier-naming)

namespace confiture::database {

namespace {

constexpr const char* program = "pg_dump";
constexpr const char* jobs = "4"; // as in the reference
constexpr std::size_t told_lines = 5;

std::vector<std::string>
arguments_for(const Address& database, DumpFormat format, const std::string& path) {
  std::vector<std::string> arguments = {program, format == DumpFormat::Custom ? "-Fc" : "-Fd"};
  if (format == DumpFormat::Directory) {
    arguments.insert(arguments.end(), {"-j", jobs});
  }
  arguments.insert(arguments.end(), {"-d", database.without_password(), "-f", path});
  return arguments;
}

/// That of this process, with this password if there is one.
std::vector<std::string> environment_with(const std::string& password) {
  constexpr std::string_view name = "PGPASSWORD=";
  std::vector<std::string> variables;
  for (char* const* variable = environ; *variable != nullptr; ++variable) {
    if (password.empty() || !std::string_view(*variable).starts_with(name)) {
      variables.emplace_back(*variable);
    }
  }
  if (!password.empty()) {
    variables.push_back(std::string(name) + password);
  }
  return variables;
}

std::vector<char*> pointers_to(std::vector<std::string>& words) {
  std::vector<char*> pointers(words.size());
  std::transform(
      words.begin(), words.end(), pointers.begin(), [](std::string& word) { return word.data(); });
  pointers.push_back(nullptr);
  return pointers;
}

/// What a process that was started has to be set up with.
class SpawnActions {
public:
  SpawnActions() { ::posix_spawn_file_actions_init(&actions_); }
  ~SpawnActions() { ::posix_spawn_file_actions_destroy(&actions_); }
  SpawnActions(const SpawnActions&) = delete;
  SpawnActions& operator=(const SpawnActions&) = delete;

  /// Nothing to read, and one place for all that it says.
  void connect(int output) {
    ::posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions_, output, STDERR_FILENO);
  }
  [[nodiscard]] const posix_spawn_file_actions_t* get() const { return &actions_; }

private:
  posix_spawn_file_actions_t actions_{};
};

/// Starts pg_dump; it says what it says to `output`.
pid_t start(std::vector<std::string> arguments, std::vector<std::string> environment, int output) {
  SpawnActions actions;
  actions.connect(output);
  pid_t child = -1;
  const int failure = ::posix_spawnp(&child,
                                     program,
                                     actions.get(),
                                     nullptr,
                                     pointers_to(arguments).data(),
                                     pointers_to(environment).data());
  if (failure == ENOENT) {
    throw Error(ErrorCode::Schema001,
                "pg_dump not found on PATH. Install postgresql-client.",
                "Ensure PostgreSQL client tools are installed and on PATH.");
  }
  if (failure != 0) {
    throw Error(ErrorCode::Schema001, "pg_dump cannot be started: " + system_message(failure));
  }
  return child;
}

std::string_view last_lines(std::string_view text, std::size_t count) {
  text = text.substr(0, text.find_last_not_of(" \r\n") + 1);
  std::size_t begin = text.size();
  for (; count > 0 && begin != std::string_view::npos; --count) {
    begin = begin == 0 ? std::string_view::npos : text.rfind('\n', begin - 1);
  }
  return begin == std::string_view::npos ? text : text.substr(begin + 1);
}

} // namespace

void run_pg_dump(const Address& database, DumpFormat format, const std::string& path) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    throw std::system_error(errno, std::generic_category(), "pipe");
  }
  const FileDescriptor from(ends[0]);
  FileDescriptor to(ends[1]);
  const pid_t child = start(
      arguments_for(database, format, path), environment_with(database.password()), to.number());
  to.close();
  const std::string said = read_to_end(from.number());
  int status = 0;
  uninterrupted([&] { return ::waitpid(child, &status, 0); });
  if (status != 0) {
    throw Error(ErrorCode::Schema001,
                "pg_dump failed: " + printable_lines(last_lines(said, told_lines)),
                "Check the connection URL and that the schema applied cleanly.");
  }
}

} // namespace confiture::database
