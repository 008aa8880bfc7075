#pragma once

#include "running_bundle.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace confiture {

/// Rewrites what psql prints about the lines of a bundle, `psql:schema.sql:18412: ERROR: …` and the
/// `LINE n:` below it, so that it names the sources. Everything else passes as it is.
class PsqlOutput {
public:
  /// The bundle that psql calls so; null for any other file.
  using FindBundle = std::function<const RunningBundle*(const std::string& name)>;
  using Write = std::function<void(std::string_view text)>;

  /// How a source is to be named, given its path below the base directory.
  using NameSource = std::function<std::string(const RunningBundle& bundle, std::string_view file)>;

  PsqlOutput(FindBundle find_bundle, NameSource name_source, Write write)
      : find_bundle_(std::move(find_bundle)), name_source_(std::move(name_source)),
        write_(std::move(write)) {}

  /// Takes output as it comes. A message that may go on is held back.
  void take(std::string_view text);

  /// Whether something is held back.
  [[nodiscard]] bool holds() const { return !message_.empty() || !line_.empty(); }

  /// Gives out what is held back: nothing more belongs to it.
  void flush();

private:
  void take_line(std::string_view line);
  void end_message();

  FindBundle find_bundle_;
  NameSource name_source_;
  Write write_;
  std::string line_;                 ///< that is not complete
  std::vector<std::string> message_; ///< the lines of one, with their ends
};

} // namespace confiture
