#pragma once

#include <confiture/api.h>
#include <confiture/error.hpp>

#include <string>
#include <utility>
#include <vector>

namespace confiture {

/// A file of a list that cannot be read.
class CONFITURE_API FileError : public Error {
public:
  /// `error_number` is the system's `errno`.
  FileError(std::string path, int error_number);

  [[nodiscard]] const std::string& path() const { return path_; } ///< as the list has it
  [[nodiscard]] int error_number() const { return error_number_; }

private:
  std::string path_;
  int error_number_;
};

/// The fingerprint of these files in the order given, each taken with its path below `base_dir`, or
/// with the whole path where it is not below: what `_core.hash_files` of the reference computes.
/// Paths are compared part by part as they are spelled; `..` and links are not followed. Every byte
/// counts, whatever it means. A relative path starts from the working directory. `jobs`: threads; 0
/// chooses. Throws FileError (Schema001) for the first file that cannot be read. From any thread;
/// it and those that help it, if the list is long, each keep a descriptor (of an io_uring) and half
/// a megabyte until they end.
CONFITURE_API std::string
hash_files(const std::vector<std::string>& files, const std::string& base_dir, unsigned jobs = 0);

} // namespace confiture
