#pragma once

#include "file.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace confiture {

/// The built schema on its way to disk: body first, header last, then it replaces the old file in
/// one step. Until `commit` the old file is whole, and an object that goes away without it leaves
/// nothing behind. A new file is made beside the target with its mode and owner; through a symbolic
/// link the link's target is replaced. What is no regular file, such as /dev/stdout or a named
/// pipe, is written to directly, at `commit`.
class OutputFile {
public:
  /// Parent folders are created. Throws Error (Schema001) naming `path` as it was given.
  OutputFile(std::string path, std::size_t header_size);
  /// Adds to the body. Throws Error (Schema001).
  void append(std::string_view bytes);

  /// Puts the header, of the size announced, above the body and lets the file take its place.
  /// Returns the size of the whole. Throws Error (Schema001); then the old file is untouched.
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
  void copy_spool(std::string_view header);
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
