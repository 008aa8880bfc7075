#pragma once

#include "database/address.hpp"
#include "database/connection.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <sys/types.h>

namespace confiture::database {

/// A process that waits for this one to end, in whatever way, and drops a database if that is left
/// by then. A signal that ends this process does so when it is done.
class DropGuard {
public:
  /// Starts it as a copy of this process, which must have no other thread yet. Throws Error
  /// (Config006).
  explicit DropGuard(const Address& server);
  ~DropGuard();
  DropGuard(const DropGuard&) = delete;
  DropGuard& operator=(const DropGuard&) = delete;

  /// A database with this name is about to be made by a session with this process on the server.
  /// Throws Error (Config006) if the guard has gone.
  void watch(std::string_view database, int backend_pid);

  /// It is gone.
  void forget();

private:
  void tell(const std::string& line) const;

  pid_t process_ = -1;
  int pipe_ = -1;
};

/// A new, empty database on a server, which is dropped again when this goes, if not before.
class ThrowawayDatabase {
public:
  /// The role needs the right to create databases, and `postgres` has to be one that it may connect
  /// to. `guard` has to outlive this. Throws Error (Config006).
  ThrowawayDatabase(const Address& server, DropGuard& guard);
  ~ThrowawayDatabase();
  ThrowawayDatabase(const ThrowawayDatabase&) = delete;
  ThrowawayDatabase& operator=(const ThrowawayDatabase&) = delete;

  [[nodiscard]] const Address& address() const { return address_; }

  /// Throws Error (Config006).
  void drop();

private:
  std::string name_;
  Address address_;
  Address maintenance_;
  DropGuard& guard_;
  bool is_there_ = false;
};

} // namespace confiture::database
