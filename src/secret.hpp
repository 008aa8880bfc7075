#pragma once

#include <string>
#include <string_view>

namespace confiture {

/// A value with `***` for what can be a password: all between the first `:` and the last `@`, all
/// behind a `://` without `@`, all behind `password=`.
std::string without_password(std::string_view value);

/// A value of a configuration as a message may quote it: printable, and without a password.
std::string quotable(std::string_view value);

/// Whether this is a URL, a broken one of a database too, or settings such as `password=x`.
bool is_database_address(std::string_view value);

} // namespace confiture
