#include "discover.hpp"

#include "glob.hpp"
#include "path.hpp"
#include "pipeline.hpp"
#include <confiture/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdint>
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

enum class EntryKind : std::uint8_t { File, Link, Directory };

struct DirectoryEntry {
  std::string name;
  EntryKind kind;
};

/// A directory that was read: what it adds to the build, in the order of names. There may be many
/// of these at once, so they hold names only, end to end.
struct ReadDirectory {
  struct Item {
    std::uint32_t name_size;
    EntryKind kind;
    std::uint32_t pattern; ///< of a file: the first that matched
  };

  std::string path;
  std::vector<Item> items = {};
  std::string names = {};
  std::size_t first_child = 0;     ///< where the directories in it are among all
  std::exception_ptr failure = {}; ///< why the rest is missing
};

/// Calls `use` with each item of a directory and its name.
template <typename Use> void for_each_item(const ReadDirectory& directory, const Use& use) {
  std::string_view names = directory.names;
  for (const ReadDirectory::Item& item : directory.items) {
    use(item, names.substr(0, item.name_size));
    names.remove_prefix(item.name_size);
  }
}

std::string path_in(const std::string& directory, std::string_view name) {
  std::string path;
  path.reserve(directory.size() + 1 + name.size());
  path.append(directory == "/" ? "" : directory).append("/").append(name);
  return path;
}

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
    found_.files.reserve(files_);
    found_.directories.reserve(directories_.size());
    collect(0);
    return std::move(found_);
  }

private:
  void append_children(std::size_t position) {
    std::vector<ReadDirectory> children;
    const ReadDirectory& directory = directories_[position];
    for_each_item(directory, [&](const ReadDirectory::Item& item, std::string_view name) {
      if (item.kind == EntryKind::Directory) {
        children.push_back({.path = path_in(directory.path, name)});
      }
    });
    directories_[position].first_child = directories_.size();
    std::move(children.begin(), children.end(), std::back_inserter(directories_));
  }

  void read(ReadDirectory& directory) {
    try {
      for (const DirectoryEntry& entry : entries_of(directory.path)) {
        const bool is_directory = entry.kind == EntryKind::Directory;
        const auto pattern = is_directory ? std::optional<std::size_t>(0)
                                          : pattern_selecting(directory.path, entry.name);
        if (pattern && (!is_directory || entry_.recursive)) {
          directory.items.push_back({.name_size = static_cast<std::uint32_t>(entry.name.size()),
                                     .kind = entry.kind,
                                     .pattern = static_cast<std::uint32_t>(*pattern)});
          directory.names += entry.name;
          count(is_directory);
        }
      }
    } catch (...) {
      directory.failure = std::current_exception();
    }
  }

  [[nodiscard]] std::optional<std::size_t> pattern_selecting(const std::string& directory,
                                                             std::string_view name) const {
    return filter_.selecting(std::string_view(path_in(directory, name)).substr(root_length_));
  }

  void count(bool is_directory) {
    if (!is_directory) {
      ++files_;
      if (options_.progress != nullptr) {
        ++options_.progress->files_found;
      }
    }
  }

  /// Takes over what a directory and those below it hold. The first failure on the way is the one
  /// that is told.
  void collect(std::size_t position) {
    const ReadDirectory directory = std::move(directories_[position]); // to be freed on return
    std::size_t child = directory.first_child;
    found_.directories.push_back(directory.path);
    for_each_item(directory, [&](const ReadDirectory::Item& item, std::string_view name) {
      if (item.kind == EntryKind::Directory) {
        collect(child++);
      } else {
        found_.files.push_back({.path = path_in(directory.path, name),
                                .pattern = item.pattern,
                                .is_link = item.kind == EntryKind::Link});
      }
    });
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
  std::atomic<std::size_t> files_ = 0;
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
