#include "bundle_file.hpp"
#include "bundle_parts.hpp"
#include "digest.hpp"
#include "line_endings.hpp"
#include "path.hpp"
#include "postgres/foreign_keys.hpp"
#include "source_pass.hpp"
#include <confiture/check.hpp>

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace confiture {

namespace {

/// What the sources are now.
struct Sources {
  std::vector<FileDigest> files; ///< if there is a manifest to check
  std::string body_digest;       ///< if there is a bundle to check
  std::string body;              ///< only if it is built in two passes
};

/// What comes of a body in two passes, in its two parts.
struct TwoPassBody {
  explicit TwoPassBody(std::string_view body)
      : text(body.substr(0, postgres::find_moved_keys(body))), keys(body.substr(text.size())) {}

  std::string_view text;
  std::string_view keys;
};

class Check {
public:
  Check(const Config& config, const Selection& selection, const CheckOptions& options)
      : config_(config), selection_(selection), options_(options) {}

  CheckResult run() {
    if (options_.bundle) {
      require_passes(config_);
    }
    require_unicode_names(selection_);
    const auto manifest = options_.manifest ? read_manifest(*options_.manifest) : std::nullopt;
    const auto bundle = options_.bundle ? read_bundle_file(*options_.bundle) : std::nullopt;
    const Sources sources = with_second_attempt([&] { return read(); });
    CheckResult result;
    if (options_.manifest) {
      compare_with_manifest(manifest, sources.files, result);
    }
    if (options_.bundle) {
      compare_with_bundle(*options_.bundle, bundle, sources, result);
    }
    return result;
  }

private:
  [[nodiscard]] ReadOptions read_options(const Separator* separator) const {
    return {.separator = separator,
            .check_comments =
                separator != nullptr && config_.validate_comments && config_.fail_on_spillover,
            .with_digests = options_.manifest.has_value(),
            .jobs = options_.jobs,
            .progress = options_.progress};
  }

  [[nodiscard]] Sources read() const {
    std::optional<Separator> separator;
    Digest digest;
    std::string body;
    std::vector<Sink> sinks;
    if (options_.bundle) {
      separator.emplace(separator_for(config_, selection_));
      if (config_.two_pass) {
        sinks.emplace_back([&](const Batch& batch) { body += batch.body.view(); });
      } else {
        sinks.emplace_back([&](const Batch& batch) { digest.update(batch.body.view()); });
      }
    }
    SourceReader reader(selection_, read_options(separator ? &*separator : nullptr));
    PassResult pass =
        read_sources(reader, selection_, {.with_files = options_.manifest.has_value()}, sinks);
    if (options_.bundle && config_.two_pass) {
      body = postgres::move_foreign_keys(std::exchange(body, {})).text;
      digest.update(body);
    }
    return {
        .files = std::move(pass.files), .body_digest = digest.finish(), .body = std::move(body)};
  }

  void compare_with_manifest(const std::optional<Manifest>& manifest,
                             const std::vector<FileDigest>& files,
                             CheckResult& result) const {
    if (!manifest) {
      result.manifest = ManifestState::Missing;
      return;
    }
    result.changes = changes_between(manifest->files, files);
    find_line_endings(*manifest, result.changes);
    result.manifest = !result.changes.none()                           ? ManifestState::Stale
                      : manifest->root != root_digest(manifest->files) ? ManifestState::Altered
                                                                       : ManifestState::Current;
  }

  /// Moves what differs in line endings alone to where it belongs.
  void find_line_endings(const Manifest& manifest, Changes& changes) const {
    if (changes.edited.empty()) {
      return;
    }
    std::unordered_map<std::string_view, const std::string*> digest_before;
    for (const FileDigest& file : manifest.files) {
      digest_before.emplace(file.path, &file.digest);
    }
    std::erase_if(changes.edited, [&](const std::string& file) {
      const bool only =
          differs_in_line_endings(path::join(selection_.base_dir, file), *digest_before.at(file));
      if (only) {
        changes.line_endings.push_back(file);
      }
      return only;
    });
  }

  void compare_with_bundle(const std::string& path,
                           const std::optional<BundleFile>& bundle,
                           const Sources& sources,
                           CheckResult& result) const {
    if (!bundle) {
      result.bundle = BundleState::Missing;
    } else if (!bundle->header || !bundle->is_as_built()) {
      result.bundle = BundleState::EditedByHand;
    } else if (bundle->header->body_digest == sources.body_digest) {
      result.bundle = BundleState::Current;
    } else {
      result.bundle = BundleState::Stale;
      if (result.changes.none()) {
        result.changes = changes_since_bundle(path, bundle->header->files, sources);
      }
    }
  }

  /// Both bodies, the one on disk and the one of the sources, taken apart by their separators. If
  /// that does not give the number of files that the header names, or others than the sources, it
  /// says nothing.
  [[nodiscard]] Changes changes_since_bundle(const std::string& path,
                                             std::size_t files_in_bundle,
                                             const Sources& sources) const {
    const Separator separator = separator_for(config_, selection_);
    const auto frame = separator.frame();
    if (!frame) {
      return {};
    }
    if (config_.two_pass) {
      return changes_in_two_passes(path, files_in_bundle, sources, *frame);
    }
    const std::vector<FileDigest> before = bundle_parts(path, *frame);
    if (before.size() != files_in_bundle) {
      return {};
    }
    const std::vector<FileDigest> after = with_second_attempt([&] {
      BodyParts parts(*frame);
      SourceReader reader(selection_, read_options(&separator));
      read_sources(
          reader, selection_, {}, {[&](const Batch& batch) { parts.take(batch.body.view()); }});
      return parts.finish();
    });
    return are_sources(after) ? changes_between(before, after) : Changes();
  }

  /// The same where keys were moved. Nothing tells which file a key came from, so if they differ it
  /// says nothing either: the list would lack files.
  [[nodiscard]] Changes changes_in_two_passes(const std::string& path,
                                              std::size_t files_in_bundle,
                                              const Sources& sources,
                                              const Separator::Frame& frame) const {
    std::string old_body;
    read_bundle_file(path, [&](std::string_view piece) { old_body += piece; });
    const TwoPassBody before(old_body);
    const TwoPassBody after(sources.body);
    if (before.keys != after.keys) {
      return {};
    }
    const auto parts_of = [&](std::string_view text) {
      BodyParts parts(frame);
      parts.take(text);
      return parts.finish();
    };
    const std::vector<FileDigest> parts_before = parts_of(before.text);
    const std::vector<FileDigest> parts_after = parts_of(after.text);
    return parts_before.size() == files_in_bundle && are_sources(parts_after)
               ? changes_between(parts_before, parts_after)
               : Changes();
  }

  /// Whether these are the files that make up the schema.
  [[nodiscard]] bool are_sources(const std::vector<FileDigest>& files) const {
    auto file = files.begin();
    for (const SelectedFile& source : selection_.files) {
      if (source.is_apart) {
        continue;
      }
      if (file == files.end() || file->path != selection_.relative_path(source)) {
        return false;
      }
      ++file;
    }
    return file == files.end();
  }

  const Config& config_;
  const Selection& selection_;
  const CheckOptions& options_;
};

} // namespace

bool CheckResult::is_current() const {
  return manifest.value_or(ManifestState::Current) == ManifestState::Current &&
         bundle.value_or(BundleState::Current) == BundleState::Current;
}

CheckResult check(const Config& config, const Selection& selection, const CheckOptions& options) {
  return Check(config, selection, options).run();
}

BundleState check_bundle(const std::string& path) {
  const auto bundle = read_bundle_file(path);
  return !bundle                 ? BundleState::Missing
         : bundle->is_as_built() ? BundleState::Current
                                 : BundleState::EditedByHand;
}

} // namespace confiture
