#include "cli/check_report.hpp"

#include "cli/change_report.hpp"
#include "path.hpp"
#include <confiture/error.hpp>

#include <fmt/format.h>

namespace confiture::cli {

namespace {

std::string_view words(ManifestState state) {
  switch (state) {
  case ManifestState::Current:
    return "is current";
  case ManifestState::Stale:
    return "is stale";
  case ManifestState::Altered:
    return "was edited or merged by hand: its root is not that of its lines";
  case ManifestState::Missing:
    return "is missing";
  }
  return "";
}

std::string_view words(BundleState state) {
  switch (state) {
  case BundleState::Current:
    return "is current";
  case BundleState::Stale:
    return "is stale";
  case BundleState::EditedByHand:
    return "was edited by hand: its body is not the one that its header names";
  case BundleState::Missing:
    return "is missing";
  }
  return "";
}

nlohmann::ordered_json json_name(const std::optional<BundleState>& state) {
  if (!state) {
    return nullptr;
  }
  switch (*state) {
  case BundleState::Current:
    return "current";
  case BundleState::Stale:
    return "stale";
  case BundleState::EditedByHand:
    return "edited_by_hand";
  case BundleState::Missing:
    return "missing";
  }
  return nullptr;
}

nlohmann::ordered_json json_name(const std::optional<ManifestState>& state) {
  if (!state) {
    return nullptr;
  }
  switch (*state) {
  case ManifestState::Current:
    return "current";
  case ManifestState::Stale:
    return "stale";
  case ManifestState::Altered:
    return "altered";
  case ManifestState::Missing:
    return "missing";
  }
  return nullptr;
}

} // namespace

std::string check_text(const CheckReport& report, const Style& style) {
  const bool is_current = report.result.is_current();
  std::string text = is_current ? style.success("Schema is current") + "\n"
                                : style.error("Schema is stale") + "\n";
  if (report.result.manifest) {
    text += fmt::format(
        "  Manifest: {} {}\n", printable(report.manifest), words(*report.result.manifest));
  }
  if (report.result.bundle) {
    text +=
        fmt::format("  Output: {} {}\n", printable(report.bundle), words(*report.result.bundle));
  }
  if (!report.result.changes.none()) {
    text += fmt::format("  Changes below {}:\n{}",
                        printable(report.base_dir),
                        changes_text(report.result.changes, style));
  }
  if (!report.repair.empty()) {
    text += fmt::format("  {}: {}\n", style.hint("Bring it up to date"), printable(report.repair));
  }
  return text;
}

std::string check_json(const CheckReport& report) {
  nlohmann::ordered_json document = nlohmann::ordered_json::object();
  document["current"] = report.result.is_current();
  add_changes(document, report.result.changes);
  document["manifest"] = json_name(report.result.manifest);
  document["bundle"] = json_name(report.result.bundle);
  document["repair"] = report.repair.empty() ? nlohmann::ordered_json(nullptr)
                                             : nlohmann::ordered_json(report.repair);
  document["ok"] = true;
  document["command"] = "check";
  return python_json(document) + "\n";
}

namespace {

/// Findings of one kind about sources.
class SourceFindings {
public:
  SourceFindings(const CheckReport& report, std::vector<Finding>& findings)
      : report_(report), findings_(findings), working_directory_(path::absolute(".")) {}

  void add(const std::string& rule, const std::string& file, const std::string& what) {
    const std::string path = path::join(report_.base_dir, file);
    findings_.push_back({.rule = rule,
                         .message = fmt::format("{} since {} was written", what, written_),
                         .file = path::shown(path, working_directory_)});
  }

  void add_all(const std::string& rule, const std::vector<std::string>& files, const char* what) {
    for (const std::string& file : files) {
      add(rule, file, what);
    }
  }

private:
  const CheckReport& report_;
  std::vector<Finding>& findings_;
  std::string working_directory_;
  std::string written_ = printable(
      report_.result.manifest == ManifestState::Stale ? report_.manifest : report_.bundle);
};

/// What is wrong with a file that was written, and what to do.
Finding output_finding(const std::string& rule,
                       const std::string& file,
                       std::string_view state,
                       const std::string& repair) {
  return {.rule = rule,
          .message = fmt::format("{} {}{}",
                                 printable(file),
                                 state,
                                 repair.empty() ? "" : ". Bring it up to date: " + repair),
          .file = file};
}

} // namespace

std::vector<Finding> check_findings(const CheckReport& report) {
  std::vector<Finding> findings;
  const Changes& changes = report.result.changes;
  SourceFindings sources(report, findings);
  sources.add_all("file-added", changes.added, "Added");
  sources.add_all("file-removed", changes.removed, "Removed");
  sources.add_all("file-edited", changes.edited, "Edited");
  for (const Rename& rename : changes.renamed) {
    sources.add("file-renamed", rename.to, fmt::format("Renamed from {}", printable(rename.from)));
  }
  sources.add_all("file-reordered", changes.reordered, "Moved to another place in the order");
  sources.add_all("line-endings", changes.line_endings, "Line endings were changed");
  const ManifestState manifest = report.result.manifest.value_or(ManifestState::Current);
  if (manifest != ManifestState::Current) {
    findings.push_back(
        output_finding("manifest-stale", report.manifest, words(manifest), report.repair));
  }
  const BundleState bundle = report.result.bundle.value_or(BundleState::Current);
  if (bundle != BundleState::Current) {
    const bool by_hand = bundle == BundleState::EditedByHand;
    findings.push_back(output_finding(by_hand ? "schema-edited-by-hand" : "schema-stale",
                                      report.bundle,
                                      words(bundle),
                                      report.repair));
  }
  return findings;
}

std::vector<Rule> check_rules() {
  constexpr const char* rewrite =
      "What was written of the sources no longer tells what they hold. Run the command that "
      "'confiture-build check' names, and commit what it writes.";
  constexpr const char* by_hand =
      "A change that is made in the built schema is lost with the next build. Make it in the "
      "source instead, then build.";
  return {{.id = "file-added", .summary = "A source was added.", .help = rewrite},
          {.id = "file-removed", .summary = "A source was removed.", .help = rewrite},
          {.id = "file-edited", .summary = "A source was edited.", .help = rewrite},
          {.id = "file-renamed", .summary = "A source was renamed.", .help = rewrite},
          {.id = "file-reordered",
           .summary = "A source has another place in the build order.",
           .help = rewrite},
          {.id = "line-endings",
           .summary = "A source was changed in how its lines end alone.",
           .help = rewrite},
          {.id = "manifest-stale",
           .summary = "The manifest is not that of the sources.",
           .help = rewrite},
          {.id = "schema-stale",
           .summary = "The built schema is not that of the sources.",
           .help = rewrite},
          {.id = "schema-edited-by-hand",
           .summary = "The built schema was edited by hand.",
           .help = by_hand}};
}

} // namespace confiture::cli
