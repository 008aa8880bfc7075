#pragma once

#include "support.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace confiture::testing {

/// A project with an environment `local` over db/schema, which has three files.
class CheckedProject {
public:
  using Words = std::vector<std::string>;

  CheckedProject() {
    write("db/environments/local.yaml",
          "database_url: postgresql://h/d\ninclude_dirs: [db/schema]\n");
    write("db/schema/a.sql", "create table a ();\n");
    write("db/schema/b.sql", "create table b ();\n");
    write("db/schema/x/c.sql", "create table c ();\n");
  }

  void write(const std::string& name, std::string_view bytes) const {
    write_file(path(name), bytes);
  }
  [[nodiscard]] std::string read(const std::string& name) const { return read_file(path(name)); }
  [[nodiscard]] std::filesystem::path path(const std::string& name = "") const {
    return directory_.path() / name;
  }
  [[nodiscard]] bool has(const std::string& name) const {
    return std::filesystem::exists(path(name));
  }

  [[nodiscard]] ProcessResult run(Words arguments, const std::string& input = "") const {
    arguments.insert(arguments.begin(), CONFITURE_BUILD_PROGRAM);
    return testing::run(arguments, {.cwd = directory_.path(), .input = input});
  }
  /// A command as a person types it, with the program in PATH.
  [[nodiscard]] ProcessResult shell(const std::string& command) const {
    ProcessOptions options{.cwd = directory_.path()};
    options.env["PATH"] = std::filesystem::path(CONFITURE_BUILD_PROGRAM).parent_path().string() +
                          ":" + options.env["PATH"];
    return testing::run({"sh", "-c", command}, options);
  }
  [[nodiscard]] nlohmann::json check(Words arguments = {}) const {
    arguments.insert(arguments.begin(), {"check", "-f", "json"});
    return nlohmann::json::parse(run(arguments).out);
  }

private:
  TemporaryDirectory directory_;
};

// Where its bundle and its manifest go.
inline const std::string bundle = "db/generated/schema_local.sql";
inline const std::string manifest = "db/confiture_local.sum";

} // namespace confiture::testing
