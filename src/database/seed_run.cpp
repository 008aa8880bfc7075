#include "database/seed_run.hpp"

#include "database/refusals.hpp"
#include "database/statement_run.hpp"
#include "seeds.hpp"
#include <confiture/error.hpp>

#include <fmt/format.h>

#include <utility>

namespace confiture::database {

namespace {

constexpr const char* failed_hint =
    "Fix the seed file; --continue-on-error goes on with the files after it.";

Error meta_command(ErrorCode code,
                   const std::string& name,
                   const SqlScript& script,
                   const SqlScript::Statement& command) {
  return {code,
          fmt::format("Refusing to apply {}: psql meta-command ({})",
                      place_in(name, script, command.begin),
                      printable(script.text().substr(command.begin, command.end - command.begin))),
          "Remove the backslash commands; only SQL statements and inline COPY … FROM stdin data "
          "blocks are applied."};
}

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
    require_applicable(file.path, script);
    require(options_.commits_each ? "BEGIN" : "SAVEPOINT confiture_seed");
    try {
      run_seeds(connection_, file, script);
    } catch (const Error&) {
      if (connection_.is_open()) {
        require(options_.commits_each ? "ROLLBACK" : "ROLLBACK TO SAVEPOINT confiture_seed");
      }
      throw;
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

void require_applicable(const std::string& name, const SqlScript& script) {
  for (const Refusal& refusal : refusals(script)) {
    const SqlScript::Statement& statement = script.statements()[refusal.statement];
    if (refusal.reason == RefusalReason::PsqlCommand) {
      throw meta_command(ErrorCode::Seed001, name, script, statement);
    }
    throw Error(ErrorCode::Seed001,
                fmt::format("{}: seed files must not contain transaction control statements "
                            "(BEGIN, COMMIT, ROLLBACK, SAVEPOINT): each file already runs in a "
                            "transaction or savepoint of its own",
                            place_in(name, script, statement.begin)),
                "Remove BEGIN/COMMIT/ROLLBACK statements from seed files");
  }
}

void require_no_commands(const std::string& name, const SqlScript& script) {
  for (const Refusal& refusal : refusals(script)) {
    if (refusal.reason == RefusalReason::PsqlCommand) {
      throw meta_command(
          ErrorCode::Schema205, name, script, script.statements()[refusal.statement]);
    }
  }
}

void run_seeds(Connection& connection, const SelectedFile& file, const SqlScript& script) {
  for (std::size_t i = 0; i < script.statements().size(); ++i) {
    if (const auto failure = run_statement(connection, script, i)) {
      const std::string& state = failure->message.sqlstate;
      throw Error(ErrorCode::Seed001,
                  fmt::format("Failed to execute seed file {}: ERROR:  {}{}",
                              place_in(file.path, script, failure->offset),
                              state.empty() ? "" : state + ": ",
                              told(failure->message)),
                  failed_hint);
    }
  }
}

SeedResult apply_seeds(const std::string& url,
                       const std::vector<SelectedFile>& seeds,
                       const SeedOptions& options) {
  Connection connection{Address(url)};
  if (!options.continue_on_error) {
    for (const SelectedFile& file : seeds) {
      require_applicable(file.path, read_seeds(file));
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
