#include "path.hpp"
#include <confiture/outputs.hpp>

namespace confiture {

std::string default_output(const std::string& project_dir, const std::string& environment) {
  return path::join(project_dir, "db/generated/schema_" + environment + ".sql");
}

std::string default_manifest(const std::string& project_dir, const std::string& environment) {
  return path::join(project_dir, "db/confiture_" + environment + ".sum");
}

CheckOptions outputs_to_check(const std::string& project_dir, const std::string& environment) {
  CheckOptions options;
  const std::string bundle = default_output(project_dir, environment);
  if (path::exists(bundle)) {
    options.bundle = bundle;
  }
  const std::string manifest = default_manifest(project_dir, environment);
  if (path::exists(manifest) || !options.bundle) {
    options.manifest = manifest;
  }
  return options;
}

} // namespace confiture
