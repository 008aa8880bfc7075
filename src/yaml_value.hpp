#pragma once

#include "yaml.hpp"

#include <optional>
#include <string_view>

namespace confiture::yaml {

/// The scalar of a kind that `text` spells, without a position; none if it spells none: `010` is
/// the integer 8 and the real 10, `2020-02-30` is no date. Reads more than `resolve_plain` takes
/// for the kind, as a tag may ask for it: `1e3` is a real, ` 5 ` an integer, `nO` a boolean.
std::optional<Node> construct(Kind kind, std::string_view text);

} // namespace confiture::yaml
