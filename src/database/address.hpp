#pragma once

#include <map>
#include <string>
#include <string_view>

namespace confiture::database {

/// Where a database is and who asks for it: the settings of libpq that an address names. What it
/// leaves out is as libpq has it: from PGHOST and its like, a service file, ~/.pgpass.
class Address {
public:
  /// Takes `postgresql://user@host/name` or settings such as `host=/run/postgresql dbname=shop`
  /// (PostgreSQL's documentation, 34.1.1). Throws Error (Config006) if libpq does not understand
  /// it.
  explicit Address(std::string_view text);

  /// Another database on the same server, for the same user.
  [[nodiscard]] Address with_database(std::string_view name) const;

  /// By name, as libpq takes them.
  [[nodiscard]] const std::map<std::string, std::string>& settings() const { return settings_; }

  /// The password; empty if the address has none.
  [[nodiscard]] std::string password() const;

  /// The rest as one text, which may be seen by all: for the arguments of another program.
  [[nodiscard]] std::string without_password() const;

  /// Server and database for a message, such as `shop on localhost:5433`.
  [[nodiscard]] std::string shown() const;

private:
  std::map<std::string, std::string> settings_;
};

} // namespace confiture::database
