#include "database/connection.hpp"

#include "database/libpq.hpp"
#include "utf8.hpp"
#include <confiture/error.hpp>

#include <fmt/format.h>

#include <cstdlib>

namespace confiture::database {

namespace {

constexpr std::size_t copy_step = std::size_t{256} * 1024; ///< bytes

using Result = std::unique_ptr<PGresult, decltype(Libpq::clear)>;

Result owned(PGresult* result) {
  return {result, libpq().clear};
}

std::string field(const PGresult* result, int code) {
  const char* text = libpq().result_error_field(result, code);
  return text == nullptr ? "" : text;
}

/// What libpq itself says, which comes with line ends and tabs.
std::string readable(std::string text) {
  text.erase(text.find_last_not_of(" \n") + 1);
  for (std::size_t at = text.find('\t'); at != std::string::npos; at = text.find('\t', at)) {
    text.replace(at, 1, "  ");
  }
  return printable_lines(text);
}

ServerMessage message_of(const PGresult* result) {
  ServerMessage message{.sqlstate = field(result, PG_DIAG_SQLSTATE),
                        .message = field(result, PG_DIAG_MESSAGE_PRIMARY),
                        .detail = field(result, PG_DIAG_MESSAGE_DETAIL),
                        .hint = field(result, PG_DIAG_MESSAGE_HINT),
                        .context = field(result, PG_DIAG_CONTEXT)};
  message.position = std::strtoull(field(result, PG_DIAG_STATEMENT_POSITION).c_str(), nullptr, 10);
  if (message.message.empty()) {
    message.message = readable(libpq().result_error_message(result));
  }
  return message;
}

bool is_failure(const PGresult* result) {
  const ExecStatusType status = libpq().result_status(result);
  return status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE;
}

extern "C" void keep_warning(void* warnings, const PGresult* result) {
  // Not translated, unlike PG_DIAG_SEVERITY.
  if (field(result, PG_DIAG_SEVERITY_NONLOCALIZED) == "WARNING") {
    static_cast<std::vector<ServerMessage>*>(warnings)->push_back(message_of(result));
  }
}

/// Sends the rows that the server waits for, and that there are no more. The server tells then what
/// is wrong with them; false if they cannot be sent.
bool send_rows(pg_conn* connection, std::string_view rows) {
  const Libpq& pq = libpq();
  while (!rows.empty()) {
    const std::string_view step = rows.substr(0, copy_step);
    if (pq.put_copy_data(connection, step.data(), static_cast<int>(step.size())) != 1) {
      return false;
    }
    rows.remove_prefix(step.size());
  }
  return pq.put_copy_end(connection, nullptr) == 1;
}

/// Leaves aside what COPY … TO stdout sends.
void skip_rows(pg_conn* connection) {
  const Libpq& pq = libpq();
  char* row = nullptr;
  while (pq.get_copy_data(connection, &row, 0) > 0) {
    pq.freemem(row);
  }
}

} // namespace

void Connection::Close::operator()(pg_conn* connection) const {
  libpq().finish(connection);
}

Connection::Connection(const Address& address)
    : warnings_(std::make_unique<std::vector<ServerMessage>>()) {
  auto settings = address.settings();
  settings.emplace("fallback_application_name", "confiture-build");
  settings["client_encoding"] = "UTF8";
  if (std::getenv("PGCONNECT_TIMEOUT") == nullptr) {
    settings.emplace("connect_timeout", "10");
  }
  std::vector<const char*> names;
  std::vector<const char*> values;
  for (const auto& [name, value] : settings) {
    names.push_back(name.c_str());
    values.push_back(value.c_str());
  }
  names.push_back(nullptr);
  values.push_back(nullptr);
  const Libpq& pq = libpq();
  connection_.reset(pq.connect(names.data(), values.data(), 0));
  if (!is_open()) {
    const std::string reason =
        connection_ == nullptr ? "out of memory" : pq.error_message(connection_.get());
    throw Error(ErrorCode::Config006,
                "Failed to connect to database: " + readable(reason),
                "Check that the server runs there and takes this user: --database-url, "
                "database_url of the environment, PGPASSWORD or ~/.pgpass for the password.");
  }
  pq.set_notice_receiver(connection_.get(), keep_warning, warnings_.get());
}

std::optional<ServerMessage> Connection::run(std::string_view statement, std::string_view rows) {
  const Libpq& pq = libpq();
  if (const std::size_t nul = statement.find('\0'); nul != std::string_view::npos) {
    // Only what stands before it would be sent.
    return ServerMessage{.sqlstate = "22021",
                         .message = "invalid byte sequence for encoding \"UTF8\": 0x00",
                         .position = utf8::count_characters(statement.substr(0, nul)) + 1};
  }
  std::optional<ServerMessage> failure;
  Result result = owned(pq.exec(connection_.get(), std::string(statement).c_str()));
  while (result) {
    if (is_failure(result.get()) && !failure) {
      failure = message_of(result.get());
    }
    const ExecStatusType status = pq.result_status(result.get());
    if (status == PGRES_COPY_IN && !send_rows(connection_.get(), rows)) {
      failure = ServerMessage{.message = readable(pq.error_message(connection_.get()))};
      break; // it is still waiting; what is run next ends that
    }
    if (status == PGRES_COPY_OUT) {
      skip_rows(connection_.get());
    }
    // A lost connection would be reported without end.
    result = owned(is_open() ? pq.get_result(connection_.get()) : nullptr);
  }
  if (!failure && !is_open()) {
    failure = ServerMessage{.message = readable(pq.error_message(connection_.get()))};
  }
  return failure;
}

bool Connection::has_rows(std::string_view query) {
  const Libpq& pq = libpq();
  const Result result = owned(pq.exec(connection_.get(), std::string(query).c_str()));
  if (pq.result_status(result.get()) != PGRES_TUPLES_OK) {
    throw Error(ErrorCode::Config006,
                "The server does not answer: " + readable(pq.error_message(connection_.get())));
  }
  return pq.ntuples(result.get()) > 0;
}

bool Connection::is_open() const {
  return connection_ != nullptr && libpq().status(connection_.get()) == CONNECTION_OK;
}

int Connection::server_version() const {
  return libpq().server_version(connection_.get());
}

int Connection::backend_pid() const {
  return libpq().backend_pid(connection_.get());
}

} // namespace confiture::database
