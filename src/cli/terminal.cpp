#include "cli/terminal.hpp"

#include <confiture/error.hpp>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <unistd.h>

namespace confiture::cli {

namespace {

void require_written(bool written) {
  if (!written) {
    throw std::runtime_error("cannot write to standard output: " + system_message(errno));
  }
}

/// Nobody is left to tell if this fails.
void write_to_stderr(std::string_view text) {
  static_cast<void>(std::fwrite(text.data(), 1, text.size(), stderr));
}

std::string_view variable(const char* name) {
  const char* value = std::getenv(name); // NOLINT(concurrency-mt-unsafe): nothing sets any
  return value == nullptr ? "" : value;
}

/// Whether the stream leads to a terminal that understands escape sequences.
bool is_capable_terminal(int descriptor) {
  return ::isatty(descriptor) == 1 && !variable("TERM").empty() && variable("TERM") != "dumb";
}

/// NO_COLOR as on no-color.org: any value but an empty one counts.
Style style_for(ColorChoice choice, int descriptor) {
  const bool is_colored = choice == ColorChoice::Always ||
                          (choice == ColorChoice::Auto && variable("NO_COLOR").empty() &&
                           is_capable_terminal(descriptor));
  return Style(is_colored);
}

} // namespace

Terminal::Terminal(const TerminalArguments& arguments)
    : arguments_(arguments), output_style_(style_for(arguments.color, STDOUT_FILENO)),
      error_style_(style_for(arguments.color, STDERR_FILENO)) {}

void Terminal::print(std::string_view text) {
  require_written(std::fwrite(text.data(), 1, text.size(), stdout) == text.size());
}

void Terminal::notice(std::string_view text) {
  if (!arguments_.quiet) {
    write_to_stderr(text);
  }
}

void Terminal::detail(std::string_view text) {
  if (arguments_.verbose) {
    write_to_stderr(text);
  }
}

void Terminal::complain(std::string_view text) {
  write_to_stderr(text);
}

void Terminal::flush() {
  require_written(std::fflush(stdout) == 0);
}

bool Terminal::shows_progress() const {
  return !arguments_.quiet && is_capable_terminal(STDERR_FILENO);
}

} // namespace confiture::cli
