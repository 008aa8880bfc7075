#pragma once

#include "support.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <unistd.h>
#include <utility>
#include <vector>

namespace confiture::testing {

#if defined(__SANITIZE_ADDRESS__)
constexpr bool is_sanitized = true; ///< takes much memory, and no limit on it
#elif defined(__has_feature)
constexpr bool is_sanitized = __has_feature(address_sanitizer);
#else
constexpr bool is_sanitized = false;
#endif

/// Lines as the README shows them.
inline std::string indented(std::string_view lines) {
  std::string text;
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size() - 1) + 1;
    text += "    " + std::string(lines.substr(0, end));
    lines.remove_prefix(end);
  }
  return text;
}

/// A project with an environment `local` over db/schema, which has the file a.sql, and the program
/// to be run in it.
class Project {
public:
  using Words = std::vector<std::string>;

  Project() {
    write("db/environments/local.yaml",
          "database_url: postgresql://h/d\ninclude_dirs: [db/schema]\n");
    write("db/schema/a.sql", "create table a ();\n");
  }

  void write(const std::string& name, std::string_view bytes) const {
    write_file(path(name), bytes);
  }
  [[nodiscard]] std::filesystem::path path(const std::string& name = "") const {
    return directory_.path() / name;
  }
  [[nodiscard]] bool has(const std::string& name) const {
    return std::filesystem::exists(path(name));
  }

  /// Every file and link below the project, for seeing that nothing was left.
  [[nodiscard]] Words everything() const {
    Words names;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path())) {
      names.push_back(entry.path().lexically_relative(path()));
    }
    std::sort(names.begin(), names.end());
    return names;
  }

  /// Makes a sparse file: zeros without a place on the disk.
  void write_zeros(const std::string& name, std::uintmax_t size) const {
    write(name, "");
    std::filesystem::resize_file(path(name), size);
  }

  /// Runs the program behind other words, such as `prlimit --nofile=16`. A program that hangs is
  /// killed, which fails the test.
  [[nodiscard]] ProcessResult run(const Words& arguments, Words words = {}) const {
    words.push_back(CONFITURE_BUILD_PROGRAM);
    return run_words(arguments, std::move(words));
  }

  /// Like `run`, as a user for whom permissions and limits count even if the tests run as root.
  [[nodiscard]] ProcessResult run_unprivileged(const Words& arguments,
                                               const Words& words = {}) const {
    Words all;
    if (::geteuid() == 0) {
      std::filesystem::permissions(path(), std::filesystem::perms{0755});
      all = {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"};
    }
    all.insert(all.end(), words.begin(), words.end());
    // A copy, since the way to the original may be closed to that user.
    const std::filesystem::path copy = path("program");
    std::filesystem::copy_file(
        CONFITURE_BUILD_PROGRAM, copy, std::filesystem::copy_options::skip_existing);
    all.push_back(copy);
    return run_words(arguments, std::move(all));
  }

  std::chrono::milliseconds timeout{60'000};

private:
  [[nodiscard]] ProcessResult run_words(const Words& arguments, Words words) const {
    words.insert(words.end(), arguments.begin(), arguments.end());
    ProcessOptions options{.cwd = directory_.path(), .timeout = timeout};
    options.env["SOURCE_DATE_EPOCH"] = "0";
    return testing::run(words, options);
  }

  TemporaryDirectory directory_;
};

} // namespace confiture::testing
