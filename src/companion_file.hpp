#pragma once

#include "write.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace confiture {

/// A file that is written with a bundle and tells about it: its manifest, its source map. The old
/// file is replaced at `replace`, or stays as it is if the object goes away before.
class CompanionFile {
public:
  /// Throws Error (Schema001) if nothing can be written there.
  CompanionFile(std::string path, const OutputOptions& options)
      : path_(std::move(path)), file_(std::in_place, path_, 0, options) {}

  /// Writes the text; with `if_changed` not over a file that holds the same. All is written then.
  /// Throws Error (Schema001).
  void complete(std::string_view text, bool if_changed);

  /// Whether the file is another one now, or will be.
  [[nodiscard]] bool is_changed() const { return file_.has_value(); }

  /// Puts the complete file in place. Throws Error (Schema001).
  void replace();

private:
  std::string path_;
  std::optional<OutputFile> file_; ///< none if the old one stays
};

} // namespace confiture
