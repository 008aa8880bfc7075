#pragma once

#include "support.hpp"

#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <sys/types.h>
#include <vector>

namespace confiture::testing {

/// There is no PostgreSQL here to test with; the message says what is missing.
class NoServer : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

/// What psql said to some files.
struct LoadResult {
  bool is_loaded = false;
  std::string error;    ///< the first one, in the server's words
  std::size_t file = 0; ///< which of the files has it
  std::size_t line = 0; ///< in that file, where the statement ends; counted from 1
};

/// A real PostgreSQL server, made anew and gone with this, or with the process. Not for several
/// threads.
class Server {
public:
  /// Takes about a second. Throws NoServer, or std::runtime_error if it does not start.
  Server();
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Makes an empty database; returns its name.
  std::string create_database();

  /// The address of a database for the same user.
  [[nodiscard]] std::string url(const std::string& database) const;

  /// Runs psql as the superuser `postgres`, without settings of whoever tests.
  [[nodiscard]] ProcessResult psql(const std::string& database,
                                   std::vector<std::string> arguments) const;

  /// Runs files one after the other in one session, up to the first error, after everything that is
  /// in the database has been removed: that takes a fraction of the time of a new one.
  [[nodiscard]] LoadResult load(const std::string& database,
                                const std::vector<std::filesystem::path>& files) const;

private:
  pid_t keeper_ = -1;
  int input_ = -1; ///< of the keeper, which ends when it is closed
  std::string folder_;
  std::size_t databases_ = 0;
};

} // namespace confiture::testing
