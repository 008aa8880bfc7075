#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Paths as strings of bytes, with the rules of Python's pathlib on POSIX, which the reference's
/// output depends on. Only `absolute`, `resolve` and the two questions look at the file system.
namespace confiture::path {

/// `path` without doubled slashes, `.` components and a trailing slash; `.` when nothing is left.
/// `..` stays.
std::string plain(std::string_view path);

/// `tail` below `head`, plain; an absolute `tail` replaces `head`.
std::string join(std::string_view head, std::string_view tail);

/// `path` below the working directory, plain; `..` and symbolic links stay.
std::string absolute(std::string_view path);

/// `path` made absolute, its symbolic links followed and its `..` removed. What does not exist is
/// taken as written. Throws Error (Schema001) for a loop of links.
std::string resolve(std::string_view path);

/// Whether `path` is `directory` or lies below it; both plain, compared as text.
bool is_within(std::string_view path, std::string_view directory);

/// `path` as seen from `directory`, within which it must lie; empty when they are equal.
std::string_view relative(std::string_view path, std::string_view directory);

/// `path` for a person in `directory`: as seen from it, if it lies there.
std::string shown(std::string_view path, std::string_view directory);

/// How findings and lists name a file: its path with links followed, `resolved`, as seen from
/// `directory` if it lies there; else `found`, the path that led to it.
std::string
label(const std::string& found, const std::string& resolved, const std::string& directory);

/// The last component.
std::string_view file_name(std::string_view path);

/// Everything before the last component: `/` for `/a`, `.` for `a`.
std::string_view parent(std::string_view path);

/// The components of a plain path, without the root.
std::vector<std::string_view> components(std::string_view path);

/// The deepest directory that holds all of `paths`, which are absolute and plain.
std::string common_directory(const std::vector<std::string>& paths);

/// Whether something is there. Throws Error (Schema001) when that cannot be told, as in a folder
/// without permission.
bool exists(const std::string& path);
bool is_directory(const std::string& path);

} // namespace confiture::path
