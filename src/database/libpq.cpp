#include "database/libpq.hpp"

#include <confiture/error.hpp>

#include <fmt/format.h>

#include <dlfcn.h>

namespace confiture::database {

namespace {

constexpr const char* library_name = "libpq.so.5"; // of every PostgreSQL since 8.2

Error no_library() {
  const char* reason = ::dlerror();
  return {ErrorCode::Config006,
          fmt::format("Cannot use a database: {}", reason == nullptr ? library_name : reason),
          "Install PostgreSQL's client library: libpq5 (Debian, Ubuntu), postgresql-libs (Fedora, "
          "Arch), libpq (Alpine)."};
}

class Loader {
public:
  Loader() : library_(::dlopen(library_name, RTLD_NOW | RTLD_LOCAL)) {
    if (library_ == nullptr) {
      throw no_library();
    }
  }

  template <typename Function> Loader& find(Function& function, const char* name) {
    void* found = ::dlsym(library_, name);
    if (found == nullptr) {
      throw no_library();
    }
    function = reinterpret_cast<Function>(found);
    return *this;
  }

private:
  void* library_; // never closed: what it set up for the process stays in use
};

Libpq load() {
  Libpq functions{};
  Loader()
      .find(functions.conninfo_parse, "PQconninfoParse")
      .find(functions.conninfo_free, "PQconninfoFree")
      .find(functions.freemem, "PQfreemem")
      .find(functions.connect, "PQconnectdbParams")
      .find(functions.finish, "PQfinish")
      .find(functions.status, "PQstatus")
      .find(functions.error_message, "PQerrorMessage")
      .find(functions.server_version, "PQserverVersion")
      .find(functions.backend_pid, "PQbackendPID")
      .find(functions.set_notice_receiver, "PQsetNoticeReceiver")
      .find(functions.exec, "PQexec")
      .find(functions.get_result, "PQgetResult")
      .find(functions.put_copy_data, "PQputCopyData")
      .find(functions.put_copy_end, "PQputCopyEnd")
      .find(functions.get_copy_data, "PQgetCopyData")
      .find(functions.result_status, "PQresultStatus")
      .find(functions.result_error_message, "PQresultErrorMessage")
      .find(functions.result_error_field, "PQresultErrorField")
      .find(functions.ntuples, "PQntuples")
      .find(functions.clear, "PQclear");
  return functions;
}

} // namespace

const Libpq& libpq() {
  static const Libpq functions = load();
  return functions;
}

} // namespace confiture::database
