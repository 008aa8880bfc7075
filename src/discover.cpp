#include "discover.hpp"

#include "glob.hpp"
#include "path.hpp"
#include "pipeline.hpp"
#include <confiture/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <dirent.h>
#include <exception>
#include <memory>
#include <optional>
#include <string_view>
#include <sys/stat.h>

namespace confiture {

namespace {

constexpr std::size_t directories_a_task = 16;

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

/// A directory that was read: what it adds to the build, in the order of names.
struct ReadDirectory {
  /// A file that was selected or a directory to go on with, by its place in the lists.
  struct Item {
    bool is_directory;
    std::size_t index;
  };

  std::string path;
  std::vector<Item> items = {};
  std::vector<FoundFile> files = {};
  std::vector<std::string> children = {};
  std::size_t first_child = 0;     ///< where the children are among all directories
  std::exception_ptr failure = {}; ///< why the rest is missing
};

/// Reads directories level by level, those of a level side by side; what was found comes in the
/// order in which one thread would have come by it.
class Walk {
public:
  Walk(const IncludeEntry& entry, const DiscoverOptions& options)
      : entry_(entry), options_(options), filter_(entry),
        root_length_(entry.path == "/" ? 1 : entry.path.size() + 1) {}

  Discovery run() {
    directories_.push_back({.path = entry_.path});
    for (std::size_t begin = 0; begin < directories_.size();) {
      const std::size_t end = directories_.size();
      for_each_range(
          end - begin, options_.jobs, directories_a_task, [&](std::size_t first, std::size_t last) {
            for (std::size_t i = begin + first; i < begin + last; ++i) {
              read(directories_[i]);
            }
          });
      for (std::size_t i = begin; i < end; ++i) {
        append_children(i);
      }
      begin = end;
    }
    collect(0);
    return std::move(found_);
  }

private:
  void append_children(std::size_t position) {
    std::vector<std::string> children = std::move(directories_[position].children);
    directories_[position].first_child = directories_.size();
    for (std::string& child : children) {
      directories_.push_back({.path = std::move(child)});
    }
  }

  void read(ReadDirectory& directory) const {
    try {
      for (const DirectoryEntry& entry : entries_of(directory.path)) {
        std::string path = (directory.path == "/" ? "" : directory.path) + "/" + entry.name;
        if (entry.kind != EntryKind::Directory) {
          take_file(directory, std::move(path), entry.kind == EntryKind::Link);
        } else if (entry_.recursive) {
          directory.items.push_back({.is_directory = true, .index = directory.children.size()});
          directory.children.push_back(std::move(path));
        }
      }
    } catch (...) {
      directory.failure = std::current_exception();
    }
  }

  void take_file(ReadDirectory& directory, std::string path, bool is_link) const {
    const auto pattern = filter_.selecting(std::string_view(path).substr(root_length_));
    if (pattern) {
      directory.items.push_back({.is_directory = false, .index = directory.files.size()});
      directory.files.push_back({.path = std::move(path), .pattern = *pattern, .is_link = is_link});
      if (options_.progress != nullptr) {
        ++options_.progress->files_found;
      }
    }
  }

  /// Takes over what a directory and those below it hold. The first failure on the way is the one
  /// that is told.
  void collect(std::size_t position) {
    ReadDirectory& directory = directories_[position];
    found_.directories.push_back(directory.path);
    for (const ReadDirectory::Item& item : directory.items) {
      if (item.is_directory) {
        collect(directory.first_child + item.index);
      } else {
        found_.files.push_back(std::move(directory.files[item.index]));
      }
    }
    if (directory.failure != nullptr) {
      std::rethrow_exception(directory.failure);
    }
  }

  /// The entries of a directory by name, without links to directories.
  static std::vector<DirectoryEntry> entries_of(const std::string& directory) {
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
  const DiscoverOptions& options_;
  Filter filter_;
  std::size_t root_length_;                ///< of the entry's path, with the slash behind it
  std::vector<ReadDirectory> directories_; ///< level by level
  Discovery found_;
};

} // namespace

Discovery discover(const IncludeEntry& entry, const DiscoverOptions& options) {
  if (!path::exists(entry.path)) {
    if (entry.auto_discover) {
      return {};
    }
    throw Error(ErrorCode::Schema001,
                "Include directory does not exist: " + printable(entry.path),
                fmt::format("Create the directory at {} or update include_dirs in your config",
                            printable(entry.path)));
  }
  return Walk(entry, options).run();
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
