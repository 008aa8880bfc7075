#include "cli/findings.hpp"
#include "cli/units.hpp"
#include <confiture/error.hpp>

#include <fmt/format.h>

#include <array>
#include <cctype>
#include <string_view>
#include <utility>

namespace confiture::cli {

namespace {

constexpr std::size_t commands_per_severity = 10;

/// The findings that get a command, and those that do not.
std::pair<std::vector<Finding>, std::vector<Finding>>
divided(const std::vector<Finding>& findings) {
  std::array<std::size_t, 3> counts{};
  std::pair<std::vector<Finding>, std::vector<Finding>> parts;
  for (const Finding& finding : findings) {
    const auto severity = static_cast<std::size_t>(finding.severity);
    const bool fits = ++counts.at(severity) <= commands_per_severity;
    (fits ? parts.first : parts.second).push_back(finding);
  }
  return parts;
}

/// Escapes these characters, and `%`, the way the runner undoes it.
std::string escaped(std::string_view text, std::string_view characters) {
  std::string out;
  for (const char c : printable_lines(text)) {
    if (c == '%' || characters.find(c) != std::string_view::npos) {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  return out;
}

std::string properties(const Finding& finding) {
  std::string text;
  const auto add = [&](std::string_view key, const std::string& value) {
    text += fmt::format("{}{}={}", text.empty() ? ' ' : ',', key, escaped(value, "\r\n:,"));
  };
  if (!finding.file.empty()) {
    add("file", finding.file);
    if (finding.line != 0) {
      add("line", std::to_string(finding.line));
    }
    if (finding.line != 0 && finding.column != 0) {
      add("col", std::to_string(finding.column));
    }
  }
  add("title", finding.rule);
  return text;
}

/// `text` in one cell of a table, with nothing in it that means something to Markdown or HTML.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n') {
      out += "<br>";
    } else if (byte >= 0x80 || std::isalnum(byte) != 0 || c == ' ' || c == '/' || c == '-') {
      out += c;
    } else {
      out += fmt::format("&#{};", byte);
    }
  }
  return out;
}

std::string place(const Finding& finding) {
  std::string text = printable(finding.file);
  if (!text.empty() && finding.line != 0) {
    text += fmt::format(":{}", finding.line);
  }
  return text;
}

std::string row(const Finding& finding) {
  return fmt::format("| {} | {} | {} | {} |\n",
                     name(finding.severity),
                     cell(printable(finding.rule)),
                     cell(place(finding)),
                     cell(printable_lines(whole_message(finding))));
}

} // namespace

std::string findings_github(const std::vector<Finding>& findings) {
  std::string text;
  for (const Finding& finding : divided(findings).first) {
    text += fmt::format("::{}{}::{}\n",
                        name(finding.severity),
                        properties(finding),
                        escaped(whole_message(finding), "\r\n"));
  }
  return text;
}

std::string findings_summary(const std::vector<Finding>& findings, std::size_t limit) {
  const std::vector<Finding> rest = divided(findings).second;
  const auto missing_line = [&](std::size_t told) {
    return fmt::format("\n{} did not fit.\n", counted(rest.size() - told, "more finding"));
  };
  std::string text = fmt::format("\n### confiture-build: {}\n\n"
                                 "| Severity | Rule | File | Message |\n"
                                 "| --- | --- | --- | --- |\n",
                                 counted(rest.size(), "more finding"));
  if (rest.empty() || text.size() + missing_line(0).size() > limit) {
    return {};
  }
  for (std::size_t told = 0; told < rest.size(); ++told) {
    const std::string next = row(rest[told]);
    const std::size_t reserve = told + 1 < rest.size() ? missing_line(0).size() : 0;
    if (text.size() + next.size() + reserve > limit) {
      return text + missing_line(told);
    }
    text += next;
  }
  return text;
}

} // namespace confiture::cli
