#include "cli/report.hpp"
#include "cli/units.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string_view>
#include <vector>

namespace confiture::cli {

namespace {

/// `30.0 KiB (30,685 bytes)`, but small sizes once.
std::string size_text(std::uint64_t size) {
  const std::string exact = counted(size, "byte");
  const std::string readable = readable_size(size);
  return readable == exact ? exact : fmt::format("{} ({})", readable, exact);
}

/// `a.sql (line 1, offset 0)`.
std::string place_text(const Definition& definition) {
  return fmt::format(
      "{} (line {}, offset {})", printable(definition.file), definition.line, definition.offset);
}

std::string_view winner_text(Winner winner) {
  switch (winner) {
  case Winner::Last:
    return "the last definition wins (CREATE OR REPLACE)";
  case Winner::First:
    return "the first definition wins (the later ones are IF NOT EXISTS)";
  case Winner::Conflict:
    return "a later one fails";
  case Winner::None:
    return "keep a routine's overloads together";
  }
  return "";
}

std::string message_of(const Duplicate& duplicate) {
  std::vector<std::string> places;
  places.reserve(duplicate.definitions.size());
  for (const Definition& definition : duplicate.definitions) {
    places.push_back(place_text(definition));
  }
  const std::string where = fmt::format("{}", fmt::join(places, "; "));
  if (duplicate.winner == Winner::None) {
    return fmt::format("overloads of '{}' lie in several files: {} — {}",
                       printable(duplicate.identity),
                       where,
                       winner_text(duplicate.winner));
  }
  return fmt::format("{} '{}' is defined {} times: {} — {}",
                     duplicate.kind,
                     printable(duplicate.identity),
                     places.size(),
                     where,
                     winner_text(duplicate.winner));
}

/// A build that stopped before it began.
std::string failed_build_text(const BuildReport& report, const Style& style) {
  std::string text = fmt::format("{}: {}\n", style.error("Build failed"), printable(report.error));
  for (const Warning& warning : report.warnings) {
    text += warning_text(warning, style);
  }
  return text;
}

} // namespace

std::string duplicates_text(const std::vector<Duplicate>& duplicates, const Style& style) {
  std::string text = "Duplicate definitions:\n";
  for (const Duplicate& duplicate : duplicates) {
    text += fmt::format("  {}: {}\n", style.warning(duplicate.rule), message_of(duplicate));
  }
  return text;
}

std::string warning_text(const Warning& warning, const Style& style) {
  const std::string label = fmt::format("{} [{}]", warning.severity, warning.code);
  return fmt::format("{}: {}\n",
                     warning.severity == "warning" ? style.warning(label) : style.hint(label),
                     printable(warning.message));
}

std::string build_text(const BuildReport& report, const Style& style) {
  if (!report.error.empty()) {
    return failed_build_text(report, style);
  }
  std::string text =
      fmt::format("{}\n"
                  "  Output: {}\n"
                  "  Size: {}\n"
                  "  Files: {}\n",
                  style.success(report.result.is_changed ? "Schema built successfully"
                                                         : "Schema is up to date"),
                  printable(report.output_path),
                  size_text(report.result.size),
                  with_commas(report.result.files));
  if (report.result.fingerprint) {
    text += fmt::format("  Hash: {}\n", *report.result.fingerprint);
  }
  if (report.seeds_applied != 0) {
    text += fmt::format("  Seeds: {} applied\n", counted(report.seeds_applied, "file"));
  }
  if (report.artifact_path) {
    text += fmt::format("  Artifact: {}\n", printable(*report.artifact_path));
  }
  text += fmt::format("  Time: {}\n", readable_time(report.elapsed));
  for (const Warning& warning : report.warnings) {
    text += warning_text(warning, style);
  }
  if (!report.duplicates.empty()) {
    text += fmt::format("Duplicate definitions: {} (see above)\n",
                        with_commas(report.duplicates.size()));
  }
  return text;
}

std::string split_text(const SplitReport& report, const Style& style) {
  const auto line = [](const char* phase, const SplitPart& part) {
    return fmt::format("  {}: {} ({}, {})\n",
                       phase,
                       printable(part.path),
                       counted(part.files, "file"),
                       readable_size(part.size));
  };
  return fmt::format("{}\n{}{}{}  Hash: {}\n  Time: {}\n",
                     style.success("Schema split successfully"),
                     line("Superuser, before", report.result.superuser_pre),
                     line("Application", report.result.app),
                     line("Superuser, after", report.result.superuser_post),
                     report.result.fingerprint,
                     readable_time(report.elapsed));
}

std::string list_text(const ListReport& report, const Style& style) {
  std::string text = fmt::format("{} file(s) selected for env '{}' — nothing was built\n",
                                 report.selection.files.size(),
                                 printable(report.environment));
  for (const ListedFile& file : listed_files(report)) {
    text += fmt::format("  {}  {}\n",
                        printable(file.path),
                        style.aside(fmt::format("← {} · order {} · {}",
                                                printable(file.entry),
                                                file.order.text(),
                                                printable(file.pattern))));
  }
  return text;
}

std::string failure_text(const FailureReport& failure, const Style& style) {
  std::string text = fmt::format("confiture-build: {}: {}\n",
                                 style.error(fmt::format("error [{}]", failure.code)),
                                 failure.message);
  if (!failure.hint.empty()) {
    text += fmt::format("  {}: {}\n", style.hint("hint"), failure.hint);
  }
  return text;
}

} // namespace confiture::cli
