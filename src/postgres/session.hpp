#pragma once

#include "postgres/objects.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace confiture::postgres {

using SearchPath = std::shared_ptr<const std::vector<std::string>>;

/// The settings of the session that a build runs in, as its statements change them.
class Session {
public:
  void apply(const Effect& effect);

  /// Never null; `$user` and pg_catalog are left out, what does not exist is not.
  [[nodiscard]] const SearchPath& path() const { return path_.value; }
  [[nodiscard]] bool checks_bodies() const { return bodies_.value; }

  /// A path as it is written in a setting; by default, `public`.
  static SearchPath made_of(const std::optional<std::vector<std::string>>& names);

private:
  template <typename Value> struct Setting {
    Value value;
    Value session; ///< what it is again after the transaction
    Value before;  ///< what it is again if that is rolled back
    void set(Value to, bool is_local) {
      session = is_local ? session : to;
      value = std::move(to);
    }
  };

  void end_transaction(bool is_undone);

  Setting<SearchPath> path_ = all(made_of(std::nullopt));
  Setting<bool> bodies_ = all(true);
  SearchPath outer_; ///< while CREATE SCHEMA runs
  bool is_in_transaction_ = false;

  template <typename Value> static Setting<Value> all(const Value& value) {
    return {value, value, value};
  }
};

} // namespace confiture::postgres
