#include "discover.hpp"

#include "glob.hpp"
#include "path.hpp"
#include <confiture/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <dirent.h>
#include <memory>
#include <optional>
#include <string_view>
#include <sys/stat.h>

namespace confiture {

namespace {

/// The patterns of an entry, ready to be tried.
class Filter {
public:
  explicit Filter(const IncludeEntry& entry)
      : exclude_(entry.exclude.begin(), entry.exclude.end()),
        include_(entry.include.begin(), entry.include.end()) {}

  /// The position of the first `include` that matches, unless an `exclude` does.
  [[nodiscard]] std::optional<std::size_t> selecting(std::string_view relative) const {
    const auto matches = [&](const Glob& glob) { return glob.matches(relative); };
    if (std::any_of(exclude_.begin(), exclude_.end(), matches)) {
      return std::nullopt;
    }
    const auto found = std::find_if(include_.begin(), include_.end(), matches);
    return found == include_.end()
               ? std::nullopt
               : std::optional(static_cast<std::size_t>(found - include_.begin()));
  }

private:
  std::vector<Glob> exclude_;
  std::vector<Glob> include_;
};

enum class EntryKind { File, Link, Directory };

struct DirectoryEntry {
  std::string name;
  EntryKind kind;
};

class Walk {
public:
  Walk(const IncludeEntry& entry, Progress* progress)
      : entry_(entry), progress_(progress), filter_(entry),
        path_(entry.path == "/" ? "" : entry.path), root_length_(path_.size() + 1) {}

  Discovery run() {
    visit_directory();
    return std::move(found_);
  }

private:
  /// Takes what lies in the directory at `path_`, which is as before when this returns.
  void visit_directory() {
    const std::vector<DirectoryEntry> entries = read_directory();
    found_.directories.push_back(here());
    const std::size_t length = path_.size();
    for (const DirectoryEntry& entry : entries) {
      path_.append("/").append(entry.name);
      if (entry.kind != EntryKind::Directory) {
        take_file(entry.kind == EntryKind::Link);
      } else if (entry_.recursive) {
        visit_directory();
      }
      path_.resize(length);
    }
  }

  [[nodiscard]] std::string here() const { return path_.empty() ? "/" : path_; }

  void take_file(bool is_link) {
    const auto pattern = filter_.selecting(std::string_view(path_).substr(root_length_));
    if (pattern) {
      found_.files.push_back({.path = path_, .pattern = *pattern, .is_link = is_link});
      if (progress_ != nullptr) {
        ++progress_->files_found;
      }
    }
  }

  /// The entries of the directory at `path_` by name, without links to directories. All are read
  /// before any is visited, so that depth costs no descriptors.
  [[nodiscard]] std::vector<DirectoryEntry> read_directory() const {
    const std::string directory = here();
    const std::unique_ptr<DIR, int (*)(DIR*)> stream(::opendir(directory.c_str()), ::closedir);
    if (stream == nullptr) {
      throw cannot_read(directory);
    }
    std::vector<DirectoryEntry> entries;
    errno = 0;
    while (const dirent* next = ::readdir(stream.get())) {
      const std::string_view name = next->d_name;
      if (name != "." && name != "..") {
        if (const auto kind = kind_of(directory, *next)) {
          entries.push_back({.name = std::string(name), .kind = *kind});
        }
      }
      errno = 0;
    }
    if (errno != 0) {
      throw cannot_read(directory);
    }
    std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
      return a.name < b.name;
    });
    return entries;
  }

  /// None for a link to a directory.
  static std::optional<EntryKind> kind_of(const std::string& directory, const dirent& entry) {
    unsigned char type = entry.d_type;
    if (type == DT_REG || type == DT_DIR) {
      return type == DT_DIR ? EntryKind::Directory : EntryKind::File;
    }
    const std::string path = path::join(directory, entry.d_name);
    struct stat status {};
    if (type == DT_UNKNOWN && ::lstat(path.c_str(), &status) == 0) {
      type = S_ISDIR(status.st_mode) ? DT_DIR : S_ISLNK(status.st_mode) ? DT_LNK : DT_REG;
    }
    if (type == DT_LNK) {
      return path::is_directory(path) ? std::nullopt : std::optional(EntryKind::Link);
    }
    return type == DT_DIR ? EntryKind::Directory : EntryKind::File;
  }

  static Error cannot_read(const std::string& directory) {
    const int error_number = errno;
    return {ErrorCode::Schema001,
            fmt::format(
                "Cannot read directory {}: {}", printable(directory), system_message(error_number)),
            "Make it readable, or point the include entries elsewhere; all that lies below one is "
            "walked."};
  }

  const IncludeEntry& entry_;
  Progress* progress_;
  Filter filter_;
  std::string path_; ///< where the walk is; empty for the root
  std::size_t root_length_;
  Discovery found_;
};

} // namespace

Discovery discover(const IncludeEntry& entry, Progress* progress) {
  if (!path::exists(entry.path)) {
    if (entry.auto_discover) {
      return {};
    }
    throw Error(ErrorCode::Schema001,
                "Include directory does not exist: " + printable(entry.path),
                fmt::format("Create the directory at {} or update include_dirs in your config",
                            printable(entry.path)));
  }
  return Walk(entry, progress).run();
}

bool would_discover(const IncludeEntry& entry, const std::string& path) {
  if (!path::is_within(path, entry.path) || path == entry.path) {
    return false;
  }
  const std::string_view relative = path::relative(path, entry.path);
  const bool too_deep = !entry.recursive && relative.find('/') != std::string_view::npos;
  return !too_deep && Filter(entry).selecting(relative).has_value();
}

} // namespace confiture
