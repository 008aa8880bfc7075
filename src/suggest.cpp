#include "suggest.hpp"

#include <algorithm>

namespace confiture {

namespace {

// A word of three letters may have one wrong, one of nine letters or more three.
constexpr std::size_t letters_a_mistake = 3;
constexpr std::size_t most_mistakes = 3;

} // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  // rows[i][j]: the distance of the first i letters of a and the first j of b; three rows suffice.
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) {
    row[j] = j;
  }
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::swap(before, last);
    std::swap(last, row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, changed});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
  }
  return row[b.size()];
}

std::optional<std::string> suggestion(std::string_view word,
                                      const std::vector<std::string>& candidates) {
  std::size_t allowed = std::min(most_mistakes, word.size() / letters_a_mistake);
  std::optional<std::string> nearest;
  for (const std::string& candidate : candidates) {
    const std::size_t longer = std::max(word.size(), candidate.size());
    if (longer - std::min(word.size(), candidate.size()) > allowed) {
      continue; // so different in length that the rest need not be looked at
    }
    const std::size_t distance = edit_distance(word, candidate);
    if (distance == 0) {
      return std::nullopt;
    }
    if (distance <= allowed) {
      nearest = candidate;
      allowed = distance - 1; // only a nearer one can replace it
    }
  }
  return nearest;
}

} // namespace confiture
