#pragma once

#include "digest.hpp"
#include "separator.hpp"
#include "separator_scan.hpp"
#include <confiture/manifest.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace confiture {

/// The files that a bundle was built of, found again by their separators: path and SHA-256 of each
/// file's text as it stands in the body. A source that holds a separator itself looks like two.
/// Throws Error (Schema001) if the bundle cannot be read.
std::vector<FileDigest> bundle_parts(const std::string& path, const Separator::Frame& frame);

/// The same of a body that is given in pieces, cut anywhere.
class BodyParts {
public:
  explicit BodyParts(const Separator::Frame& frame);
  BodyParts(const BodyParts&) = delete;
  BodyParts& operator=(const BodyParts&) = delete;

  void take(std::string_view body) { scan_.take(body); }

  /// What was found; nothing may be taken after.
  std::vector<FileDigest> finish();

private:
  void end_part();

  SeparatorScan scan_;
  Digest digest_;
  std::vector<FileDigest> parts_;
};

} // namespace confiture
