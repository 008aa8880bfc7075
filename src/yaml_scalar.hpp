#pragma once

#include "yaml.hpp"

#include <string_view>

namespace confiture::yaml {

/// What a plain scalar is by the tables of YAML 1.1 with PyYAML's spellings: `yes` and `Off` are
/// booleans, `010` and `1:30` integers, `1e3` and `0o10` text.
Kind resolve_plain(std::string_view text);

} // namespace confiture::yaml
