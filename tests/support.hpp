#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

/// What tests need of the system: directories of their own, files and links in them, and other
/// programs. Paths and contents are bytes. Whatever fails throws, and thereby fails the test.
namespace confiture::testing {

/// A new, empty directory below $TMPDIR or /tmp, gone with all that is in it when this goes.
/// Its path is absolute and has no symbolic link in it.
class TemporaryDirectory {
public:
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
  std::filesystem::path path_;
};

/// Writes a whole file, making the directories above it.
void write_file(const std::filesystem::path& path, std::string_view bytes);

/// The bytes of a file.
std::string read_file(const std::filesystem::path& path);

/// Makes a symbolic link with exactly this target, and the directories above the link.
void make_symlink(const std::string& target, const std::filesystem::path& link);

using Environment = std::map<std::string, std::string>;

/// PATH, and what sanitizers and coverage read; nothing else of this process's environment, so
/// that neither the locale nor the time zone of whoever runs the tests gets into them.
Environment clean_environment();

struct ProcessOptions {
  std::filesystem::path cwd = ".";           ///< the child's working directory
  Environment env = clean_environment();     ///< the child's whole environment
  std::string input = {};                    ///< its standard input, a regular file
  std::chrono::milliseconds timeout{10'000}; ///< after this, it and its children are killed
};

struct ProcessResult {
  int status; ///< exit status, or -1 when a signal ended it
  int signal; ///< the signal that ended it, or 0
  std::string out;
  std::string err;
};

/// Runs a program to its end. `argv[0]` is looked up in PATH unless it holds a slash.
/// Throws std::runtime_error when it cannot be started or takes too long.
ProcessResult run(const std::vector<std::string>& argv, const ProcessOptions& options = {});

} // namespace confiture::testing
