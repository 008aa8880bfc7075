#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace confiture {

/// The header's time: SOURCE_DATE_EPOCH in UTC when it is set and not empty, else now, local,
/// without an offset, as Python's `isoformat` writes it. Throws Error (Config001) for an epoch that
/// is no whole number of seconds between the years 1 and 9999.
std::string generation_time();

/// What stands above the body, up to and with the blank line (reference, section 5). Its length
/// does not depend on the digest, so the body can be written before it.
std::string header(std::string_view environment,
                   std::string_view time,
                   std::string_view body_digest,
                   std::size_t files);

} // namespace confiture
