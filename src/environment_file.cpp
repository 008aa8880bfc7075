#include "environment_file.hpp"

#include "file.hpp"
#include "path.hpp"
#include "secret.hpp"
#include "suggest.hpp"
#include <confiture/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <vector>

namespace confiture {

namespace {

// A thousand times what an environment needs; parsing many more would take seconds.
constexpr std::size_t largest_file = std::size_t{1024} * 1024; ///< bytes

Error config_error(const std::string& message, std::string hint = {}) {
  return {ErrorCode::Config001, message, std::move(hint)};
}

constexpr const char* environments_folder = "db/environments"; ///< below the project

/// What the file of an environment is called for: a plain name that a message can show.
bool is_environment_name(const std::string& name) {
  return !name.empty() && name != "." && name != ".." && name.find('/') == std::string::npos &&
         name.find('\0') == std::string::npos && printable(name) == name;
}

std::string missing_hint(const std::string& project_dir, const std::string& environment) {
  const std::vector<std::string> known = environments(project_dir);
  if (known.empty()) {
    return "Name the project with --project-dir, or give the directories to build as arguments.";
  }
  const auto meant = suggestion(environment, known);
  return fmt::format("{}There are: {}",
                     meant ? fmt::format("Did you mean '{}'? ", *meant) : "",
                     fmt::join(known, ", "));
}

void require_size(const std::string& file, std::size_t size) {
  if (size > largest_file) {
    throw config_error(fmt::format("Cannot read {}: it has {} bytes, and an environment file no "
                                   "more than {}",
                                   printable(file),
                                   size,
                                   largest_file),
                       "Name directories and patterns instead of single files.");
  }
}

/// Throws unless the file was opened; one that is missing gets the answer of the reference.
void require_opened(const OpenedFile& opened,
                    const std::string& file,
                    const std::string& project_dir,
                    const std::string& environment) {
  if (opened.is_missing) {
    throw config_error(fmt::format("Environment config not found: {}\nExpected: "
                                   "db/environments/{}.yaml",
                                   quotable(file),
                                   quotable(environment)),
                       missing_hint(project_dir, environment));
  }
  if (!opened.problem.empty()) {
    throw config_error(fmt::format("Cannot read {}: {}", printable(file), opened.problem));
  }
  require_size(file, static_cast<std::size_t>(opened.status.st_size));
}

} // namespace

std::vector<std::string> environments(const std::string& project_dir) {
  std::vector<std::string> names;
  std::error_code failure;
  std::filesystem::directory_iterator entry(path::join(project_dir, environments_folder), failure);
  for (; !failure && entry != std::filesystem::directory_iterator(); entry.increment(failure)) {
    const std::filesystem::path& file = entry->path();
    if (file.extension() == ".yaml" && is_environment_name(file.stem().string())) {
      names.push_back(file.stem().string());
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

void require_environment_name(const std::string& environment) {
  if (!is_environment_name(environment)) {
    throw config_error(
        fmt::format("'{}' is not the name of an environment", quotable(environment)),
        "An environment is named by its file in db/environments, without '.yaml'; use "
        "--project-dir for another project.");
  }
}

EnvironmentFile read_environment_file(const std::string& project_dir,
                                      const std::string& environment) {
  require_environment_name(environment);
  const std::string path =
      path::join(project_dir, fmt::format("{}/{}.yaml", environments_folder, environment));
  const OpenedFile opened = open_regular_file(path);
  require_opened(opened, path, project_dir, environment);
  FileContent content = read_whole(opened);
  if (!content.problem.empty()) {
    throw config_error(fmt::format("Cannot read {}: {}", printable(path), content.problem));
  }
  require_size(path, content.bytes.size()); // which the system need not have told before
  return {.path = path, .text = std::move(content.bytes)};
}

} // namespace confiture
