#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace confiture {

/// Whether the path `a` comes before `b` alphabetically: component by component, by code point,
/// which is the byte order of UTF-8 (reference, section 4). A total order over plain paths.
bool comes_before(std::string_view a, std::string_view b);

/// Whether a name starts with a number: hexadecimal digits, at least one of them decimal, and `_`.
bool is_numbered(std::string_view name);

/// The positions of `paths` (absolute, plain, each once) in numbered order: numbered names before
/// others, by value, on every component. A number is hexadecimal if any name among `paths` in the
/// same directory has one with a letter. The result depends on the set of paths alone.
std::vector<std::size_t> numbered_order(const std::vector<std::string_view>& paths);

} // namespace confiture
