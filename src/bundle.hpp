#pragma once

#include "digest.hpp"
#include "write.hpp"

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
};

/// What came of a bundle.
struct BundleOutcome {
  std::uint64_t size = 0;  ///< of the file, in bytes
  bool is_changed = false; ///< whether it was written
};

/// A bundle on its way to disk. `digest` and `write` each take the whole body in order; they may be
/// called by different threads. The file at the plan's path is replaced at `commit`, or stays as it
/// is if the object goes away before.
class Bundle {
public:
  /// `time` is what the header says. Throws Error (Schema001) if nothing can be written there.
  Bundle(const BundlePlan& plan, std::string environment, std::string time);

  void digest(std::string_view text) { digest_.update(text); }

  /// Throws Error (Schema001).
  void write(std::string_view text) { output_.append(text); }

  /// Writes the header and puts the file in place. Throws Error (Schema001).
  BundleOutcome commit();

  /// The same, unless the file that is there differs in nothing but the time of its header.
  BundleOutcome commit_if_changed();

private:
  [[nodiscard]] std::string header_with(std::string_view body_digest) const;
  BundleOutcome commit_with(std::string_view body_digest);

  BundlePlan plan_;
  std::string environment_;
  std::string time_;
  Digest digest_;
  OutputFile output_;
};

} // namespace confiture
