#pragma once

#include <confiture/error.hpp>

#include <string_view>

namespace confiture::database {

/// That this build knows no databases (Schema001), which `asked_by` needs.
Error unavailable(std::string_view asked_by);

} // namespace confiture::database
