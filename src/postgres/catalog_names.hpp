#pragma once

#include <string_view>

namespace confiture::postgres {

/// Whether a name without a schema is, or may be, that of a function or type of PostgreSQL 15 to 18
/// itself, in schema pg_catalog, where names are looked for first. Several threads may ask.
bool is_catalog_function(std::string_view name);
bool is_catalog_type(std::string_view name);

} // namespace confiture::postgres
