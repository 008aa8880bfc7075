#include "database/seed_run.hpp"

#include "database/connection.hpp"
#include "database/refusals.hpp"
#include "database/script_run.hpp"
#include "database/statement_run.hpp"
#include <confiture/error.hpp>

#include <fmt/format.h>

#include <utility>

namespace confiture::database {

namespace {

constexpr const char* failed_hint =
    "Fix the seed file; --continue-on-error goes on with the files after it.";

/// Where transactions begin and end.
class SeedRun {
public:
  SeedRun(Connection& connection, const SeedOptions& options)
      : connection_(connection), options_(options) {}

  void begin() {
    if (!options_.commits_each) {
      require("BEGIN");
    }
  }

  /// Throws Error (Seed001); then nothing of the file is left.
  void apply(const SelectedFile& file) {
    const SqlScript script = read_seeds(file);
    const PlaceOf place_of = places_in(file.path, script);
    require_applicable(script, place_of);
    require(options_.commits_each ? "BEGIN" : "SAVEPOINT confiture_seed");
    if (const auto problem = run_script(connection_, script, place_of)) {
      if (connection_.is_open()) {
        require(options_.commits_each ? "ROLLBACK" : "ROLLBACK TO SAVEPOINT confiture_seed");
      }
      throw Error(ErrorCode::Seed001, "Failed to execute seed file " + *problem, failed_hint);
    }
    if (options_.commits_each) {
      commit(fmt::format("Failed to commit seed file {}", printable(file.path)));
    } else {
      require("RELEASE SAVEPOINT confiture_seed");
    }
    if (options_.progress != nullptr) {
      options_.progress->bytes_read += script.text().size();
    }
  }

  void end() {
    if (!options_.commits_each) {
      commit("Seed application failed");
    }
  }

private:
  void require(const char* statement) {
    if (const auto failure = connection_.run(statement)) {
      throw Error(ErrorCode::Seed001, "Seed application failed: " + told(*failure));
    }
  }

  /// A deferred constraint fails only here, and then all is rolled back.
  void commit(const std::string& what_fails) {
    if (const auto failure = connection_.run("COMMIT")) {
      throw Error(ErrorCode::Seed001,
                  fmt::format("{}: ERROR:  {}: {}", what_fails, failure->sqlstate, told(*failure)),
                  "A deferred constraint is checked when the transaction commits, after every file "
                  "ran: seed the rows it references in the same run.");
    }
  }

  Connection& connection_;
  const SeedOptions& options_;
};

} // namespace

void require_applicable(const SqlScript& script, const PlaceOf& place_of) {
  require_no_commands(script, place_of, ErrorCode::Seed001);
  if (const auto refused = refusals(script); !refused.empty()) {
    throw Error(ErrorCode::Seed001,
                fmt::format("{}: seed files must not contain transaction control statements "
                            "(BEGIN, COMMIT, ROLLBACK, SAVEPOINT): each file already runs in a "
                            "transaction or savepoint of its own",
                            place_of(refused.front().offset)),
                "Remove BEGIN/COMMIT/ROLLBACK statements from seed files");
  }
}

SeedResult apply_seeds(const std::string& url,
                       const std::vector<SelectedFile>& seeds,
                       const SeedOptions& options) {
  Connection connection{Address(url)};
  if (!options.continue_on_error) {
    for (const SelectedFile& file : seeds) {
      const SqlScript script = read_seeds(file);
      require_applicable(script, places_in(file.path, script));
    }
  }
  SeedRun run(connection, options);
  SeedResult result;
  run.begin();
  for (const SelectedFile& file : seeds) {
    try {
      run.apply(file);
      ++result.applied;
    } catch (const Error& failure) {
      if (!options.continue_on_error || !connection.is_open()) {
        throw;
      }
      result.failures.emplace_back(failure.what());
    }
    if (options.progress != nullptr) {
      ++options.progress->files_read;
    }
  }
  run.end();
  return result;
}

} // namespace confiture::database
