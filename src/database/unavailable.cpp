// What stands for this folder when CONFITURE_DATABASE is off, as far as others use it.

#include "database/dump.hpp"
#include "database/seed_run.hpp"
#include <confiture/error.hpp>

#include <fmt/format.h>

namespace confiture::database {

namespace {

[[noreturn]] void refuse(const char* asked_by) {
  throw Error(ErrorCode::Schema001,
              fmt::format("{}: not available in this build, which knows no databases", asked_by),
              "Build it with them: cmake -DCONFITURE_DATABASE=ON (package libpq-dev).");
}

} // namespace

SeedResult apply_seeds(const std::string& /*url*/,
                       const std::vector<SelectedFile>& /*seeds*/,
                       const SeedOptions& /*options*/) {
  refuse("Seeds that are applied to a database");
}

struct DumpServer::Parts {};

DumpServer::DumpServer(const std::string& /*url*/) {
  refuse("--dump");
}

DumpServer::~DumpServer() = default;

void DumpServer::dump(const DumpPlan& /*plan*/) {
  refuse("--dump");
}

} // namespace confiture::database
