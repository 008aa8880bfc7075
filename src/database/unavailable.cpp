// What stands for this folder when CONFITURE_DATABASE is off, as far as others use it.

#include "database/unavailable.hpp"

#include "database/dump.hpp"
#include "database/seed_run.hpp"

#include <fmt/format.h>

namespace confiture::database {

Error unavailable(std::string_view asked_by) {
  return {ErrorCode::Schema001,
          fmt::format("{}: not available in this build, which knows no databases", asked_by),
          "Build it with them: cmake -DCONFITURE_DATABASE=ON (package libpq-dev)."};
}

SeedResult apply_seeds(const std::string& /*url*/,
                       const std::vector<SelectedFile>& /*seeds*/,
                       const SeedOptions& /*options*/) {
  throw unavailable("Seeds that are applied to a database");
}

struct DumpServer::Parts {};

DumpServer::DumpServer(const std::string& /*url*/) {
  throw unavailable("--dump");
}

DumpServer::~DumpServer() = default;

void DumpServer::dump(const DumpPlan& /*plan*/) {
  throw unavailable("--dump");
}

} // namespace confiture::database
