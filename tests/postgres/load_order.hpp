#pragma once

#include "random.hpp"

#include <string>
#include <vector>

namespace confiture::testing {

struct SqlFile {
  std::string name;
  std::string text;
};

enum class Verdict {
  Loads,   ///< and there is no finding
  Refused, ///< in the statement that has the first finding
  Disagreement,
};

struct Comparison {
  Verdict verdict = Verdict::Disagreement;
  std::string details = {}; ///< what each says, if that is not the same
};

/// Loads the files in this order into a database, from which all else is removed, and has the rule
/// judge them.
Comparison compare(const std::string& database, const std::vector<SqlFile>& files);

/// Any order of them.
std::vector<SqlFile> shuffled(std::vector<SqlFile> files, Random& random);

} // namespace confiture::testing
