#pragma once

#include "seeds.hpp"
#include "sql_script.hpp"
#include <confiture/progress.hpp>
#include <confiture/selection.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace confiture::database {

struct SeedOptions {
  bool continue_on_error = false; ///< with the next file after one that failed
  bool commits_each = false;      ///< after each file, else once at the end
  Progress* progress = nullptr;   ///< counts files that are done and their bytes, if given
};

struct SeedResult {
  std::size_t applied = 0;
  std::vector<std::string> failures = {}; ///< what was wrong with each file that failed
};

/// Applies files of seeds one after the other to the database at `url`. A file that fails leaves
/// nothing behind. Without `continue_on_error` it ends the run, and what was not committed before
/// is gone; what can be told without the server is refused before anything is applied. Throws Error
/// (Config006) if the database cannot be reached, (Seed001) for a file that fails.
SeedResult apply_seeds(const std::string& url,
                       const std::vector<SelectedFile>& seeds,
                       const SeedOptions& options);

/// Throws Error (Seed001) for statements that control a transaction, which the run of all seeds
/// does, and for commands of psql.
void require_applicable(const SqlScript& script, const PlaceOf& place_of);

} // namespace confiture::database
