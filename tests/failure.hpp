#pragma once

#include <confiture/error.hpp>

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

namespace confiture::testing {

/// The Error that `action` throws; the test fails if it throws none.
template <typename Action> Error failure_of(const Action& action) {
  try {
    action();
  } catch (const Error& error) {
    return error;
  }
  throw std::logic_error("an Error was expected");
}

inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

} // namespace confiture::testing
