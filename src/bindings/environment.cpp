#include "bindings/environment.hpp"

#include <confiture/outputs.hpp>

#include <utility>

namespace confiture::bindings {

namespace {

Selection select_sources(const Environment& environment) {
  return select(environment.config, environment.scope, {.jobs = environment.jobs});
}

/// What is to be in the schema.
Selection select_schema(const Environment& environment) {
  Selection selection = select_sources(environment);
  if (environment.config.seeds.is_sequential) {
    set_seeds_apart(selection);
  }
  return selection;
}

} // namespace

Environment open_environment(const std::string& project_dir, const std::string& name) {
  return {.project_dir = project_dir, .config = load_config(project_dir, name)};
}

std::string fingerprint(const Environment& environment) {
  return confiture::fingerprint(select_sources(environment), environment.jobs);
}

BuildResult build(const Environment& environment, BuildOptions options) {
  options.with_fingerprint = true;
  options.jobs = environment.jobs;
  return confiture::build(environment.config, select_schema(environment), options);
}

CheckResult check(const Environment& environment, CheckOptions options) {
  if (!options.manifest && !options.bundle) {
    options = outputs_to_check(environment.project_dir, environment.config.environment);
  }
  options.jobs = environment.jobs;
  return confiture::check(environment.config, select_schema(environment), options);
}

} // namespace confiture::bindings
