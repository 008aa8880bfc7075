// A pattern (first line) and a path (the rest): the same answer as by trying everything.

#include "fuzz.hpp"
#include "glob.hpp"
#include "naive_glob.hpp"

#include <algorithm>
#include <optional>

using namespace confiture;

namespace {

/// None where the pattern is an error.
std::optional<bool> answer(std::string_view pattern, std::string_view path) {
  try {
    return Glob(std::string(pattern)).matches(path);
  } catch (const Error& error) {
    fuzz::require_message(error);
    return std::nullopt;
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::ptrdiff_t most_stars = 5; // beyond, trying everything takes too long
  const auto [pattern, path] = fuzz::split(fuzz::view(data, size), '\n');
  const std::optional<bool> found = answer(pattern, path);
  if (std::count(pattern.begin(), pattern.end(), '*') > most_stars) {
    return 0;
  }
  try {
    const testing::NaiveGlob naive(pattern);
    fuzz::require(naive.has_escape() || found == naive.matches(path),
                  "a path matches as by trying everything");
  } catch (const testing::NaiveGlob::Refused&) {
    fuzz::require(!found, "what is wrong with a pattern is an error");
  }
  return 0;
}
