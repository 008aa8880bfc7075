#include "path.hpp"
#include "postgres/lint_file.hpp"
#include "source_text.hpp"
#include <confiture/lint.hpp>

#include <algorithm>
#include <iterator>
#include <string_view>
#include <tuple>

namespace confiture {

namespace {

using postgres::FileFacts;

bool stands_before(const Finding& a, const Finding& b) {
  return std::tie(a.line, a.column) < std::tie(b.line, b.column);
}

/// The findings of one file that are to be told, named and in their order.
void settle(FileFacts& facts, const std::string& file, const std::string& working_directory) {
  std::erase_if(facts.findings,
                [&](const Finding& finding) { return facts.allowances.permit(finding); });
  std::stable_sort(facts.findings.begin(), facts.findings.end(), stands_before);
  const std::string name(path::is_within(file, working_directory)
                             ? path::relative(file, working_directory)
                             : std::string_view(file));
  for (Finding& finding : facts.findings) {
    finding.file = name;
  }
}

} // namespace

std::vector<Finding> lint(const std::vector<SelectedFile>& files, const LintOptions& options) {
  std::vector<FileFacts> facts(files.size()); // by place, whichever thread meets a file when
  for_each_source_text(
      files, options.jobs, options.progress, [&](std::size_t position, std::string_view text) {
        facts[position] = postgres::facts_of(text);
      });

  // Here rules that compare files go over all facts, in build order, and add their findings to
  // those of the file that each is about.

  const std::string working_directory = path::absolute(".");
  std::vector<Finding> findings;
  for (std::size_t i = 0; i < files.size(); ++i) {
    settle(facts[i], files[i].path, working_directory);
    std::move(facts[i].findings.begin(), facts[i].findings.end(), std::back_inserter(findings));
  }
  return findings;
}

} // namespace confiture
