#include "database/address.hpp"

#include "database/libpq.hpp"
#include "secret.hpp"
#include <confiture/error.hpp>

#include <fmt/format.h>

#include <memory>

namespace confiture::database {

namespace {

/// Reads no service file and no environment: that is done when a connection is made.
std::map<std::string, std::string> parsed(std::string_view text) {
  const Libpq& pq = libpq();
  char* complaint = nullptr;
  const std::unique_ptr<PQconninfoOption, decltype(pq.conninfo_free)> options(
      pq.conninfo_parse(std::string(text).c_str(), &complaint), pq.conninfo_free);
  const std::unique_ptr<char, decltype(pq.freemem)> owned_complaint(complaint, pq.freemem);
  if (!options) {
    // What libpq quotes may be a piece of a password.
    std::string_view reason = complaint == nullptr ? "out of memory" : complaint;
    reason = reason.substr(0, reason.find_first_of("\"\n"));
    reason = reason.substr(0, reason.find_last_not_of(" :") + 1);
    throw Error(ErrorCode::Config006,
                fmt::format("Not the address of a database: '{}' ({})", quotable(text), reason),
                "Write postgresql://USER@HOST:PORT/DATABASE; what stands for itself in a URL is "
                "written with %, such as %40 for @.");
  }
  std::map<std::string, std::string> settings;
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
    if (option->val != nullptr) {
      settings.emplace(option->keyword, option->val);
    }
  }
  return settings;
}

/// A value as `key='value'` has it.
std::string quoted(std::string_view value) {
  std::string text = "'";
  for (const char c : value) {
    if (c == '\'' || c == '\\') {
      text += '\\';
    }
    text += c;
  }
  return text + "'";
}

} // namespace

Address::Address(std::string_view text) : settings_(parsed(text)) {}

Address Address::with_database(std::string_view name) const {
  Address other = *this;
  other.settings_["dbname"] = name;
  return other;
}

std::string Address::password() const {
  const auto found = settings_.find("password");
  return found == settings_.end() ? "" : found->second;
}

std::string Address::without_password() const {
  std::string text;
  for (const auto& [name, value] : settings_) {
    if (name != "password" && name != "sslpassword") {
      text += fmt::format("{}{}={}", text.empty() ? "" : " ", name, quoted(value));
    }
  }
  return text;
}

std::string Address::shown() const {
  const auto value = [&](const char* name) {
    const auto found = settings_.find(name);
    return found == settings_.end() ? "" : printable(found->second);
  };
  std::string text = value("dbname").empty() ? "the database" : value("dbname");
  const std::string host = value("host").empty() ? value("hostaddr") : value("host");
  if (!host.empty()) {
    text += " on " + host + (value("port").empty() ? "" : ":" + value("port"));
  }
  return text;
}

} // namespace confiture::database
