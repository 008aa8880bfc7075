#pragma once

#include <confiture/api.h>

#include <stdexcept>
#include <string>
#include <string_view>

namespace confiture {

/// What kind of failure it was; the names are those of the reference's registry (reference,
/// section 8).
enum class ErrorCode {
  Config001, ///< a configuration that is missing, unreadable or wrong
  Config006, ///< a database that cannot be reached
  Config010, ///< a setting that belongs somewhere else
  Schema001, ///< the schema cannot be built
  Schema205, ///< a command of psql where only SQL may be
  Seed001,   ///< seeds cannot be applied
  Valid001,  ///< an argument with a value that is not allowed
};

/// Exit status of the command line program.
enum class ExitStatus : int {
  Success = 0,
  Internal = 1, ///< a fault of the program itself, where 1 can mean nothing else
  Findings = 1, ///< a check was made and found something
  Usage = 2,    ///< the arguments could not be understood
  Database = 3, ///< Config006
  Schema = 4,   ///< Schema001, Schema205
  Config = 5,   ///< Config001, Config010, Seed001, Valid001
};

/// The code as it is printed, such as `CONFIG_001`.
CONFITURE_API std::string_view name(ErrorCode code);

/// The exit status of a run that ended with `code`.
CONFITURE_API ExitStatus exit_status(ErrorCode code);

/// An expected failure: something outside the program is not as it has to be.
///
/// `what()` is the message for people, in one or more lines, with every name made printable; it
/// never holds a password.
class CONFITURE_API Error : public std::runtime_error {
public:
  /// `hint` says what to do about it, or is empty.
  Error(ErrorCode code, const std::string& message, std::string hint = {})
      : std::runtime_error(message), code_(code), hint_(std::move(hint)) {}

  [[nodiscard]] ErrorCode code() const { return code_; }
  [[nodiscard]] const std::string& hint() const { return hint_; }

private:
  ErrorCode code_;
  std::string hint_;
};

/// `text` with control characters, DEL and bytes that are not UTF-8 written as escapes
/// (`\n`, `\x1b`), so that a name can neither move the cursor nor break a line.
CONFITURE_API std::string printable(std::string_view text);

/// `text` with all but its line ends `printable`.
CONFITURE_API std::string printable_lines(std::string_view text);

/// The system's description of an `errno` value, such as `No such file or directory`.
CONFITURE_API std::string system_message(int error_number);

} // namespace confiture
