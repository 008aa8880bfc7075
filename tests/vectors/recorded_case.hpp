#pragma once

#include "support.hpp"
#include "vectors/document.hpp"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

/// The recorded vectors as fixtures/cases holds them; its README.md describes the files.
namespace confiture::testing {

using Rows = std::vector<std::vector<std::string>>;

struct TreeEntry {
  enum class Kind { File, Link, Directory };
  Kind kind = Kind::File;
  std::string path;  ///< relative to the copy
  std::string bytes; ///< the contents of a file, the target of a link
};

struct RecordedOutput {
  std::string path; ///< relative to the copy
  bool exists = false;
  std::size_t size = 0;
  std::string sha256;
  std::optional<std::string> bytes; ///< left out where the file is large
};

/// What the reference did.
struct Expectation {
  int exit = 0;
  bool lenient = false; ///< it broke; any clear error is as good
  std::optional<Json> document;
  std::optional<Rows> rows;
  std::optional<std::string> hash;        ///< only where neither of the two above holds it
  std::vector<std::string> volatile_keys; ///< values not to compare
  std::vector<RecordedOutput> outputs;
};

struct Invocation {
  std::vector<std::string> argv;     ///< starts with the command name
  std::string cwd;                   ///< relative to the copy
  Environment env;                   ///< wins over that of the case
  std::optional<std::string> report; ///< the file that gets the result instead of stdout
  Expectation expected;
};

/// Any text in it but names and contents of files may hold `<CASE>`, the path of the copy.
struct RecordedCase {
  Environment base_env;
  std::vector<TreeEntry> tree;
  std::vector<Invocation> invocations;
};

/// Throws when the file is no recorded case, or its contents are not those that were recorded.
RecordedCase load_case(const std::filesystem::path& file);

} // namespace confiture::testing
