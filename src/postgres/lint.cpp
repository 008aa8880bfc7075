#include "path.hpp"
#include "postgres/lint_across.hpp"
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
void settle(FileFacts& facts, const std::string& name) {
  std::erase_if(facts.findings,
                [&](const Finding& finding) { return facts.allowances.permit(finding); });
  std::stable_sort(facts.findings.begin(), facts.findings.end(), stands_before);
  for (Finding& finding : facts.findings) {
    finding.file = name;
  }
}

/// Judges each file as a build of its own.
void compare_each(const std::vector<SelectedFile>& files,
                  const std::vector<std::string>& names,
                  std::vector<FileFacts>& facts) {
  for (std::size_t i = 0; i < files.size(); ++i) {
    std::vector<FileFacts> alone;
    alone.push_back(std::move(facts[i]));
    postgres::compare_files({files[i]}, {names[i]}, alone);
    facts[i] = std::move(alone.front());
  }
}

} // namespace

std::vector<Finding> lint(const std::vector<SelectedFile>& files, const LintOptions& options) {
  std::vector<FileFacts> facts(files.size()); // by place, whichever thread meets a file when
  for_each_source_text(
      files, options.jobs, options.progress, [&](std::size_t position, std::string_view text) {
        facts[position] = postgres::facts_of(text);
      });
  const std::string working_directory = path::absolute(".");
  std::vector<std::string> names;
  names.reserve(files.size());
  for (const SelectedFile& file : files) {
    names.push_back(path::shown(file.path, working_directory));
  }
  if (options.scope == LintScope::Build) {
    postgres::compare_files(files, names, facts);
  } else {
    compare_each(files, names, facts);
  }
  std::vector<Finding> findings;
  for (std::size_t i = 0; i < files.size(); ++i) {
    settle(facts[i], names[i]);
    std::move(facts[i].findings.begin(), facts[i].findings.end(), std::back_inserter(findings));
  }
  return findings;
}

} // namespace confiture
