#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace confiture {

/// What pg_dump writes: one file, or a directory, which it can write and read in parallel.
enum class DumpFormat { Custom, Directory };

/// `custom` or `directory`; none for anything else.
std::optional<DumpFormat> dump_format_named(std::string_view name);

/// What a dump is of, as far as its name tells.
struct ArtifactName {
  std::string environment;
  std::optional<std::string> seed_profile; ///< none stands for all seeds
  std::string fingerprint;
};

/// Where a dump goes. Below a directory, which is one that exists or a path with a slash at its
/// end, its name is that of what is in it; another path is taken as it is.
std::string artifact_path(const std::string& given, const ArtifactName& name, DumpFormat format);

} // namespace confiture
