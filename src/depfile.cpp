#include "path.hpp"
#include <confiture/depfile.hpp>
#include <confiture/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string_view>
#include <unordered_set>

namespace confiture {

namespace {

/// Characters that make or ninja (1.11) take for something else, with any escape in front of them.
constexpr std::string_view unwritable = "\"&'*;<=>?[\\^`|";
/// Characters that one of them takes for something else at the end of a name.
constexpr std::string_view unwritable_end = " :)";

constexpr const char* rename_hint =
    "Rename the file or folder, leave it out with an exclude pattern, or build without --depfile.";

bool is_below_any(const std::string& path, const std::vector<std::string>& directories) {
  return std::any_of(directories.begin(), directories.end(), [&](const std::string& directory) {
    return path::is_within(path, directory);
  });
}

void keep_first_of_each(std::vector<std::string>& paths) {
  std::unordered_set<std::string> seen;
  std::erase_if(paths, [&](const std::string& path) { return !seen.insert(path).second; });
}

std::string nearest_existing(std::string path) {
  while (!path::exists(path) && path != "/") {
    path = path::parent(path);
  }
  return path;
}

[[noreturn]] void refuse_name(const std::string& name, const std::string& reason) {
  throw Error(ErrorCode::Schema001,
              fmt::format("The depfile cannot name {}: {}", printable(name), reason),
              rename_hint);
}

void require_writable(const std::string& name) {
  for (const char c : name) {
    const bool is_control = (c >= 0 && c < ' ') || c == '\x7f';
    if (is_control || unwritable.find(c) != std::string_view::npos) {
      refuse_name(name,
                  fmt::format("make and ninja have no common way to write {}",
                              is_control ? "a control character" : std::string(1, c)));
    }
  }
  if (name.starts_with('~')) {
    refuse_name(name, "make takes a leading ~ for somebody's home, even behind ./");
  }
  if (!name.empty() && unwritable_end.find(name.back()) != std::string_view::npos) {
    refuse_name(name,
                fmt::format("make and ninja have no common way to write '{}' at the end of a name",
                            name.back()));
  }
}

std::string escaped(const std::string& name) {
  require_writable(name);
  std::string text;
  for (const char c : name) {
    if (c == ' ' || c == '#' || c == ':') {
      text += '\\';
    } else if (c == '$') {
      text += '$';
    }
    text += c;
  }
  return text;
}

std::string escaped_target(const std::string& target) {
  if (target.find('%') != std::string::npos) {
    refuse_name(target, "make takes a target with a % for a pattern");
  }
  return escaped(target);
}

/// Dependencies as the depfile spells them.
class Spelling {
public:
  explicit Spelling(std::string working_directory) : base_(std::move(working_directory)) {}

  [[nodiscard]] std::string file(const std::string& path) const { return escaped(relative(path)); }

  /// With a slash at the end. Make would make `seeds` out of `seeds.sh`, and of `x(y)` an archive.
  [[nodiscard]] std::string folder(const std::string& path) const {
    const std::string name = relative(path);
    return escaped(name == "." || name == "/" ? name : name + "/");
  }

private:
  [[nodiscard]] std::string relative(const std::string& path) const {
    if (!path::is_within(path, base_)) {
      return path;
    }
    const std::string_view name = path::relative(path, base_);
    return name.empty() ? "." : std::string(name);
  }

  std::string base_;
};

/// A rule by which a dependency that has gone is made by doing nothing.
std::string empty_rule(const std::string& name) {
  // To make, a % on the left makes a pattern, which needs a recipe, if only an empty one, to apply.
  // Ninja skips the semicolon.
  return name + (name.find('%') == std::string::npos ? ":\n" : ": ;\n");
}

/// Whether the entry's build looks for new files in this folder, or will once the folder exists.
bool watches(const Config& config, const IncludeEntry& entry, const std::string& folder) {
  const bool would_walk =
      folder == entry.path || (entry.recursive && path::is_within(folder, entry.path));
  if (would_walk) {
    return !is_below_any(folder, config.exclude_dirs);
  }
  return path::is_within(entry.path, folder) &&
         path::is_within(folder, nearest_existing(entry.path));
}

} // namespace

Dependencies dependencies(const Config& config, const Selection& selection) {
  Dependencies all;
  if (!config.file.empty()) {
    const std::string folder = path::resolve(path::parent(config.file));
    all.files.push_back(path::join(folder, path::file_name(config.file)));
    all.files.push_back(path::resolve(config.file));
  }
  for (const SelectedFile& file : selection.files) {
    all.files.push_back(file.path);
    if (!file.target.empty()) {
      all.files.push_back(file.target);
    }
  }
  std::copy_if(selection.directories.begin(),
               selection.directories.end(),
               std::back_inserter(all.folders),
               [&](const auto& folder) { return !is_below_any(folder, config.exclude_dirs); });
  for (const IncludeEntry& entry : selection.entries) {
    if (!path::exists(entry.path)) {
      all.folders.push_back(nearest_existing(entry.path));
    }
  }
  keep_first_of_each(all.files);
  keep_first_of_each(all.folders);
  return all;
}

std::string depfile_text(const std::string& target,
                         const Dependencies& dependencies,
                         const std::string& working_directory) {
  const Spelling spelling(working_directory);
  std::vector<std::string> names;
  names.reserve(dependencies.files.size() + dependencies.folders.size());
  for (const std::string& file : dependencies.files) {
    names.push_back(spelling.file(file));
  }
  for (const std::string& folder : dependencies.folders) {
    names.push_back(spelling.folder(folder));
  }
  std::string text = escaped_target(target) + ":";
  for (const std::string& name : names) {
    text.append(" \\\n  ").append(name);
  }
  text += "\n\n";
  for (const std::string& name : names) {
    text += empty_rule(name);
  }
  return text;
}

void require_independent(const Config& config,
                         const Selection& selection,
                         const Dependencies& dependencies,
                         const std::string& written) {
  const std::string target = path::resolve(written);
  const auto& files = dependencies.files;
  if (std::find(files.begin(), files.end(), target) != files.end() ||
      would_select(config, selection, target)) {
    throw Error(ErrorCode::Schema001,
                fmt::format("With --depfile, {} cannot be written: the build depends on it",
                            printable(written)),
                "Write it elsewhere, to a folder that the build does not walk.");
  }
  const std::string folder(path::parent(target));
  const bool is_watched =
      std::any_of(selection.entries.begin(), selection.entries.end(), [&](const auto& entry) {
        return watches(config, entry, folder);
      });
  if (is_watched) {
    throw Error(ErrorCode::Schema001,
                fmt::format("With --depfile, {} cannot be written to {}: new files are looked for "
                            "there, so that the build would never be up to date",
                            printable(written),
                            printable(folder)),
                "Write it to another folder; leave this one out with exclude_dirs; or, if it is "
                "watched because an include directory is absent, make that directory.");
  }
}

} // namespace confiture
