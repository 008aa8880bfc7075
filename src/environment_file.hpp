#pragma once

#include <string>
#include <vector>

namespace confiture {

struct EnvironmentFile {
  std::string path; ///< as the project was named: relative if that was
  std::string text;
};

/// Reads `<project_dir>/db/environments/<environment>.yaml`. Throws Error (Config001) for a name
/// that is not that of a file, a file that is missing, and anything that is no regular file.
EnvironmentFile read_environment_file(const std::string& project_dir,
                                      const std::string& environment);

/// The environments that a project has, sorted; none where there is no folder to look in. What
/// cannot be the name of one is left out.
std::vector<std::string> environments(const std::string& project_dir);

/// Throws Error (Config001) unless an environment can be called so: by a plain file name.
void require_environment_name(const std::string& environment);

} // namespace confiture
