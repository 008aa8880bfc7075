#include "cli/report.hpp"

#include <fmt/format.h>

namespace confiture::cli {

namespace {

/// A number with a comma between thousands, whatever the locale.
std::string with_separators(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

} // namespace

std::string build_text(const BuildReport& report) {
  std::string text = fmt::format("Schema built successfully\n"
                                 "  Output: {}\n"
                                 "  Size: {} bytes\n"
                                 "  Files: {}\n",
                                 printable(report.output_path),
                                 with_separators(report.result.size),
                                 report.result.files);
  if (report.result.fingerprint) {
    text += fmt::format("  Hash: {}\n", *report.result.fingerprint);
  }
  text += fmt::format("  Time: {} ms\n", report.milliseconds);
  for (const Warning& warning : report.warnings) {
    text +=
        fmt::format("{} [{}]: {}\n", warning.severity, warning.code, printable(warning.message));
  }
  return text;
}

std::string split_text(const SplitReport& report) {
  const auto line = [](const char* phase, const SplitPart& part) {
    return fmt::format("  {}: {} ({} files, {} bytes)\n",
                       phase,
                       printable(part.path),
                       part.files,
                       with_separators(part.size));
  };
  return fmt::format("Schema split successfully\n{}{}{}  Hash: {}\n  Time: {} ms\n",
                     line("Superuser, before", report.result.superuser_pre),
                     line("Application", report.result.app),
                     line("Superuser, after", report.result.superuser_post),
                     report.result.fingerprint,
                     report.milliseconds);
}

std::string list_text(const ListReport& report) {
  std::string text = fmt::format("{} file(s) selected for env '{}' — nothing was built\n",
                                 report.selection.files.size(),
                                 printable(report.environment));
  for (const ListedFile& file : listed_files(report)) {
    text += fmt::format("  {}  ← {} · order {} · {}\n",
                        printable(file.path),
                        printable(file.entry),
                        file.order.text(),
                        printable(file.pattern));
  }
  return text;
}

std::string failure_text(const FailureReport& failure) {
  std::string text =
      fmt::format("confiture-build: error [{}]: {}\n", failure.code, failure.message);
  if (!failure.hint.empty()) {
    text += fmt::format("  hint: {}\n", failure.hint);
  }
  return text;
}

} // namespace confiture::cli
