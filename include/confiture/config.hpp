#pragma once

#include <confiture/api.h>
#include <confiture/integer.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace confiture {

/// One entry of `include_dirs`: a directory, and which of its files belong to the build
/// (reference, section 3).
struct IncludeEntry {
  std::string path; ///< absolute, symbolic links followed; it may be absent
  bool recursive = true;
  std::vector<std::string> include = {"**/*.sql"}; ///< globs; the first that matches is recorded
  std::vector<std::string> exclude;                ///< globs, tried before `include`
  bool auto_discover = true; ///< an absent directory is skipped instead of an error
  Integer order;             ///< files are grouped by it, low to high
};

enum class SortMode {
  Alphabetical, ///< by path, component by component
  Numbered,     ///< `hex`: numbers at the start of names first, by value
};

/// Some of the seeds, by globs over their paths below the directory of seeds.
struct SeedProfile {
  std::vector<std::string> include; ///< what belongs to it; everything if there are none…
  std::vector<std::string> exclude; ///< …but for this
};

/// How seeds get into a database.
struct SeedConfig {
  bool is_sequential = false;     ///< applied file by file instead of built into the schema
  bool continue_on_error = false; ///< with the next file after one that failed
  bool commits_each = false;      ///< each file for itself, else all of them at the end
  std::map<std::string, SeedProfile> profiles; ///< by name
};

/// What to build and how, before anything is looked up on disk.
struct Config {
  std::string file;              ///< it was read from, relative to the working directory; or empty
  std::string environment;       ///< as the header names it
  std::string database_url = {}; ///< as the file has it, maybe with a password; empty without one
  std::vector<IncludeEntry> include_dirs;
  std::vector<std::string> exclude_dirs;        ///< absolute; files below them are left out
  std::vector<std::string> superuser_dirs;      ///< absolute; what a split runs first…
  std::vector<std::string> superuser_post_dirs; ///< …and last, which wins where both claim a file
  SortMode sort_mode = SortMode::Alphabetical;
  bool validate_comments = true; ///< refuse a file that ends inside a block comment…
  bool fail_on_spillover = true; ///< …if this is set too
  bool fail_on_unclosed = true;  ///< accepted for the reference's sake; it has no effect
  bool two_pass = false;
  SeedConfig seeds;
  std::string separator_style = "block_comment"; ///< any text until the build needs it
  std::optional<std::string> separator_template; ///< for the style `custom`
  std::vector<std::string> notices; ///< what looks wrong in the file, but is no error; for people
};

/// Reads `<project_dir>/db/environments/<environment>.yaml` (reference, section 2) and resolves
/// its paths against `project_dir`. Only the keys that a build reads are looked at. Throws Error
/// (Config001, Config010) naming file, line and key.
CONFITURE_API Config load_config(const std::string& project_dir, const std::string& environment);

/// The configuration of an environment whose `include_dirs` are these directories and nothing
/// else. Relative ones are below the working directory. Throws Error (Config001) for one that is
/// absent.
CONFITURE_API Config config_for_directories(const std::vector<std::string>& directories,
                                            const std::string& environment);

} // namespace confiture
