#pragma once

#include "file.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace confiture {

/// A file on its way to disk: body first, header last, then it replaces the old file in one step.
/// Until `commit` the old file is whole, and an object that goes away without it leaves nothing
/// behind. The new file is made beside the target with its mode, and its owner and group as far as
/// that is allowed; through a symbolic link the link's target is replaced. Written to directly, at
/// `commit` and not in one step, is what cannot be replaced: a descriptor such as /dev/stdout, a
/// named pipe or device, a mount point, a file in a folder that takes no new ones.
class OutputFile {
public:
  /// Parent folders are created. Throws Error (Schema001) naming `path` as it was given.
  OutputFile(std::string path, std::size_t header_size);
  /// Whether it goes to an open descriptor, such as /dev/stdout, after what was written there.
  [[nodiscard]] bool is_stream() const;

  /// Adds to the body. Throws Error (Schema001).
  void append(std::string_view bytes);

  /// Puts the header, of the size announced, above the body and lets the file take its place.
  /// Returns the size of the whole. Throws Error (Schema001); then a file that was to be replaced
  /// is untouched.
  std::uint64_t commit(std::string_view header);

private:
  /// What an output that is given up has to take away again.
  struct Leftovers {
    Leftovers() = default;
    Leftovers(const Leftovers&) = delete;
    Leftovers& operator=(const Leftovers&) = delete;
    ~Leftovers();

    void keep();

    std::string temporary;            ///< empty when there is none
    std::vector<std::string> folders; ///< that were created, outermost first
  };

  void open_beside_target();
  void open_spool();
  void create_folders(const std::string& folder);
  void replace_target(std::string_view header);
  void copy_body(std::string_view header);
  void require(int error_number) const;

  std::string path_;   ///< as given, for messages
  std::string target_; ///< what is replaced
  Leftovers leftovers_;
  FileDescriptor file_;
  std::size_t header_size_;
  std::uint64_t body_size_ = 0;
  bool spooled_ = false;
};

/// Removes the files beside their targets that unfinished OutputFiles have made. May
/// be called from a signal handler, after which the process has to end.
void remove_unfinished_output() noexcept;

} // namespace confiture
