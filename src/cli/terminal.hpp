#pragma once

#include "cli/style.hpp"

#include <string_view>

namespace confiture::cli {

enum class ColorChoice {
  Auto, ///< where a person looks: on a terminal, unless NO_COLOR or TERM=dumb asks for none
  Always,
  Never,
};

/// How a command was asked to talk.
struct TerminalArguments {
  ColorChoice color = ColorChoice::Auto;
  bool quiet = false;   ///< no notices, no progress
  bool verbose = false; ///< details too
  bool timings = false; ///< how long each step took
};

/// Standard output, which holds the result of a command, and standard error, which holds all else.
/// For one thread at a time.
class Terminal {
public:
  explicit Terminal(const TerminalArguments& arguments = {});

  /// Writes the result. Throws std::runtime_error if it cannot be written.
  void print(std::string_view text);

  /// Writes what is good to know, unless the command is to be quiet.
  void notice(std::string_view text);

  /// Writes what only a verbose command tells.
  void detail(std::string_view text);

  /// Writes what has to be seen: an error, or a result that cannot be trusted as it is.
  void complain(std::string_view text);

  /// Makes sure that all that was printed has arrived. Throws std::runtime_error.
  void flush();

  [[nodiscard]] bool is_quiet() const { return arguments_.quiet; }
  [[nodiscard]] bool wants_timings() const { return arguments_.timings; }
  [[nodiscard]] const Style& output_style() const { return output_style_; }
  [[nodiscard]] const Style& error_style() const { return error_style_; }

  /// Whether a line that moves is welcome on standard error.
  [[nodiscard]] bool shows_progress() const;

private:
  TerminalArguments arguments_;
  Style output_style_;
  Style error_style_;
};

} // namespace confiture::cli
