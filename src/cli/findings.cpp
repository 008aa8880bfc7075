#include "cli/findings.hpp"

#include "path.hpp"
#include <confiture/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <utility>

namespace confiture::cli {

namespace {

/// GitHub drops a step's summary that is larger.
constexpr std::uintmax_t largest_summary = 1U << 20U;

std::string variable(const char* name) {
  const char* value = std::getenv(name); // NOLINT(concurrency-mt-unsafe): nothing sets any
  return value == nullptr ? "" : value;
}

/// The top of the checkout, of which GitHub and GitLab know the files; else the working directory.
std::string checkout() {
  std::string directory;
  if (runs_in_github_actions()) {
    directory = variable("GITHUB_WORKSPACE");
  } else if (variable("GITLAB_CI") == "true") {
    directory = variable("CI_PROJECT_DIR");
  }
  return directory.empty() ? path::absolute(".") : path::resolve(directory);
}

std::string seen_from(const std::string& root, const std::string& file) {
  std::string absolute = path::absolute(file);
  if (!path::is_within(absolute, root)) {
    return absolute;
  }
  return path::plain(path::relative(absolute, root));
}

std::vector<Finding> seen_from(const std::string& root, std::vector<Finding> findings) {
  for (Finding& finding : findings) {
    finding.file = finding.file.empty() ? "" : seen_from(root, finding.file);
    for (RelatedPlace& related : finding.related) {
      related.file = seen_from(root, related.file);
    }
  }
  return findings;
}

std::vector<Finding> with_file(std::vector<Finding> findings, const std::string& file) {
  for (Finding& finding : findings) {
    finding.file = finding.file.empty() ? file : finding.file;
  }
  return findings;
}

void append_to_summary(Terminal& terminal, const std::vector<Finding>& findings) {
  const std::string file = variable("GITHUB_STEP_SUMMARY");
  if (file.empty()) {
    return;
  }
  std::error_code absent;
  const std::uintmax_t size = std::filesystem::file_size(file, absent);
  const std::uintmax_t used = absent ? 0 : std::min(size, largest_summary);
  const std::string summary = findings_summary(findings, largest_summary - used);
  if (summary.empty()) {
    return;
  }
  errno = 0;
  std::ofstream stream(file, std::ios::binary | std::ios::app);
  stream << summary;
  stream.close();
  if (!stream) {
    terminal.notice(fmt::format("Cannot add to the step's summary, {}: {}\n",
                                printable(file),
                                system_message(errno != 0 ? errno : EIO)));
  }
}

void annotate(Terminal& terminal, const std::vector<Finding>& findings) {
  terminal.complain(findings_github(findings));
  append_to_summary(terminal, findings);
}

} // namespace

bool runs_in_github_actions() {
  return variable("GITHUB_ACTIONS") == "true";
}

std::string whole_message(const Finding& finding) {
  std::string text = finding.message;
  for (const RelatedPlace& related : finding.related) {
    text += fmt::format(" ({}: {}:{})", related.message, related.file, related.line);
  }
  return text;
}

void deliver(Terminal& terminal,
             const std::vector<Finding>& findings,
             const std::vector<Rule>& rules,
             const FindingDelivery& delivery) {
  const std::string root = checkout();
  const std::vector<Finding> seen = seen_from(root, findings);
  const std::string subject = seen_from(root, delivery.subject);
  if (delivery.format == Format::Sarif) {
    terminal.print(findings_sarif(with_file(seen, subject), rules, root));
  } else if (delivery.format == Format::Gitlab) {
    terminal.print(findings_gitlab(with_file(seen, subject)));
  } else {
    terminal.print(delivery.text ? *delivery.text
                                 : findings_text(findings, terminal.output_style()));
  }
  const bool is_default = delivery.format == Format::Github ||
                          (delivery.format == Format::Text && runs_in_github_actions());
  if (delivery.annotations.value_or(is_default)) {
    annotate(terminal, seen);
  }
}

} // namespace confiture::cli
