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

  /// Writes the header and puts the file in place. Returns the size of the file. Throws Error
  /// (Schema001).
  std::uint64_t commit();

private:
  [[nodiscard]] std::string header_with(std::string_view body_digest) const;

  BundlePlan plan_;
  std::string environment_;
  std::string time_;
  Digest digest_;
  OutputFile output_;
};

} // namespace confiture
