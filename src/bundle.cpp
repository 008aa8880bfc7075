#include "bundle.hpp"

#include "bundle_file.hpp"
#include "header.hpp"
#include "postgres/foreign_keys.hpp"
#include "source_map_moves.hpp"
#include <confiture/error.hpp>

#include <utility>

namespace confiture {

namespace {

/// What cannot be read is no bundle here; writing tells what is wrong with it.
std::optional<BundleFile> bundle_file_or_none(const std::string& path) {
  try {
    return read_bundle_file(path);
  } catch (const Error&) {
    return std::nullopt;
  }
}

} // namespace

Bundle::Bundle(const BundlePlan& plan,
               std::string environment,
               std::string time,
               const OutputOptions& options)
    : plan_(plan), environment_(std::move(environment)), time_(std::move(time)),
      output_(plan.path, header_with(std::string(hex_digest_length, '0')).size(), options) {}

std::string Bundle::header_with(std::string_view body_digest) const {
  return plan_.has_header ? header(environment_, time_, body_digest, plan_.files) : std::string();
}

/// Its digest; after this all of it is written, and the map complete.
std::string Bundle::finish_body() {
  if (plan_.has_map) {
    map_ = map_builder_.finish();
  }
  if (plan_.is_two_pass) {
    const std::string body = std::exchange(body_, {});
    const postgres::MovedBody moved = postgres::move_foreign_keys(body);
    if (plan_.has_map) {
      map_ = map_of_moved(map_, body, moved);
    }
    digest_.update(moved.text);
    output_.append(moved.text);
  }
  std::string body_digest = digest_.finish();
  if (plan_.has_map) {
    put_below_header(map_, header_with(body_digest));
    map_.body_digest = body_digest;
  }
  return body_digest;
}

BundleOutcome Bundle::complete() {
  return complete_with(finish_body());
}

BundleOutcome Bundle::complete_if_changed() {
  const std::string body_digest = finish_body();
  const auto old = output_.is_stream() ? std::nullopt : bundle_file_or_none(plan_.path);
  if (!plan_.has_header || !old || !old->header || !old->is_as_built()) {
    return complete_with(body_digest);
  }
  const bool is_same = old->header->body_digest == body_digest &&
                       old->header->environment == environment_ &&
                       old->header->files == plan_.files;
  return is_same ? BundleOutcome{.size = old->size, .is_changed = false}
                 : complete_with(body_digest);
}

BundleOutcome Bundle::complete_with(std::string_view body_digest) {
  is_complete_ = true;
  return {.size = output_.complete(header_with(body_digest)), .is_changed = true};
}

void Bundle::replace() {
  if (is_complete_) {
    output_.replace();
  }
}

} // namespace confiture
