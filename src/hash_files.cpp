#include "batch.hpp"
#include "digest.hpp"
#include "file_ring.hpp"
#include "pipeline.hpp"
#include <confiture/hash_files.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <fcntl.h>
#include <optional>
#include <string_view>

namespace confiture {

namespace {

constexpr std::string_view delimiter("\0", 1);
constexpr std::size_t run_length = FileRing::most_files; ///< files that are read together
// Fewer are read before a ring, or threads, are ready.
constexpr std::size_t worth_ring = 2 * run_length;
constexpr std::size_t worth_threads = 6 * run_length;
constexpr std::size_t worth_folder = 8; // Fewer files are read before their folder is open.
// With these folders, a ring and a file.
constexpr unsigned most_descriptors = run_length / worth_folder + 2;
constexpr std::size_t block_size = FileRing::block_size;
constexpr std::size_t late_size = 4 * block_size; ///< from which a file is read in its turn

/// Takes the first part off a path: its root, a `.` that it starts with, or a name. Empty at the
/// end. Doubled slashes and any other `.` are passed over.
std::string_view take_part(std::string_view& path, bool is_first) {
  if (is_first && path.starts_with('/')) {
    path.remove_prefix(1);
    return "/";
  }
  while (true) {
    const std::size_t size = std::min(path.find('/'), path.size());
    const std::string_view part = path.substr(0, size);
    path.remove_prefix(std::min(size + 1, path.size()));
    if ((!part.empty() && part != ".") || (is_first && part == ".") || path.empty()) {
      return part == "." && !is_first ? std::string_view() : part;
    }
  }
}

/// The directory that paths start from.
class BaseDirectory {
public:
  explicit BaseDirectory(std::string_view path) : prefix_(path) {
    if (!prefix_.empty() && !prefix_.ends_with('/')) {
      prefix_ += '/';
    }
    for (bool is_first = true; !path.empty(); is_first = false) {
      if (const std::string_view part = take_part(path, is_first); !part.empty()) {
        parts_.push_back(part);
      }
    }
  }

  /// The path as seen from here, else as it is.
  [[nodiscard]] std::string_view relative(std::string_view path) const {
    if (path.starts_with(prefix_)) { // it mostly is spelled as the base is
      return prefix_.empty() ? path : without_dots(path.substr(prefix_.size()));
    }
    std::string_view rest = path;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      if (take_part(rest, i == 0) != parts_[i]) {
        return path;
      }
    }
    return parts_.empty() ? path : without_dots(rest);
  }

private:
  /// Without what stands for nothing in front of the next name.
  static std::string_view without_dots(std::string_view path) {
    while (path.starts_with('/') || path.starts_with("./") || path == ".") {
      path.remove_prefix(1);
    }
    return path;
  }

  std::string prefix_;
  std::vector<std::string_view> parts_;
};

/// Reads a list of files into what their fingerprint is taken of.
class ListReader {
public:
  ListReader(const std::vector<std::string>& files, std::string_view base_dir)
      : files_(files), base_(base_dir) {}

  bool next(Batch& batch) {
    batch.clear();
    batch.first = next_;
    batch.last = next_ = std::min(next_ + run_length, files_.size());
    return batch.first < batch.last;
  }

  void fill(Batch& batch) {
    std::vector<Folder> folders;
    const std::vector<Place> places = places_of(batch, folders);
    FileRing* const ring = FileRing::of_this_thread(files_.size() >= worth_ring);
    const auto contents = ring != nullptr ? ring->read(places) : FileRing::Contents();
    for (std::size_t i = 0; i < places.size(); ++i) {
      append_file(batch.first + i, places[i], contents.at(i), batch);
    }
  }

  void digest(Batch& batch, Digest& digest) const {
    std::size_t done = 0;
    for (const LateFile& late : batch.late) {
      digest.update(batch.body.view(done, late.place - done));
      done = late.place;
      digest_file(files_[late.file], digest);
    }
    digest.update(batch.body.view().substr(done));
  }

private:
  /// Where the files of a batch lead, `folders` being open.
  std::vector<Place> places_of(const Batch& batch, std::vector<Folder>& folders) const {
    std::vector<Place> places;
    places.reserve(batch.last - batch.first);
    folders.reserve(run_length / worth_folder);
    while (batch.first + places.size() < batch.last) {
      const std::size_t begin = batch.first + places.size();
      const std::size_t end = end_of_folder(begin, batch.last);
      Folder* const folder = end - begin < worth_folder ? nullptr : &folders.emplace_back();
      for (std::size_t position = begin; position < end; ++position) {
        places.push_back(place_of(files_[position], folder));
      }
    }
    return places;
  }

  /// Where the files end that share their folder with the first one.
  [[nodiscard]] std::size_t end_of_folder(std::size_t begin, std::size_t last) const {
    const std::string_view folder = folder_of(files_[begin]);
    std::size_t end = begin + 1;
    while (end < last && folder_of(files_[end]) == folder) {
      ++end;
    }
    return end;
  }

  static std::string_view folder_of(std::string_view path) {
    return path.substr(0, path.rfind('/') + 1);
  }

  static bool has_nul(const std::string& path) { return path.find('\0') != std::string::npos; }

  static Place place_of(const std::string& path, Folder* folder) {
    if (has_nul(path)) {
      return {.folder = AT_FDCWD, .name = ""}; // nowhere; why is told when its turn has come
    }
    return folder != nullptr ? folder->place_of(path)
                             : Place{.folder = AT_FDCWD, .name = path.c_str()};
  }

  void append_file(std::size_t position,
                   const Place& place,
                   const std::optional<std::string_view>& content,
                   Batch& batch) const {
    const std::string& path = files_[position];
    batch.body.append(base_.relative(path));
    batch.body.append(delimiter);
    if (content) {
      batch.body.append(*content);
    } else {
      append_content(position, place, batch);
    }
    batch.body.append(delimiter);
  }

  /// Appends all that a file holds; of a large one nothing, but notes where it belongs.
  void append_content(std::size_t position, const Place& place, Batch& batch) const {
    const FileDescriptor file = open_to_read(files_[position], place);
    const std::size_t begin = batch.body.size();
    std::uint64_t offset = 0;
    std::size_t count = block_size;
    for (; count == block_size && offset < late_size; offset += count) {
      count = append_block(files_[position], file, offset, batch.body);
    }
    if (count == block_size) {
      batch.body.resize(begin);
      batch.late.push_back({.place = begin, .file = position});
    }
  }

  static void digest_file(const std::string& path, Digest& digest) {
    const FileDescriptor file = open_to_read(path, place_of(path, nullptr));
    Buffer block;
    std::size_t count = block_size;
    for (std::uint64_t offset = 0; count == block_size; offset += count) {
      block.resize(0);
      count = append_block(path, file, offset, block);
      digest.update(block.view());
    }
  }

  static FileDescriptor open_to_read(const std::string& path, const Place& place) {
    FileDescriptor file = open_for_reading(place);
    if (!file.is_open()) {
      throw FileError(path, has_nul(path) ? EINVAL : errno);
    }
    return file;
  }

  /// Appends the next block of a file, less only at its end.
  static std::size_t append_block(const std::string& path,
                                  const FileDescriptor& file,
                                  std::uint64_t offset,
                                  Buffer& bytes) {
    char* const room = bytes.room_for(block_size);
    const std::ptrdiff_t count = read_at(file.number(), room, block_size, offset);
    if (count < 0) {
      throw FileError(path, static_cast<int>(-count));
    }
    bytes.resize(bytes.size() + static_cast<std::size_t>(count));
    return static_cast<std::size_t>(count);
  }

  const std::vector<std::string>& files_;
  BaseDirectory base_;
  std::size_t next_ = 0;
};

} // namespace

FileError::FileError(std::string path, int error_number)
    : Error(ErrorCode::Schema001,
            fmt::format("Error reading {}: {}", printable(path), system_message(error_number)),
            "Repair the file, or leave it out of the list."),
      path_(std::move(path)), error_number_(error_number) {}

std::string
hash_files(const std::vector<std::string>& files, const std::string& base_dir, unsigned jobs) {
  ListReader reader(files, base_dir);
  Digest digest;
  Stages stages;
  stages.descriptors = most_descriptors;
  stages.take = [&](Batch& batch) { return reader.next(batch); };
  stages.prepare = [&](Batch& batch) { reader.fill(batch); };
  stages.in_order.emplace_back([&](Batch& batch) { reader.digest(batch, digest); });
  if (files.size() < worth_threads) {
    jobs = 1;
  } else if (jobs == 0) {
    jobs = default_jobs();
  }
  run_pipeline(stages, jobs);
  return digest.finish();
}

} // namespace confiture
