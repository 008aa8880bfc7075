#include "database/load.hpp"

#include <optional>
#include <string_view>
#include <utility>

namespace confiture::database {

namespace {

class Load {
public:
  Load(Connection& connection, const SqlScript& script, const LoadOptions& options)
      : connection_(connection), script_(script), options_(options) {}

  LoadResult run() {
    result_.refusals = refusals(script_);
    if (!result_.refusals.empty()) {
      return std::move(result_);
    }
    if (options_.progress != nullptr) {
      options_.progress->statements = script_.statements().size();
    }
    const std::size_t end = script_.statements().size();
    if (!runs("BEGIN", 0)) {
      return std::move(result_);
    }
    for (std::size_t i = 0; i < end && may_go_on(); ++i) {
      run_one(i);
      if (options_.progress != nullptr) {
        ++options_.progress->statements_run;
      }
    }
    if (result_.failures.empty()) {
      // A trial ends with the session, which takes everything back.
      runs(options_.is_trial ? "SET CONSTRAINTS ALL IMMEDIATE" : "COMMIT", end);
    }
    return std::move(result_);
  }

private:
  [[nodiscard]] bool may_go_on() const {
    return result_.failures.empty() || (options_.keep_going && connection_.is_open());
  }

  void run_one(std::size_t statement) {
    if (options_.keep_going && !runs("SAVEPOINT statement", statement)) {
      return;
    }
    auto failure = run_statement(connection_, script_, statement);
    take_warnings(statement);
    if (failure) {
      result_.failures.push_back(std::move(*failure));
      if (options_.keep_going && connection_.is_open()) {
        runs("ROLLBACK TO SAVEPOINT statement", statement);
      }
    }
    if (options_.keep_going && connection_.is_open()) {
      runs("RELEASE SAVEPOINT statement", statement);
    }
  }

  /// Runs what the script does not hold; a failure is put down to one of its statements.
  bool runs(std::string_view command, std::size_t statement) {
    auto message = connection_.run(command);
    take_warnings(statement);
    if (message) {
      result_.failures.push_back({.message = std::move(*message),
                                  .statement = statement,
                                  .offset = offset_of_statement(statement)});
    }
    return !message;
  }

  void take_warnings(std::size_t statement) {
    for (ServerMessage& warning : connection_.take_warnings()) {
      result_.warnings.push_back({.message = std::move(warning),
                                  .statement = statement,
                                  .offset = offset_of_statement(statement)});
    }
  }

  [[nodiscard]] std::size_t offset_of_statement(std::size_t statement) const {
    return statement < script_.statements().size() ? script_.statements()[statement].begin
                                                   : script_.text().size();
  }

  Connection& connection_;
  const SqlScript& script_;
  const LoadOptions& options_;
  LoadResult result_;
};

} // namespace

LoadResult load(Connection& connection, const SqlScript& script, const LoadOptions& options) {
  return Load(connection, script, options).run();
}

} // namespace confiture::database
