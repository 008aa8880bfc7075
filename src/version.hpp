#pragma once

#include <confiture/version.h>

namespace confiture {

/// The version of this program.
inline constexpr const char* version = CONFITURE_VERSION;

/// The version of fraiseql-confiture whose output is matched.
inline constexpr const char* reference_version = "1.29.0";

} // namespace confiture
