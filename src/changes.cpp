#include "path.hpp"
#include <confiture/changes.hpp>

#include <algorithm>
#include <cstddef>
#include <deque>
#include <string_view>
#include <unordered_map>

namespace confiture {

namespace {

using Positions = std::vector<std::size_t>;
using Files = std::vector<FileDigest>;

/// Pairs files that are gone with new ones of the same contents: first those that kept their name,
/// then any, in order. What found no partner stays in the lists.
class RenameSearch {
public:
  RenameSearch(std::vector<const FileDigest*>& removed, std::vector<const FileDigest*>& added)
      : removed_(removed), added_(added) {}

  std::vector<Rename> run() {
    pair_by([](const FileDigest& file) {
      return file.digest + std::string(path::file_name(file.path));
    });
    pair_by([](const FileDigest& file) { return file.digest; });
    return std::move(found_);
  }

private:
  template <typename Key> void pair_by(const Key& key) {
    std::unordered_map<std::string, std::deque<const FileDigest*>> candidates;
    for (const FileDigest* file : removed_) {
      candidates[key(*file)].push_back(file);
    }
    std::unordered_map<const FileDigest*, bool> is_paired;
    std::erase_if(added_, [&](const FileDigest* file) {
      const auto found = candidates.find(key(*file));
      if (found == candidates.end() || found->second.empty()) {
        return false;
      }
      const FileDigest* partner = found->second.front();
      found->second.pop_front();
      is_paired[partner] = true;
      found_.push_back({.from = partner->path, .to = file->path});
      return true;
    });
    std::erase_if(removed_, [&](const FileDigest* file) { return is_paired.contains(file); });
  }

  std::vector<const FileDigest*>& removed_;
  std::vector<const FileDigest*>& added_;
  std::vector<Rename> found_;
};

/// Which of these numbers, all different, belong to a longest rising subsequence (Fredman 1975).
std::vector<bool> in_longest_rise(const Positions& numbers) {
  Positions tails; ///< position of the lowest number that ends a rise of each length
  Positions previous(numbers.size());
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const auto place = std::lower_bound(
        tails.begin(), tails.end(), numbers[i], [&](std::size_t tail, std::size_t n) {
          return numbers[tail] < n;
        });
    previous[i] = place == tails.begin() ? i : *(place - 1);
    if (place == tails.end()) {
      tails.push_back(i);
    } else {
      *place = i;
    }
  }
  std::vector<bool> members(numbers.size());
  for (std::size_t left = tails.size(), at = left == 0 ? 0 : tails.back(); left > 0; --left) {
    members[at] = true;
    at = previous[at];
  }
  return members;
}

std::vector<std::string> sorted_paths(const std::vector<const FileDigest*>& files) {
  std::vector<std::string> paths;
  paths.reserve(files.size());
  for (const FileDigest* file : files) {
    paths.push_back(file->path);
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

} // namespace

bool Changes::none() const {
  return added.empty() && removed.empty() && edited.empty() && renamed.empty() &&
         reordered.empty() && line_endings.empty();
}

Changes changes_between(const Files& before, const Files& after) {
  std::unordered_map<std::string_view, std::size_t> position_before;
  for (std::size_t i = 0; i < before.size(); ++i) {
    position_before.emplace(before[i].path, i);
  }
  Changes changes;
  std::vector<const FileDigest*> added;
  std::vector<const FileDigest*> removed;
  std::vector<bool> remains(before.size());
  Positions places; // before, of the files that remain, in the order they have now
  std::vector<const FileDigest*> remaining;
  for (const FileDigest& file : after) {
    const auto found = position_before.find(file.path);
    if (found == position_before.end()) {
      added.push_back(&file);
      continue;
    }
    remains[found->second] = true;
    if (before[found->second].digest != file.digest) {
      changes.edited.push_back(file.path);
    }
    places.push_back(found->second);
    remaining.push_back(&file);
  }
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (!remains[i]) {
      removed.push_back(&before[i]);
    }
  }
  const std::vector<bool> kept = in_longest_rise(places);
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (!kept[i]) {
      changes.reordered.push_back(remaining[i]->path);
    }
  }
  changes.renamed = RenameSearch(removed, added).run();
  changes.added = sorted_paths(added);
  changes.removed = sorted_paths(removed);
  std::sort(changes.edited.begin(), changes.edited.end());
  std::sort(changes.renamed.begin(), changes.renamed.end());
  std::sort(changes.reordered.begin(), changes.reordered.end());
  return changes;
}

} // namespace confiture
