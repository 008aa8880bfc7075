#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace confiture {

/// How many letters have to be added, left out, changed or swapped with their neighbour to make one
/// word the other (optimal string alignment, in bytes).
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The candidate that `word` looks like a misspelling of, if there is one: the nearest, of equally
/// near ones the first. A word that is a candidate has none.
std::optional<std::string> suggestion(std::string_view word,
                                      const std::vector<std::string>& candidates);

} // namespace confiture
