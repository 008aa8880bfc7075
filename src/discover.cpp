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

/// What is in one directory, by name; made once and filled again and again.
struct Listing {
  struct Entry {
    std::size_t begin; ///< of its name, in `names`
    std::size_t size;
    EntryKind kind;
  };

  std::string names;
  std::vector<Entry> entries;

  [[nodiscard]] std::string_view name_of(const Entry& entry) const {
    return std::string_view(names).substr(entry.begin, entry.size);
  }

  void add(std::string_view name, EntryKind kind) {
    entries.push_back({.begin = names.size(), .size = name.size(), .kind = kind});
    names += name;
  }
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

  void add(std::string_view name, EntryKind kind, std::size_t pattern) {
    items.push_back({.name_size = static_cast<std::uint32_t>(name.size()),
                     .kind = kind,
                     .pattern = static_cast<std::uint32_t>(pattern)});
    names += name;
  }
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
            Listing listing;
            for (std::size_t i = begin + first; i < begin + last; ++i) {
              read(directories_[i], listing);
            }
          });
      for (std::size_t i = begin; i < end; ++i) {
        append_children(i);
      }
      begin = end;
    }
    found_.files.reserve(files_);
    found_.directories.reserve(directories_.size());
    collect();
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

  void read(ReadDirectory& directory, Listing& listing) {
    try {
      list(directory.path, listing);
      std::string relative = path_in(directory.path, "").substr(root_length_);
      const std::size_t folders = relative.size();
      std::size_t files = 0;
      for (const Listing::Entry& entry : listing.entries) {
        const std::string_view name = listing.name_of(entry);
        if (entry.kind != EntryKind::Directory) {
          relative.replace(folders, std::string::npos, name);
          if (const auto pattern = filter_.selecting(relative)) {
            directory.add(name, entry.kind, *pattern);
            ++files;
          }
        } else if (entry_.recursive) {
          directory.add(name, entry.kind, 0);
        }
      }
      count(files);
    } catch (...) {
      directory.failure = std::current_exception();
    }
  }

  void count(std::size_t files) {
    files_ += files;
    if (options_.progress != nullptr) {
      options_.progress->files_found += files;
    }
  }

  /// A directory that is taken over, up to the item and the directory in it that come next.
  struct Open {
    ReadDirectory directory;
    std::size_t item = 0;
    std::size_t name = 0;
    std::size_t child = 0;
  };

  [[nodiscard]] Open open(std::size_t position) {
    Open opened{.directory = std::move(directories_[position])}; // to be freed when it is closed
    opened.child = opened.directory.first_child;
    found_.directories.push_back(opened.directory.path);
    return opened;
  }

  /// Takes over what the directories hold, depth first. The first failure on the way is the one
  /// that is told. Not recursive: a small stack has no room for a deep tree.
  void collect() {
    std::vector<Open> way;
    way.push_back(open(0));
    while (!way.empty()) {
      Open& here = way.back();
      if (here.item < here.directory.items.size()) {
        const ReadDirectory::Item& item = here.directory.items[here.item++];
        const std::string_view name =
            std::string_view(here.directory.names).substr(here.name, item.name_size);
        here.name += item.name_size;
        if (item.kind == EntryKind::Directory) {
          way.push_back(open(here.child++));
        } else {
          found_.files.push_back({.path = path_in(here.directory.path, name),
                                  .pattern = item.pattern,
                                  .is_link = item.kind == EntryKind::Link});
        }
      } else if (here.directory.failure != nullptr) {
        std::rethrow_exception(here.directory.failure);
      } else {
        way.pop_back();
      }
    }
  }

  /// Fills the listing with the entries of a directory in the order of names, without links to
  /// directories.
  static void list(const std::string& directory, Listing& listing) {
    const std::unique_ptr<DIR, int (*)(DIR*)> stream(::opendir(directory.c_str()), ::closedir);
    if (stream == nullptr) {
      throw cannot_read(directory);
    }
    listing.names.clear();
    listing.entries.clear();
    errno = 0;
    while (const dirent* next = ::readdir(stream.get())) {
      const std::string_view name = next->d_name;
      if (name != "." && name != "..") {
        if (const auto kind = kind_of(directory, *next)) {
          listing.add(name, *kind);
        }
      }
      errno = 0;
    }
    if (errno != 0) {
      throw cannot_read(directory);
    }
    std::sort(listing.entries.begin(), listing.entries.end(), [&](const auto& a, const auto& b) {
      return listing.name_of(a) < listing.name_of(b);
    });
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
