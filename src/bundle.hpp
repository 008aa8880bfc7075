#pragma once

#include "digest.hpp"
#include "source_map_builder.hpp"
#include "write.hpp"
#include <confiture/source_map.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace confiture {

/// One file that a build makes.
struct BundlePlan {
  std::string path;      ///< relative to the working directory
  std::size_t files = 0; ///< that go into it
  bool has_header = true;
  bool is_two_pass = false; ///< foreign keys go to its end
  bool has_map = false;     ///< its source map is made too
  Receiver receiver = {};   ///< gets it instead of a file
};

/// What came of a bundle.
struct BundleOutcome {
  std::uint64_t size = 0;  ///< of the file, in bytes
  bool is_changed = false; ///< whether it was written
};

/// A bundle on its way to disk. `digest`, `write` and, for a plan with a map, `map` each take the
/// whole body in order; they may be called by different threads. With two passes the body is kept
/// in memory until it is complete, as any table may be the last one. The file at the plan's path is
/// replaced at `replace`, or stays as it is if the object goes away before.
class Bundle {
public:
  /// `time` is what the header says. Throws Error (Schema001) if nothing can be written there.
  Bundle(const BundlePlan& plan,
         std::string environment,
         std::string time,
         const OutputOptions& options = {});

  void digest(std::string_view text) {
    if (!plan_.is_two_pass) {
      digest_.update(text);
    }
  }

  /// Throws Error (Schema001).
  void write(std::string_view text) {
    if (plan_.is_two_pass) {
      body_ += text;
    } else {
      output_.append(text);
    }
  }

  [[nodiscard]] SourceMapBuilder& map() { return map_builder_; }

  /// Writes the header; all is written then. Throws Error (Schema001).
  BundleOutcome complete();

  /// The same, unless the file that is there differs in nothing but the time of its header.
  BundleOutcome complete_if_changed();

  /// The map of the bundle once that is complete, for a plan with one.
  SourceMap take_map() { return std::move(map_); }

  /// Puts the complete file in place, if it was to be written. Throws Error (Schema001).
  void replace();

private:
  std::string finish_body();
  [[nodiscard]] std::string header_with(std::string_view body_digest) const;
  BundleOutcome complete_with(std::string_view body_digest);

  BundlePlan plan_;
  std::string environment_;
  std::string time_;
  Digest digest_;
  std::string body_; ///< if it is not written as it comes
  SourceMapBuilder map_builder_;
  SourceMap map_;
  OutputFile output_;
  bool is_complete_ = false;
};

} // namespace confiture
