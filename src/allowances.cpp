#include "allowances.hpp"

#include "lint_rules.hpp"
#include "suggest.hpp"
#include <confiture/error.hpp>
#include <confiture/lint.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <string_view>

namespace confiture {

namespace {

constexpr std::size_t none = std::string_view::npos;
constexpr std::string_view blanks = " \t\v\f\r\n";
constexpr std::string_view line_blanks = " \t\v\f";
constexpr std::string_view mark = "confiture-build:";
constexpr std::string_view verb = "allow";

/// A part of the text.
struct Extent {
  std::size_t begin;
  std::size_t end;
};

std::size_t skip_blanks(std::string_view text, std::size_t at, std::size_t end) {
  return std::min(text.find_first_not_of(blanks, at), end);
}

/// Where the list of rules is, if the comment is one that allows.
std::optional<Extent> list_in(std::string_view text, const SqlToken& comment) {
  const bool is_block = comment.kind == SqlTokenKind::BlockComment;
  const std::size_t end = comment.end - (is_block && !comment.is_open ? 2 : 0);
  std::size_t at = comment.begin + 2;
  for (const std::string_view word : {mark, verb}) {
    at = skip_blanks(text, at, end);
    if (text.substr(at, word.size()) != word) {
      return std::nullopt;
    }
    at += word.size();
  }
  const bool is_whole_word = at == end || blanks.find(text[at]) != none;
  return is_whole_word ? std::optional(Extent{at, end}) : std::nullopt;
}

/// The first word of each item between commas; what comes behind it is for people.
std::vector<Extent> items_of(std::string_view text, const Extent& list) {
  std::vector<Extent> items;
  for (std::size_t at = list.begin; at <= list.end;) {
    const std::size_t item_end = std::min(text.find(',', at), list.end);
    const std::size_t begin = skip_blanks(text, at, item_end);
    items.push_back({begin, std::min(text.find_first_of(blanks, begin), item_end)});
    at = item_end + 1;
  }
  return items;
}

bool is_blank_between(std::string_view text, std::size_t begin, std::size_t end) {
  return text.substr(begin, end - begin).find_first_not_of(blanks) == none;
}

/// For each comment, whether only blanks and comments stand before it in its line.
std::vector<bool> which_begin_lines(const SourceLines& lines,
                                    const std::vector<SqlToken>& comments) {
  std::vector<bool> begin_lines(comments.size());
  for (std::size_t i = 0; i < comments.size(); ++i) {
    const std::size_t line_begin = lines.begin_of(lines.line_of(comments[i].begin));
    const bool is_after_comment = i > 0 && comments[i - 1].end > line_begin;
    const std::size_t begin = is_after_comment ? comments[i - 1].end : line_begin;
    begin_lines[i] = is_blank_between(lines.text(), begin, comments[i].begin) &&
                     (!is_after_comment || begin_lines[i - 1]);
  }
  return begin_lines;
}

/// For each comment, the line of the first thing behind it that is no comment, or an empty line
/// before that.
std::vector<std::uint64_t> lines_behind(const SourceLines& lines,
                                        const std::vector<SqlToken>& comments) {
  const std::string_view text = lines.text();
  std::vector<std::uint64_t> behind(comments.size());
  for (std::size_t i = comments.size(); i-- > 0;) {
    std::uint64_t line = lines.line_of(comments[i].end);
    std::size_t next = text.find_first_not_of(line_blanks, comments[i].end);
    if (next == lines.end_of(line) && line < lines.count()) {
      ++line;
      next = text.find_first_not_of(line_blanks, lines.begin_of(line));
    }
    const bool is_comment = i + 1 < comments.size() && comments[i + 1].begin == next;
    behind[i] = is_comment ? behind[i + 1] : line;
  }
  return behind;
}

std::vector<std::string> known_rules() {
  std::vector<std::string> known;
  for (const Rule& rule : lint_rules()) {
    known.push_back(rule.id);
  }
  return known;
}

/// What is wrong with a name that is no rule's.
std::string complaint(const std::string& name, const std::vector<std::string>& known) {
  if (name.empty()) {
    return "A name of a rule to be allowed is missing here";
  }
  const auto meant = suggestion(name, known);
  return fmt::format("There is no rule {}{}",
                     printable(name),
                     meant ? fmt::format("; did you mean {}?", *meant) : "");
}

} // namespace

Allowances::Allowances(SourceLines& lines,
                       const std::vector<SqlToken>& comments,
                       std::vector<Finding>& findings) {
  if (lines.text().find(mark) == none) {
    return;
  }
  const std::vector<std::string> known = known_rules();
  const std::vector<bool> begin_lines = which_begin_lines(lines, comments);
  const std::vector<std::uint64_t> behind = lines_behind(lines, comments);
  for (std::size_t i = 0; i < comments.size(); ++i) {
    const std::optional<Extent> list = list_in(lines.text(), comments[i]);
    if (!list) {
      continue;
    }
    const LineRange range{.first = lines.line_of(comments[i].begin),
                          .last = begin_lines[i] ? behind[i] : lines.line_of(comments[i].end)};
    for (const Extent& item : items_of(lines.text(), *list)) {
      const std::string name(lines.text().substr(item.begin, item.end - item.begin));
      if (std::find(known.begin(), known.end(), name) != known.end()) {
        ranges_[name].push_back(range);
      } else {
        findings.push_back(
            finding_at(lines, item.begin, rule::unknown_rule, complaint(name, known)));
      }
    }
  }
}

bool Allowances::permit(const Finding& finding) const {
  const auto ranges = ranges_.find(finding.rule);
  if (ranges == ranges_.end()) {
    return false;
  }
  const auto next = std::upper_bound(
      ranges->second.begin(),
      ranges->second.end(),
      finding.line,
      [](std::uint64_t line, const LineRange& range) { return line < range.first; });
  return next != ranges->second.begin() && finding.line <= std::prev(next)->last;
}

} // namespace confiture
