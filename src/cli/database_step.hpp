#pragma once

#include "artifact.hpp"
#include "cli/options.hpp"
#include "cli/report.hpp"
#include "cli/terminal.hpp"
#include "database/dump.hpp"
#include <confiture/config.hpp>
#include <confiture/selection.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace confiture::cli {

/// The address of a database as it was given, or as the environment has it. Throws Error
/// (Config010) if there is none, naming what asks for it.
std::string database_url(const std::optional<std::string>& given,
                         const Config& config,
                         std::string_view asked_by);

/// Applies the seeds of a build to its database and puts into the report what came of it. `profile`
/// may be null. Throws Error (Config010) if no database is named, (Config006) if it cannot be
/// reached, (Seed001) for a file that fails.
void apply_seeds(const BuildArguments& arguments,
                 const Config& config,
                 const Selection& selection,
                 const SeedProfile* profile,
                 Terminal& terminal,
                 BuildReport& report);

/// A dump that a build was asked for.
class DumpStep {
public:
  /// None if there is none to make. To be called while the process has no other thread. Throws
  /// Error (Config001) for a format that does not exist, (Config010) if no server is named.
  static std::unique_ptr<DumpStep> of(const BuildArguments& arguments, const Config& config);

  /// Makes the dump, unless it is there already, and puts into the report where it is; its result
  /// has to have a fingerprint. `profile` may be null. Throws Error (Schema001, Schema205).
  void run(const BuildArguments& arguments,
           const Config& config,
           Selection selection,
           const SeedProfile* profile,
           Terminal& terminal,
           BuildReport& report);

private:
  DumpStep(const std::string& url, DumpFormat format) : server_(url), format_(format) {}

  database::DumpServer server_;
  DumpFormat format_;
};

} // namespace confiture::cli
