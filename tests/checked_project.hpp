#pragma once

#include "project.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>

namespace confiture::testing {

/// A project whose environment finds three files.
class CheckedProject : public Project {
public:
  CheckedProject() {
    write("db/schema/b.sql", "create table b ();\n");
    write("db/schema/x/c.sql", "create table c ();\n");
  }

  [[nodiscard]] std::string read(const std::string& name) const { return read_file(path(name)); }

  [[nodiscard]] ProcessResult run(Words arguments, const std::string& input = "") const {
    arguments.insert(arguments.begin(), CONFITURE_BUILD_PROGRAM);
    return testing::run(arguments, {.cwd = path(), .input = input});
  }
  /// A command as a person types it, with the program in PATH.
  [[nodiscard]] ProcessResult shell(const std::string& command) const {
    ProcessOptions options{.cwd = path()};
    options.env["PATH"] = std::filesystem::path(CONFITURE_BUILD_PROGRAM).parent_path().string() +
                          ":" + options.env["PATH"];
    return testing::run({"sh", "-c", command}, options);
  }
  [[nodiscard]] nlohmann::json check(Words arguments = {}) const {
    arguments.insert(arguments.begin(), {"check", "-f", "json"});
    return nlohmann::json::parse(run(arguments).out);
  }
};

// Where its bundle and its manifest go.
inline const std::string bundle = "db/generated/schema_local.sql";
inline const std::string manifest = "db/confiture_local.sum";

} // namespace confiture::testing
