#pragma once

#include "yaml.hpp"

#include <string_view>

namespace confiture::yaml {

/// What a plain scalar means by the tables of YAML 1.1 with PyYAML's spellings: `yes` and `Off` are
/// booleans, `010` is 8, `1:30` is 90, `1e3` and `0o10` are text. Sets kind and value, not
/// position.
Node resolve_plain(std::string_view text);

} // namespace confiture::yaml
