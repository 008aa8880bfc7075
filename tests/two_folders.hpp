#pragma once

#include "support.hpp"
#include <confiture/build.hpp>
#include <confiture/check.hpp>

#include <filesystem>
#include <string>
#include <string_view>

namespace confiture::testing {

/// Two directories of sources, `one` before `two`, with a bundle and a manifest of them.
class TwoFolders {
public:
  TwoFolders() {
    config.environment = "test";
    for (const char* name : {"one", "two"}) {
      config.include_dirs.emplace_back().path = path(name);
      std::filesystem::create_directory(path(name));
    }
  }

  [[nodiscard]] std::string path(const std::string& name) const { return directory_.path() / name; }
  void write(const std::string& name, std::string_view bytes) const {
    write_file(path(name), bytes);
  }
  void move(const std::string& from, const std::string& to) const {
    std::filesystem::create_directories(std::filesystem::path(path(to)).parent_path());
    std::filesystem::rename(path(from), path(to));
  }
  void remove(const std::string& name) const { std::filesystem::remove(path(name)); }

  void build_it() const {
    static_cast<void>(build(config,
                            select(config, scope),
                            {.output = path("bundle"), .manifest = path("manifest"), .jobs = 1}));
  }
  [[nodiscard]] CheckResult check_it(const CheckOptions& options) const {
    return check(config, select(config, scope), options);
  }
  [[nodiscard]] CheckResult check_both() const {
    return check_it({.manifest = path("manifest"), .bundle = path("bundle"), .jobs = 1});
  }
  [[nodiscard]] CheckResult check_manifest() const {
    return check_it({.manifest = path("manifest")});
  }
  [[nodiscard]] CheckResult check_bundle() const {
    return check_it({.bundle = path("bundle"), .jobs = 1});
  }

  Config config;
  Scope scope = Scope::Everything;

private:
  TemporaryDirectory directory_;
};

} // namespace confiture::testing
