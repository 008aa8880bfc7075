#pragma once

#include "artifact.hpp"
#include "database/address.hpp"

#include <string>

namespace confiture::database {

/// Has pg_dump write a database to `path`, a file that may be there or a directory that may not.
/// The password is in its environment, where only this user sees it. Throws Error (Schema001) if
/// there is no pg_dump or it fails; what is at `path` is then of no use.
void run_pg_dump(const Address& database, DumpFormat format, const std::string& path);

} // namespace confiture::database
