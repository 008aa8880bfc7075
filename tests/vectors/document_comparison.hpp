#pragma once

#include "vectors/recorded_case.hpp"

#include <string>
#include <vector>

namespace confiture::testing {

/// Where two documents differ: in the keys of an object or their order, in a type, in a value.
/// Not compared, but demanded, are the volatile values, the message of an error and its hint (where
/// the reference has one), and the code of an error where the reference broke.
std::vector<std::string>
document_differences(const Expectation& expectation, const Json& expected, const Json& actual);

/// Whether `text` is the document as the reference writes it, ASCII and indented by two, with
/// `end` after it.
bool is_in_reference_form(const Json& document, std::string_view text, std::string_view end);

} // namespace confiture::testing
