#include "discover.hpp"
#include "order.hpp"
#include "path.hpp"
#include "pipeline.hpp"
#include "seed_path.hpp"
#include <confiture/error.hpp>
#include <confiture/selection.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

namespace confiture {

namespace {

std::vector<IncludeEntry> entries_in_sequence(const Config& config) {
  std::vector<IncludeEntry> entries = config.include_dirs;
  std::stable_sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
    return a.order < b.order;
  });
  return entries;
}

std::vector<std::string> paths_of(const std::vector<IncludeEntry>& entries) {
  std::vector<std::string> paths;
  std::transform(entries.begin(), entries.end(), std::back_inserter(paths), [](const auto& entry) {
    return entry.path;
  });
  return paths;
}

/// Absent entries count, as in the reference.
std::string base_directory(const std::vector<IncludeEntry>& entries) {
  return entries.size() == 1 ? entries.front().path : path::common_directory(paths_of(entries));
}

void append_found(Selection& selection, std::size_t position, const SelectOptions& options) {
  Discovery discovery = discover(
      selection.entries[position],
      {.jobs = options.jobs == 0 ? default_jobs() : options.jobs, .progress = options.progress});
  std::move(discovery.directories.begin(),
            discovery.directories.end(),
            std::back_inserter(selection.directories));
  selection.files.reserve(selection.files.size() + discovery.files.size());
  for (FoundFile& found : discovery.files) {
    std::string target = found.is_link ? path::resolve(found.path) : std::string();
    selection.files.push_back({.path = std::move(found.path),
                               .target = std::move(target),
                               .entry = position,
                               .pattern = found.pattern});
  }
}

/// Whether two of the files can be one: through a link, or because entries overlap.
bool may_repeat(const Selection& selection) {
  const auto is_link = [](const SelectedFile& file) { return !file.target.empty(); };
  const auto overlaps = [&](const IncludeEntry& entry) {
    return std::count_if(
               selection.entries.begin(), selection.entries.end(), [&](const auto& other) {
                 return path::is_within(entry.path, other.path);
               }) > 1; // each is within itself
  };
  return std::any_of(selection.files.begin(), selection.files.end(), is_link) ||
         std::any_of(selection.entries.begin(), selection.entries.end(), overlaps);
}

/// Keeps the first of the files that are really one.
void keep_first_occurrences(Selection& selection) {
  if (!may_repeat(selection)) {
    return;
  }
  std::unordered_set<std::string> seen;
  std::erase_if(selection.files, [&](const SelectedFile& file) {
    return !seen.insert(file.resolved_path()).second;
  });
}

bool is_excluded(const Config& config, const std::string& path) {
  return std::any_of(
      config.exclude_dirs.begin(), config.exclude_dirs.end(), [&](const std::string& directory) {
        return path::is_within(path, directory);
      });
}

using Position = std::vector<SelectedFile>::iterator;

void sort_numbered(Position first, Position last) {
  std::vector<std::string_view> paths;
  std::transform(first, last, std::back_inserter(paths), [](const SelectedFile& file) {
    return std::string_view(file.path);
  });
  std::vector<SelectedFile> sorted;
  sorted.reserve(paths.size());
  for (const std::size_t position : numbered_order(paths)) {
    sorted.push_back(*(first + static_cast<std::ptrdiff_t>(position)));
  }
  std::move(sorted.begin(), sorted.end(), first);
}

void sort_alphabetically(Position first, Position last) {
  const auto before = [](const SelectedFile& a, const SelectedFile& b) {
    return comes_before(a.path, b.path);
  };
  if (!std::is_sorted(first, last, before)) { // one entry's files come sorted from the walk
    std::sort(first, last, before);
  }
}

/// Sorts within each group of equal `order`; the files come grouped, as the entries are in
/// sequence.
void sort_in_build_order(Selection& selection, SortMode mode) {
  const bool numbered =
      mode == SortMode::Numbered &&
      std::any_of(selection.files.begin(), selection.files.end(), [](const SelectedFile& file) {
        return is_numbered(path::file_name(file.path));
      });
  const auto order_of = [&](const SelectedFile& file) {
    return selection.entries[file.entry].order;
  };
  for (auto first = selection.files.begin(); first != selection.files.end();) {
    const auto last = std::find_if(first, selection.files.end(), [&](const SelectedFile& file) {
      return order_of(file) != order_of(*first);
    });
    if (numbered) {
      sort_numbered(first, last);
    } else {
      sort_alphabetically(first, last);
    }
    first = last;
  }
}

void require_files(const Selection& selection) {
  if (selection.files.empty()) {
    throw Error(ErrorCode::Schema001,
                printable(fmt::format("No SQL files found in include directories: {}",
                                      fmt::join(paths_of(selection.entries), ", "))),
                "Add .sql files to subdirectories like 00_common/, 10_tables/ or check your "
                "include/exclude patterns");
  }
}

} // namespace

std::string_view Selection::relative_path(const SelectedFile& file) const {
  return path::relative(file.path, base_dir);
}

std::string base_directory(const Config& config) {
  return base_directory(config.include_dirs);
}

Selection select(const Config& config, Scope scope, const SelectOptions& options) {
  Selection selection;
  selection.entries = entries_in_sequence(config);
  selection.base_dir = base_directory(selection.entries);
  if (scope == Scope::SchemaOnly) {
    std::erase_if(selection.entries, [](const auto& entry) { return is_seed_path(entry.path); });
    if (!selection.entries.empty()) {
      selection.base_dir = base_directory(selection.entries);
    }
  }
  {
    const StepTimer timer(options.progress, Step::Discover);
    for (std::size_t i = 0; i < selection.entries.size(); ++i) {
      append_found(selection, i, options);
    }
  }
  const StepTimer timer(options.progress, Step::Order);
  keep_first_occurrences(selection);
  std::erase_if(selection.files,
                [&](const SelectedFile& file) { return is_excluded(config, file.path); });
  require_files(selection);
  sort_in_build_order(selection, config.sort_mode);
  if (options.progress != nullptr) {
    options.progress->files_selected = selection.files.size();
  }
  return selection;
}

bool holds_seeds(const Selection& selection, const SelectedFile& file) {
  return is_seed_path(path::relative(file.path, path::parent(selection.base_dir)));
}

void set_seeds_apart(Selection& selection) {
  for (SelectedFile& file : selection.files) {
    file.is_apart = holds_seeds(selection, file);
  }
}

std::size_t files_in_schema(const Selection& selection) {
  return static_cast<std::size_t>(
      std::count_if(selection.files.begin(), selection.files.end(), [](const SelectedFile& file) {
        return !file.is_apart;
      }));
}

bool would_select(const Config& config, const Selection& selection, const std::string& path) {
  return !is_excluded(config, path) &&
         std::any_of(selection.entries.begin(), selection.entries.end(), [&](const auto& entry) {
           return would_discover(entry, path);
         });
}

} // namespace confiture
