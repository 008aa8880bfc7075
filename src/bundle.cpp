#include "bundle.hpp"

#include "header.hpp"

namespace confiture {

Bundle::Bundle(const BundlePlan& plan, std::string environment, std::string time)
    : plan_(plan), environment_(std::move(environment)), time_(std::move(time)),
      output_(plan.path, header_with(std::string(hex_digest_length, '0')).size()) {}

std::string Bundle::header_with(std::string_view body_digest) const {
  return plan_.has_header ? header(environment_, time_, body_digest, plan_.files) : std::string();
}

std::uint64_t Bundle::commit() {
  return output_.commit(header_with(digest_.finish()));
}

} // namespace confiture
