#include "seeds.hpp"

#include "file.hpp"
#include "glob.hpp"
#include "path.hpp"
#include "secret.hpp"
#include "seed_path.hpp"
#include "utf8.hpp"
#include <confiture/error.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace confiture {

namespace {

/// A profile's patterns, ready to be tried.
class ProfileFilter {
public:
  explicit ProfileFilter(const SeedProfile& profile)
      : include_(profile.include.begin(), profile.include.end()),
        exclude_(profile.exclude.begin(), profile.exclude.end()) {}

  [[nodiscard]] bool takes(std::string_view path) const {
    return (include_.empty() || matches_any(include_, path)) && !matches_any(exclude_, path);
  }

private:
  static bool matches_any(const std::vector<Glob>& patterns, std::string_view path) {
    return std::any_of(
        patterns.begin(), patterns.end(), [&](const Glob& glob) { return glob.matches(path); });
  }

  std::vector<Glob> include_;
  std::vector<Glob> exclude_;
};

Error cannot_read(const SelectedFile& file, std::string_view problem) {
  return {ErrorCode::Seed001,
          fmt::format("Failed to read seed file {}: {}", printable(file.path), problem),
          "A seed file is a readable file of UTF-8 text."};
}

} // namespace

const SeedProfile& seed_profile(const Config& config, const std::string& name) {
  const auto& profiles = config.seeds.profiles;
  const auto found = profiles.find(name);
  if (found != profiles.end()) {
    return found->second;
  }
  std::vector<std::string> defined;
  std::transform(profiles.begin(), profiles.end(), std::back_inserter(defined), [](const auto& it) {
    return printable(it.first);
  });
  throw Error(
      ErrorCode::Config010,
      fmt::format("Unknown seed profile: '{}'. Defined profiles: {}.",
                  quotable(name),
                  defined.empty() ? "(none defined)" : fmt::format("{}", fmt::join(defined, ", "))),
      "Define it under seed.profiles.<name> in the environment config, or omit "
      "--seed-profile.");
}

std::vector<SelectedFile> seeds_in(const Selection& selection, const SeedProfile* profile) {
  const ProfileFilter filter(profile == nullptr ? SeedProfile() : *profile);
  const std::string_view anchor = path::parent(selection.base_dir);
  std::vector<SelectedFile> seeds;
  std::copy_if(selection.files.begin(),
               selection.files.end(),
               std::back_inserter(seeds),
               [&](const SelectedFile& file) {
                 return holds_seeds(selection, file) &&
                        filter.takes(path_below_seeds(path::relative(file.path, anchor)));
               });
  return seeds;
}

SqlScript read_seeds(const SelectedFile& file) {
  FileContent content = read_whole(open_regular_file(file.path));
  if (!content.problem.empty()) {
    throw cannot_read(file, content.problem);
  }
  if (const std::size_t valid = utf8::valid_length(content.bytes); valid < content.bytes.size()) {
    throw cannot_read(file,
                      fmt::format("byte 0x{:02x} at offset {} is not UTF-8",
                                  static_cast<unsigned char>(content.bytes[valid]),
                                  valid));
  }
  if (content.bytes.starts_with(utf8::byte_order_mark)) { // which psql leaves out, too
    content.bytes.erase(0, utf8::byte_order_mark.size());
  }
  return SqlScript(std::move(content.bytes));
}

PlaceOf places_in(const std::string& file, const SqlScript& script) {
  return [&](std::size_t offset) {
    return fmt::format(
        "{}:{}:{}", printable(file), script.line_of(offset), script.column_of(offset));
  };
}

} // namespace confiture
