#include "postgres/server.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <fcntl.h>
#include <spawn.h>
#include <string_view>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <utility>

extern char** environ; // NOLINT(readability-identifier-naming)

namespace confiture::testing {

namespace {

constexpr int no_server = 77;

std::array<int, 2> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    throw std::system_error(errno, std::generic_category(), "pipe");
  }
  return ends;
}

/// A process group of its own, so that it outlives what kills that of the tests.
pid_t start(std::vector<std::string> argv, int in, int out, int err) {
  std::vector<char*> pointers;
  for (std::string& argument : argv) {
    pointers.push_back(argument.data());
  }
  pointers.push_back(nullptr);
  posix_spawn_file_actions_t actions{};
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err, STDERR_FILENO);
  posix_spawn_file_actions_addchdir_np(&actions, "/");
  posix_spawnattr_t attributes{};
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  pid_t child = -1;
  const int failure =
      ::posix_spawnp(&child, pointers.front(), &actions, &attributes, pointers.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  if (failure != 0) {
    throw std::system_error(failure, std::generic_category(), argv.front());
  }
  return child;
}

std::string read_all(int from) {
  std::string text;
  std::array<char, 4096> buffer{};
  for (ssize_t size = 0; (size = ::read(from, buffer.data(), buffer.size())) > 0;) {
    text.append(buffer.data(), static_cast<std::size_t>(size));
  }
  return text;
}

/// What stands before the first line end; empty if there is none.
std::string read_line(int from) {
  std::string line;
  for (char c = 0; ::read(from, &c, 1) == 1;) {
    if (c == '\n') {
      return line;
    }
    line += c;
  }
  return {};
}

constexpr const char* remove_everything = R"(
DO $$
DECLARE
  command text;
BEGIN
  FOR command IN
    SELECT format('DROP EVENT TRIGGER %I', evtname) FROM pg_event_trigger
    UNION ALL SELECT format('DROP PUBLICATION %I', pubname) FROM pg_publication
    UNION ALL SELECT format('DROP EXTENSION %I CASCADE', extname) FROM pg_extension
              WHERE extname <> 'plpgsql'
    UNION ALL SELECT format('DROP SCHEMA %I CASCADE', nspname) FROM pg_namespace
              WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
  LOOP
    EXECUTE command;
  END LOOP;
  CREATE SCHEMA public AUTHORIZATION pg_database_owner;
END $$)";

} // namespace

Server::Server() {
  std::vector<std::string> words{"sh", POSTGRES_SERVER_SCRIPT};
  if (::geteuid() == 0) { // which PostgreSQL refuses to run as; the script may be out of reach then
    words = {"setpriv",
             "--reuid=65534",
             "--regid=65534",
             "--clear-groups",
             "sh",
             "-c",
             read_file(POSTGRES_SERVER_SCRIPT)};
  }
  const std::array<int, 2> in = make_pipe();
  const std::array<int, 2> out = make_pipe();
  const std::array<int, 2> err = make_pipe();
  keeper_ = start(std::move(words), in[0], out[1], err[1]);
  ::close(in[0]);
  ::close(out[1]);
  ::close(err[1]);
  input_ = in[1];
  folder_ = read_line(out[0]);
  ::close(out[0]);
  const std::string errors = folder_.empty() ? read_all(err[0]) : "";
  ::close(err[0]);
  if (folder_.empty()) {
    int status = 0;
    ::waitpid(keeper_, &status, 0);
    ::close(input_);
    if (WIFEXITED(status) && WEXITSTATUS(status) == no_server) {
      throw NoServer(errors);
    }
    throw std::runtime_error("PostgreSQL does not start:\n" + errors);
  }
}

Server::~Server() {
  ::close(input_);
  ::waitpid(keeper_, nullptr, 0);
}

std::string Server::create_database() {
  std::string name = "test_" + std::to_string(++databases_);
  const ProcessResult result =
      psql("postgres", {"-c", "CREATE DATABASE " + name + " TEMPLATE template0"});
  if (result.status != 0) {
    throw std::runtime_error(result.err);
  }
  return name;
}

std::string Server::url(const std::string& database) const {
  return "postgresql:///" + database + "?user=postgres&host=" + folder_;
}

ProcessResult Server::psql(const std::string& database, std::vector<std::string> arguments) const {
  std::vector<std::string> words{
      "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", folder_, "-U", "postgres", "-d", database};
  words.insert(words.end(), arguments.begin(), arguments.end());
  ProcessOptions options{.cwd = "/", .timeout = std::chrono::milliseconds(60'000)};
  options.env["LC_ALL"] = "C.UTF-8";
  options.env["PGOPTIONS"] = "-c client_min_messages=error";
  return run(words, options);
}

LoadResult Server::load(const std::string& database,
                        const std::vector<std::filesystem::path>& files) const {
  std::vector<std::string> arguments{"-c", remove_everything};
  for (const std::filesystem::path& file : files) {
    arguments.insert(arguments.end(), {"-f", file.string()});
  }
  const ProcessResult result = psql(database, arguments);
  LoadResult loaded{.is_loaded = result.status == 0, .error = {}};
  if (loaded.is_loaded) {
    return loaded;
  }
  // psql:FILE:LINE: ERROR:  …
  std::string_view text = result.err;
  constexpr std::string_view prefix = "psql:";
  const auto file = std::find_if(files.begin(), files.end(), [&](const auto& path) {
    return text.starts_with(std::string(prefix) + path.string() + ":");
  });
  if (file == files.end()) {
    throw std::runtime_error("psql failed: " + result.err);
  }
  text.remove_prefix(prefix.size() + file->string().size() + 1);
  loaded.file = static_cast<std::size_t>(file - files.begin());
  const auto end = std::from_chars(text.data(), text.data() + text.size(), loaded.line).ptr;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  loaded.error = text.substr(0, text.find('\n'));
  return loaded;
}

} // namespace confiture::testing
