#pragma once

#include <libpq-fe.h>

namespace confiture::database {

/// The functions of libpq that are used here. It is loaded when they are first asked for: linked,
/// it and the 25 libraries that it needs would take 4 ms of every start of the program.
struct Libpq {
  decltype(&PQconninfoParse) conninfo_parse;
  decltype(&PQconninfoFree) conninfo_free;
  decltype(&PQfreemem) freemem;
  decltype(&PQconnectdbParams) connect;
  decltype(&PQfinish) finish;
  decltype(&PQstatus) status;
  decltype(&PQerrorMessage) error_message;
  decltype(&PQserverVersion) server_version;
  decltype(&PQbackendPID) backend_pid;
  decltype(&PQsetNoticeReceiver) set_notice_receiver;
  decltype(&PQexec) exec;
  decltype(&PQgetResult) get_result;
  decltype(&PQputCopyData) put_copy_data;
  decltype(&PQputCopyEnd) put_copy_end;
  decltype(&PQgetCopyData) get_copy_data;
  decltype(&PQresultStatus) result_status;
  decltype(&PQresultErrorMessage) result_error_message;
  decltype(&PQresultErrorField) result_error_field;
  decltype(&PQntuples) ntuples;
  decltype(&PQclear) clear;
};

/// Any thread. Throws Error (Config006) if there is none on this machine.
const Libpq& libpq();

} // namespace confiture::database
