#include "cli/terminal.hpp"

#include <confiture/error.hpp>

#include <cerrno>
#include <cstdio>
#include <stdexcept>

namespace confiture::cli {

namespace {

void require_written(bool written) {
  if (!written) {
    throw std::runtime_error("cannot write to standard output: " + system_message(errno));
  }
}

} // namespace

void print(std::string_view text) {
  require_written(std::fwrite(text.data(), 1, text.size(), stdout) == text.size());
}

void print_notice(std::string_view text) {
  // There is nobody left to tell if this fails.
  static_cast<void>(std::fwrite(text.data(), 1, text.size(), stderr));
}

void flush_output() {
  require_written(std::fflush(stdout) == 0);
}

} // namespace confiture::cli
