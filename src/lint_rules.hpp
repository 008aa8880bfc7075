#pragma once

#include "source_lines.hpp"
#include <confiture/finding.hpp>

#include <cstddef>
#include <string>

// The rules of `lint`, by the names that the program has for them; their texts are in the file of
// the same name.

namespace confiture::rule {

inline constexpr const char* byte_order_mark = "byte-order-mark";
inline constexpr const char* duplicate_definition = "duplicate-definition";
inline constexpr const char* forward_reference = "forward-reference";
inline constexpr const char* missing_semicolon = "missing-semicolon";
inline constexpr const char* mixed_line_endings = "mixed-line-endings";
inline constexpr const char* open_comment = "open-comment";
inline constexpr const char* open_copy = "open-copy";
inline constexpr const char* open_dollar_quote = "open-dollar-quote";
inline constexpr const char* open_identifier = "open-identifier";
inline constexpr const char* open_string = "open-string";
inline constexpr const char* psql_command = "psql-command";
inline constexpr const char* psql_variable = "psql-variable";
inline constexpr const char* split_overloads = "split-overloads";
inline constexpr const char* syntax_error = "syntax-error";
inline constexpr const char* unknown_rule = "unknown-rule";

} // namespace confiture::rule

namespace confiture {

/// A finding of a rule of `lint`, about a byte of a text; its file is not said yet.
Finding finding_at(SourceLines& lines, std::size_t offset, const char* rule, std::string message);

} // namespace confiture
