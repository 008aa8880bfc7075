#include "cli/source_names.hpp"

#include "path.hpp"
#include <confiture/config.hpp>
#include <confiture/error.hpp>
#include <confiture/selection.hpp>

#include <utility>

namespace confiture::cli {

SourceNames::SourceNames(std::string project_dir, std::optional<std::string> environment)
    : project_dir_(std::move(project_dir)), environment_(std::move(environment)),
      working_directory_(path::absolute(".")) {}

std::string SourceNames::name(const MappedBundle& bundle, std::string_view file) {
  const auto& base = base_directory_of(environment_.value_or(bundle.environment));
  const std::string path = base ? path::join(*base, file) : "";
  if (!base || !path::exists(path)) {
    return std::string(file);
  }
  return path::shown(path, working_directory_);
}

const std::optional<std::string>& SourceNames::base_directory_of(const std::string& environment) {
  const auto [entry, is_new] = base_directories_.try_emplace(environment);
  if (is_new && !environment.empty()) {
    try {
      entry->second = base_directory(load_config(project_dir_, environment));
    } catch (const Error&) {
      if (environment_) {
        throw;
      }
    }
  }
  return entry->second;
}

} // namespace confiture::cli
