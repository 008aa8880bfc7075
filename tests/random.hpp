#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace confiture::testing {

/// Random input, the same for a seed on every machine. Tests print seed and round with a failure.
class Random {
public:
  explicit Random(std::uint32_t seed) : engine_(seed) {}

  /// A number below `limit`, which is at least 1.
  std::size_t below(std::size_t limit) { return engine_() % limit; }

  template <typename Value> const Value& pick(const std::vector<Value>& values) {
    return values[below(values.size())];
  }

  /// At most `longest` of these pieces, one after the other.
  std::string text(const std::vector<std::string>& pieces, std::size_t longest) {
    std::string out;
    for (std::size_t left = below(longest + 1); left > 0; --left) {
      out += pick(pieces);
    }
    return out;
  }

  /// `text` cut at random places; joined it is whole again. Some pieces may be empty.
  std::vector<std::string> cut(std::string_view text) {
    std::vector<std::string> pieces;
    while (!text.empty()) {
      const std::size_t size = below(text.size() + 1);
      pieces.emplace_back(text.substr(0, size));
      text.remove_prefix(size);
    }
    return pieces;
  }

private:
  std::mt19937 engine_;
};

} // namespace confiture::testing
