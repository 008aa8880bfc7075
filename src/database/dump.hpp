#pragma once

#include "artifact.hpp"
#include <confiture/config.hpp>
#include <confiture/progress.hpp>
#include <confiture/selection.hpp>

#include <memory>
#include <string>
#include <vector>

namespace confiture::database {

/// What a dump holds and where it goes.
struct DumpPlan {
  const Config& config;
  const Selection& selection;      ///< of the schema, seeds apart
  std::vector<SelectedFile> seeds; ///< loaded after the schema, in this order
  std::string path;                ///< of the artifact
  DumpFormat format = DumpFormat::Custom;
  std::string fingerprint = {}; ///< that the sources have to have in the end
  bool fsync = false;           ///< keep it also when the power fails
  unsigned jobs = 0;            ///< threads; 0 chooses
  Progress* progress = nullptr; ///< kept up to date if given
};

/// A server on which databases are made for dumps, and are gone again however this process ends.
class DumpServer {
public:
  /// To be made while the process has no other thread. Throws Error (Schema001).
  explicit DumpServer(const std::string& url);
  ~DumpServer();
  DumpServer(const DumpServer&) = delete;
  DumpServer& operator=(const DumpServer&) = delete;

  /// Loads schema and seeds into a new database as psql would, has pg_dump write it beside `path`,
  /// and gives it its place when all is well. Throws Error: Schema001, Schema205.
  void dump(const DumpPlan& plan);

private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

} // namespace confiture::database
