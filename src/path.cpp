#include "path.hpp"

#include <confiture/error.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace confiture::path {

namespace {

// As many links as the kernel follows before it answers ELOOP.
constexpr int link_limit = 40;

std::string working_directory() {
  std::error_code failure;
  const std::filesystem::path directory = std::filesystem::current_path(failure);
  if (failure) {
    throw Error(ErrorCode::Config001,
                "Cannot tell the working directory: " + failure.message(),
                "Change into a directory that exists, or name the project with --project-dir.");
  }
  return directory.string();
}

/// Throws unless this `errno` says what a path is not, or what stands in the way to it. What cannot
/// be looked at must not pass for absent.
void require_looked_at(const std::string& path, int error_number) {
  constexpr std::array answers{ENOENT, ENOTDIR, ELOOP, EINVAL};
  if (std::find(answers.begin(), answers.end(), error_number) == answers.end()) {
    throw Error(ErrorCode::Schema001,
                "Cannot look at " + printable(path) + ": " + system_message(error_number),
                error_number == ENAMETOOLONG
                    ? "Move the project to where its paths are shorter."
                    : "Check that every folder on the way to it may be entered.");
  }
}

/// The target of a symbolic link, or an empty string for anything else.
std::string link_target(const std::string& path) {
  std::array<char, PATH_MAX> buffer{};
  const ssize_t length = ::readlink(path.c_str(), buffer.data(), buffer.size());
  if (length < 0 && errno != EACCES && errno != ENAMETOOLONG) { // who opens the path meets these
    require_looked_at(path, errno);
  }
  return length > 0 ? std::string(buffer.data(), static_cast<std::size_t>(length)) : std::string();
}

/// The components of `path` on top of `pending`, the first one last, for taking from the back.
void push_components(std::vector<std::string>& pending, std::string_view path) {
  const auto parts = components(path);
  pending.insert(pending.end(), parts.rbegin(), parts.rend());
}

} // namespace

std::string plain(std::string_view path) {
  // Two slashes at the start are a root of their own in POSIX, and in pathlib; three are one.
  const bool doubled = path.starts_with("//") && !path.starts_with("///");
  std::string out = doubled ? "//" : path.starts_with('/') ? "/" : "";
  for (const std::string_view part : components(path)) {
    if (!out.empty() && out.back() != '/') {
      out += '/';
    }
    out += part;
  }
  return out.empty() ? "." : out;
}

std::string join(std::string_view head, std::string_view tail) {
  if (tail.starts_with('/')) {
    return plain(tail);
  }
  std::string joined(head.empty() ? "." : head);
  if (!joined.ends_with('/')) {
    joined += '/';
  }
  return plain(joined.append(tail));
}

std::string absolute(std::string_view path) {
  return path.starts_with('/') ? plain(path) : join(working_directory(), path);
}

std::string resolve(std::string_view path) {
  const std::string start = absolute(path);
  std::vector<std::string> pending;
  push_components(pending, start);
  std::string resolved; // no trailing slash; empty stands for the root
  int links = 0;
  while (!pending.empty()) {
    const std::string part = std::move(pending.back());
    pending.pop_back();
    if (part == "..") {
      resolved.resize(resolved.empty() ? 0 : resolved.rfind('/'));
      continue;
    }
    std::string next = resolved;
    next.append("/").append(part);
    const std::string target = link_target(next);
    if (target.empty()) {
      resolved = next;
      continue;
    }
    if (++links > link_limit) {
      throw Error(ErrorCode::Schema001,
                  "Symbolic links lead in a circle: " + printable(start),
                  "Remove the link, or point it at a file.");
    }
    if (target.starts_with('/')) {
      resolved.clear();
    }
    push_components(pending, target);
  }
  return resolved.empty() ? "/" : resolved;
}

bool is_within(std::string_view path, std::string_view directory) {
  if (!path.starts_with(directory)) {
    return false;
  }
  return path.size() == directory.size() || directory.ends_with('/') ||
         path[directory.size()] == '/';
}

std::string_view relative(std::string_view path, std::string_view directory) {
  path.remove_prefix(directory.size());
  if (path.starts_with('/')) {
    path.remove_prefix(1);
  }
  return path;
}

std::string shown(std::string_view path, std::string_view directory) {
  return std::string(is_within(path, directory) ? relative(path, directory) : path);
}

std::string
label(const std::string& found, const std::string& resolved, const std::string& directory) {
  if (!is_within(resolved, directory)) {
    return found;
  }
  const std::string_view inside = relative(resolved, directory);
  return inside.empty() ? "." : std::string(inside);
}

std::string_view file_name(std::string_view path) {
  return path.substr(path.rfind('/') + 1); // npos + 1 is 0
}

std::string_view parent(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) {
    return ".";
  }
  return slash == 0 ? path.substr(0, 1) : path.substr(0, slash);
}

std::vector<std::string_view> components(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const std::size_t slash = std::min(path.find('/'), path.size());
    const std::string_view part = path.substr(0, slash);
    if (!part.empty() && part != ".") {
      parts.push_back(part);
    }
    path.remove_prefix(std::min(slash + 1, path.size()));
  }
  return parts;
}

std::string common_directory(const std::vector<std::string>& paths) {
  auto common = components(paths.front());
  for (const std::string& path : paths) {
    const auto parts = components(path);
    const auto mismatch =
        std::mismatch(common.begin(), common.end(), parts.begin(), parts.end()).first;
    common.erase(mismatch, common.end());
  }
  std::string directory;
  for (const std::string_view part : common) {
    directory.append("/").append(part);
  }
  return directory.empty() ? "/" : directory;
}

bool exists(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0) {
    return true;
  }
  require_looked_at(path, errno);
  return false;
}

bool is_directory(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

} // namespace confiture::path
