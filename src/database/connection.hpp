#pragma once

#include "database/address.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

struct pg_conn;

namespace confiture::database {

/// An error or a warning as the server tells it (PostgreSQL's documentation, 55.8).
struct ServerMessage {
  std::string sqlstate = {}; ///< five characters; empty if it comes from libpq, not the server
  std::string message = {};
  std::string detail = {};
  std::string hint = {};
  std::string context = {};   ///< the innermost call first
  std::uint64_t position = 0; ///< in what was sent, in characters from 1; 0 if it does not say
};

/// A session with a server, which tells places in UTF-8. One thread at a time.
class Connection {
public:
  /// Waits 10 seconds for a server that does not answer, unless the address or PGCONNECT_TIMEOUT
  /// says otherwise. Throws Error (Config006).
  explicit Connection(const Address& address);

  /// Runs one statement; of COPY … FROM stdin, `rows` are what it reads, without the line that ends
  /// them. What it returns is left aside. Returns what the server has against it, if anything.
  std::optional<ServerMessage> run(std::string_view statement, std::string_view rows = {});

  /// Whether a query has rows. Throws Error (Config006) if it fails.
  bool has_rows(std::string_view query);

  /// The warnings that came since the last call.
  std::vector<ServerMessage> take_warnings() { return std::exchange(*warnings_, {}); }

  [[nodiscard]] bool is_open() const;
  [[nodiscard]] int server_version() const; ///< 150004 for 15.4
  [[nodiscard]] int backend_pid() const;    ///< of the process on the server

private:
  struct Close {
    void operator()(pg_conn* connection) const;
  };

  std::unique_ptr<std::vector<ServerMessage>> warnings_; ///< stays where libpq knows it to be
  std::unique_ptr<pg_conn, Close> connection_;
};

} // namespace confiture::database
