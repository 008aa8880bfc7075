// Paths, one a line: both orders are those of their keys, and so total.

#include "fuzz.hpp"
#include "naive_order.hpp"
#include "order.hpp"
#include "path.hpp"

#include <algorithm>
#include <set>

using namespace confiture;
using Paths = std::vector<std::string>;

namespace {

/// The lines as absolute, plain paths, each once.
Paths paths_of(std::string_view text) {
  std::set<std::string> paths;
  for (const std::string& line : fuzz::split_all(text, '\n')) {
    paths.insert(path::plain("/p/" + line));
  }
  return {paths.begin(), paths.end()};
}

Paths numbered(const Paths& paths) {
  Paths sorted;
  for (const std::size_t position : numbered_order({paths.begin(), paths.end()})) {
    sorted.push_back(paths[position]);
  }
  return sorted;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t most_paths = 32; // each is compared with each
  Paths paths = paths_of(fuzz::view(data, size));
  paths.resize(std::min(paths.size(), most_paths));
  for (const std::string& a : paths) {
    for (const std::string& b : paths) {
      fuzz::require(comes_before(a, b) == (path::components(a) < path::components(b)),
                    "alphabetical order is that of the components");
    }
  }
  const Paths sorted = testing::NaiveOrder(paths).sorted(paths);
  fuzz::require(numbered(paths) == sorted, "numbered order is that of the reference's key");
  std::reverse(paths.begin(), paths.end());
  fuzz::require(numbered(paths) == sorted, "the result depends on the set alone");
  return 0;
}
