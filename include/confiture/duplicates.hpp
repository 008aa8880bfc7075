#pragma once

#include <confiture/api.h>
#include <confiture/progress.hpp>
#include <confiture/selection.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace confiture {

/// Where one CREATE of an object is.
struct Definition {
  std::string file; ///< as in DuplicateReport
  /// Of its first token, in characters from the start of the file, each line end counted as one.
  std::uint64_t offset = 0;
  std::uint64_t line = 0; ///< from 1; of the object's name where that is a relation
};

/// Which of several definitions the database ends up with.
enum class Winner {
  Last,     ///< every later one is CREATE OR REPLACE
  First,    ///< every later one is IF NOT EXISTS
  Conflict, ///< a later one fails
  None,     ///< the definitions are not of the same object
};

/// As JSON has it.
constexpr std::string_view name(Winner winner) {
  switch (winner) {
  case Winner::Last:
    return "last";
  case Winner::First:
    return "first";
  case Winner::Conflict:
    return "conflict";
  case Winner::None:
    return "n/a";
  }
  return "n/a";
}

/// An object that is defined more than once (rule `build_001`), or overloads of a routine that lie
/// in several files (`build_002`).
struct Duplicate {
  std::string rule;
  std::string kind;     ///< `table`, `view`, `function`, … (reference, `inventory.SchemaObject`)
  std::string identity; ///< such as `app.f(integer)`, without the signature for `build_002`
  std::vector<Definition> definitions; ///< in build order, at least two
  Winner winner = Winner::None;
};

/// Files are named relative to the project, if they really lie below it, else by their path.
struct DuplicateReport {
  std::vector<Duplicate> duplicates; ///< by the place of their first definition
  std::vector<std::string> unparsed; ///< files that PostgreSQL refuses, which were not looked at
};

struct DuplicateOptions {
  std::string project_dir = ".";
  unsigned jobs = 0;            ///< threads; 0 chooses
  Progress* progress = nullptr; ///< kept up to date if given
};

/// Finds what the files of a selection define more than once, as the reference does
/// (`core/linting/duplicates.py`). What a file drops, renames or moves again is not held against
/// it, nor is one definition in each of two schemas. Throws Error (Schema001) for a file that
/// cannot be read or is not UTF-8, and if this was built without a parser.
CONFITURE_API DuplicateReport find_duplicates(const Selection& selection,
                                              const DuplicateOptions& options);

} // namespace confiture
