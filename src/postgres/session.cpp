#include "postgres/session.hpp"

#include <utility>

namespace confiture::postgres {

using Action = Effect::Action;

SearchPath Session::made_of(const std::optional<std::vector<std::string>>& names) {
  std::vector<std::string> path;
  for (const std::string& name : names.value_or(std::vector<std::string>{"public"})) {
    if (!name.empty() && name != "$user" && name != "pg_catalog") {
      path.push_back(name);
    }
  }
  return std::make_shared<const std::vector<std::string>>(std::move(path));
}

/// Without a transaction, SET LOCAL does nothing, and set_config() lasts for its statement.
void Session::apply(const Effect& effect) {
  const bool is_ignored = effect.is_local && !is_in_transaction_;
  if (effect.action == Action::SetPath && !is_ignored) {
    path_.set(made_of(effect.path), effect.is_local);
  } else if (effect.action == Action::SetBodies && !is_ignored) {
    bodies_.set(effect.is_on, effect.is_local);
  } else if (effect.action == Action::EnterSchema) {
    outer_ = path_.value;
    std::vector<std::string> path = *outer_;
    path.insert(path.begin(), effect.target);
    path_.value = std::make_shared<const std::vector<std::string>>(std::move(path));
  } else if (effect.action == Action::LeaveSchema) {
    path_.value = std::exchange(outer_, nullptr);
  } else if (effect.action == Action::Begin && !is_in_transaction_) {
    is_in_transaction_ = true;
    path_.before = path_.session;
    bodies_.before = bodies_.session;
  } else if (effect.action == Action::Commit || effect.action == Action::Rollback) {
    end_transaction(effect.action == Action::Rollback);
  }
}

void Session::end_transaction(bool is_undone) {
  if (!std::exchange(is_in_transaction_, false)) {
    return;
  }
  path_ = all(is_undone ? path_.before : path_.session);
  bodies_ = all(is_undone ? bodies_.before : bodies_.session);
}

} // namespace confiture::postgres
