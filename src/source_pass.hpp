#pragma once

#include "batch.hpp"
#include "read.hpp"
#include "separator.hpp"
#include "source_map_builder.hpp"
#include <confiture/manifest.hpp>
#include <confiture/selection.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace confiture {

/// What is computed of the sources' original bytes while they are read.
struct PassOptions {
  bool with_fingerprint = false;
  bool with_files = false;      ///< a digest of each file; the reader has to be told too
  Progress* progress = nullptr; ///< whose steps are timed, if given
};

struct PassResult {
  std::optional<std::string> fingerprint; ///< if it was asked for
  std::vector<FileDigest> files;          ///< likewise, in build order
};

/// Something that takes all batches in build order, one at a time.
using Sink = std::function<void(const Batch&)>;

/// Reads all sources once and gives their batches to every sink. Throws Error (Schema001) for the
/// first file that cannot be read or is not UTF-8, else for all that end inside a comment.
PassResult read_sources(SourceReader& reader,
                        const Selection& selection,
                        const PassOptions& options,
                        const std::vector<Sink>& sinks = {});

/// A sink that makes the map of the body. Both have to outlive it.
Sink map_sink(SourceMapBuilder& map, const Selection& selection);

/// Runs an attempt again, once, when a source was changed during the first.
template <typename Attempt> auto with_second_attempt(const Attempt& attempt) {
  try {
    return attempt();
  } catch (const SourceChanged&) {
    return attempt();
  }
}

/// Throws Error (Schema001) if two passes are configured and there is no parser for them.
void require_passes(const Config& config);

/// The separator that the configuration asks for. Throws Error like Separator, for a path that is
/// not safe in it too.
Separator separator_for(const Config& config, const Selection& selection);

/// The manifest of what a pass read, which has to have both of its parts.
Manifest manifest_of(const Config& config, PassResult pass);

/// Throws Error (Schema001) for a path that the fingerprint has no place for.
void require_unicode_names(const Selection& selection);

} // namespace confiture
