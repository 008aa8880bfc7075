#pragma once

#include <cstddef>

namespace confiture {

/// Bytes of a text, from `begin` up to `end`.
struct Span {
  std::size_t begin;
  std::size_t end;

  friend bool operator==(const Span&, const Span&) = default;
};

} // namespace confiture
