#include "artifact.hpp"

#include "path.hpp"

#include <fmt/format.h>

namespace confiture {

namespace {

constexpr std::size_t shown_digits = 12;

}

std::optional<DumpFormat> dump_format_named(std::string_view name) {
  return name == "custom"      ? std::optional(DumpFormat::Custom)
         : name == "directory" ? std::optional(DumpFormat::Directory)
                               : std::nullopt;
}

std::string artifact_path(const std::string& given, const ArtifactName& name, DumpFormat format) {
  std::string path = path::plain(given);
  if (!given.ends_with('/') && !path::is_directory(path)) {
    return path;
  }
  const std::string profile = name.seed_profile.value_or("");
  return path::join(path,
                    fmt::format("schema_{}.{}.{}.{}",
                                name.environment,
                                profile.empty() ? "full" : profile,
                                name.fingerprint.substr(0, shown_digits),
                                format == DumpFormat::Custom ? "pgdump" : "pgdir"));
}

} // namespace confiture
