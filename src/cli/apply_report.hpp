#pragma once

#include "cli/style.hpp"
#include "database/load.hpp"
#include "sql_script.hpp"
#include <confiture/finding.hpp>
#include <confiture/selection.hpp>
#include <confiture/source_map.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace confiture::cli {

/// A failure of a statement or a warning about one, and where it comes from.
struct ApplyFinding {
  Finding finding;
  database::ServerMessage message;
  std::optional<std::size_t> cause; ///< position of the finding that it follows from
};

/// What came of loading a schema.
struct ApplyReport {
  std::vector<ApplyFinding> findings; ///< failures in the schema's order, then warnings
  std::size_t statements = 0;         ///< that the schema has
  std::string database;               ///< that it was for, for people; empty for a throwaway one

  [[nodiscard]] std::size_t failures() const;
  [[nodiscard]] bool is_loaded() const { return failures() == 0; }
};

/// What a server said, at its places in the sources: those below the working directory are named
/// from there. `script` is the text of which `map` tells where it comes from.
std::vector<ApplyFinding> apply_findings(const database::LoadResult& result,
                                         const SqlScript& script,
                                         const SourceMap& map,
                                         const Selection& selection);

/// What every command tells of findings.
std::vector<Finding> plain(const std::vector<ApplyFinding>& found);

/// One rule for each code that the findings have.
std::vector<Rule> apply_rules(const ApplyReport& report);

/// The findings with their lines, then what they come to in one more.
std::string apply_text(const ApplyReport& report, const Style& style);

/// As one JSON object that ends in a newline.
std::string apply_json(const ApplyReport& report);

} // namespace confiture::cli
