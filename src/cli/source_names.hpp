#pragma once

#include <confiture/source_map.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace confiture::cli {

/// Names the sources of bundles, which know them only from the base directory of their build, so
/// that a person here can open them.
class SourceNames {
public:
  /// Without an environment it is the one that a bundle's header names. If that cannot be read, its
  /// sources keep the names that the bundle has for them; one that was asked for has to be there.
  SourceNames(std::string project_dir, std::optional<std::string> environment);

  /// The path of a source: relative if it is below the working directory, else absolute; as the
  /// bundle has it where there is no such file. Throws Error (Config001).
  std::string name(const MappedBundle& bundle, std::string_view file);

private:
  const std::optional<std::string>& base_directory_of(const std::string& environment);

  std::string project_dir_;
  std::optional<std::string> environment_;
  std::string working_directory_;
  std::map<std::string, std::optional<std::string>> base_directories_; ///< by environment
};

} // namespace confiture::cli
