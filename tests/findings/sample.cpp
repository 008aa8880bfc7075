// Delivers findings of every kind, for tests of what only a process shows and for validators:
//
//     findings_sample FORMAT [yes|no]     the second word: whether to annotate

#include "cli/findings.hpp"

#include <optional>
#include <string>
#include <vector>

namespace {

using namespace confiture;

std::vector<Finding> sample_findings() {
  std::vector<Finding> findings{
      {.rule = "unclosed-comment",
       .severity = Severity::Error,
       .message = "A comment is open at the end.\nClose it.",
       .file = "db/a.sql",
       .line = 3,
       .column = 5},
      {.rule = "odd-name",
       .severity = Severity::Warning,
       .message = "Nobody can type \x1b[31m|{0}|[x](y)|<b>|\xff.",
       .file = "db/50% off, a:b|`<b>`*/\n\r\x1b\xff\xc3\xa9.sql",
       .line = 2},
      {.rule = "project", .severity = Severity::Notice, .message = "It is small.", .file = {}},
      {.rule = "whole-file",
       .severity = Severity::Warning,
       .message = "It is empty.",
       .file = "db/b.sql"},
      {.rule = "elsewhere",
       .severity = Severity::Notice,
       .message = "It lies elsewhere.",
       .file = "/no where/c.sql",
       .line = 1}};
  for (std::uint64_t line = 1; line <= 12; ++line) {
    findings.push_back({.rule = "repeated",
                        .severity = Severity::Error,
                        .message = "The same again.",
                        .file = "db/a.sql",
                        .line = line});
  }
  return findings;
}

std::vector<Rule> sample_rules() {
  std::vector<Rule> rules;
  for (const char* id :
       {"unclosed-comment", "odd-name", "project", "whole-file", "elsewhere", "repeated"}) {
    rules.push_back({.id = id, .summary = "This must not be.", .help = "Make it not be."});
  }
  return rules;
}

} // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  const auto format = cli::format_named(words.at(0));
  if (!format) {
    return 2;
  }
  const std::optional<bool> annotations =
      words.size() > 1 ? std::optional(words[1] == "yes") : std::nullopt;
  cli::Terminal terminal;
  cli::deliver(
      terminal,
      sample_findings(),
      sample_rules(),
      {.format = *format, .text = {}, .annotations = annotations, .subject = "db/local.yaml"});
  terminal.flush();
}
