#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace confiture::testing {

/// An invocation that is not to end as it was recorded.
struct LeftOut {
  enum class Expect {
    Refused,  ///< fails and says why
    Accepted, ///< succeeds, where the reference fails or has another result
  };

  std::string_view case_name;
  std::size_t invocation; ///< counted from 0
  Expect expect;
  std::string_view reason;
};

/// All of them. They run like the others, and must end as they say.
std::span<const LeftOut> left_out();

/// The entry for an invocation, or null.
const LeftOut* find_left_out(std::string_view case_name, std::size_t invocation);

} // namespace confiture::testing
