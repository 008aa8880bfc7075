#pragma once

#include "project.hpp"

#include <string>

namespace confiture::testing {

/// A project whose environment finds a second file, in a folder.
class CommandProject : public Project {
public:
  CommandProject() { write("db/schema/x/b.sql", "create table b ();\n"); }
};

inline const std::string default_output = "db/generated/schema_local.sql";

} // namespace confiture::testing
