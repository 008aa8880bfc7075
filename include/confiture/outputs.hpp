#pragma once

#include <confiture/api.h>
#include <confiture/check.hpp>

#include <string>

namespace confiture {

/// Where the schema of an environment goes if nothing else is said: below `db` in the project.
CONFITURE_API std::string default_output(const std::string& project_dir,
                                         const std::string& environment);

/// Likewise its manifest.
CONFITURE_API std::string default_manifest(const std::string& project_dir,
                                           const std::string& environment);

/// What there is to check if nothing is named: those of the two that exist, else the manifest.
/// Throws Error (Schema001) if that cannot be told.
CONFITURE_API CheckOptions outputs_to_check(const std::string& project_dir,
                                            const std::string& environment);

} // namespace confiture
