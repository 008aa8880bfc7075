#pragma once

#include "source_lines.hpp"
#include "sql_scanner.hpp"
#include <confiture/finding.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace confiture {

/// What the comments `-- confiture-build: allow RULE[, RULE…]` of a text permit: findings of these
/// rules on the lines of the comment and, if nothing but comments stands on them, on what follows
/// without an empty line in between, up to and with the first line of something else.
class Allowances {
public:
  Allowances() = default;

  /// `comments` are all comments of the text. Adds a finding to `findings` for each rule that does
  /// not exist, and for a comment that names none.
  Allowances(SourceLines& lines,
             const std::vector<SqlToken>& comments,
             std::vector<Finding>& findings);

  [[nodiscard]] bool permit(const Finding& finding) const;

private:
  struct LineRange {
    std::uint64_t first;
    std::uint64_t last;
  };
  std::map<std::string, std::vector<LineRange>, std::less<>> ranges_; ///< by rule; in order, where
                                                                      ///< neither end goes back
};

} // namespace confiture
