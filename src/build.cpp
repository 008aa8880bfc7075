#include "bundle.hpp"
#include "companion_file.hpp"
#include "header.hpp"
#include "path.hpp"
#include "separator.hpp"
#include "source_map_file.hpp"
#include "source_pass.hpp"
#include <confiture/build.hpp>
#include <confiture/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <memory>
#include <utility>

namespace confiture {

namespace {

/// What is wanted of a run.
struct RunOptions {
  bool with_fingerprint = false;
  std::optional<std::string> manifest = {};   ///< where to write one
  std::optional<std::string> source_map = {}; ///< likewise, of the first plan, which has one
  bool if_changed = false;                    ///< leave what would be the same alone
  bool fsync = false;                         ///< keep what is written also when the power fails
  unsigned jobs = 0;
  Progress* progress = nullptr;
};

/// What came of a run.
struct RunResult {
  std::vector<BundleOutcome> bundles;
  PassResult sources;
  bool manifest_is_changed = false;
};

/// One attempt to make bundles out of a selection. What can be wrong with an output is held back
/// until the sources have been read, so that of two mistakes the one in the sources is reported, as
/// in the reference.
class BuildRun {
public:
  /// `bundle_of` tells for each file, by its place in the selection, which plan it goes into.
  BuildRun(const Config& config,
           const Selection& selection,
           const std::vector<BundlePlan>& plans,
           std::function<std::size_t(std::size_t)> bundle_of)
      : config_(config), selection_(selection), plans_(plans), bundle_of_(std::move(bundle_of)) {}

  RunResult run(const RunOptions& options) {
    const Separator separator = usable_separator();
    SourceReader reader(selection_,
                        {.separator = &separator,
                         .check_comments = config_.validate_comments && config_.fail_on_spillover,
                         .with_digests = options.manifest.has_value(),
                         .jobs = options.jobs,
                         .outputs = &outputs_,
                         .progress = options.progress});
    open_outputs(options);
    RunResult result;
    result.sources = read_sources(reader,
                                  selection_,
                                  {.with_fingerprint = options.with_fingerprint || options.manifest,
                                   .with_files = options.manifest.has_value(),
                                   .progress = options.progress},
                                  sinks(options));
    if (held_back_) {
      std::rethrow_exception(held_back_);
    }
    outputs_.require_unread();
    const StepTimer timer(options.progress, Step::Write);
    complete_outputs(options, result);
    replace_outputs();
    return result;
  }

private:
  /// The separator of the configuration; if that cannot be used, any other to read with.
  Separator usable_separator() {
    try {
      return separator_for(config_, selection_);
    } catch (const Error&) {
      if (!config_.validate_comments) {
        throw; // the reference meets the separator first when it does not read for comments
      }
      held_back_ = std::current_exception();
      return {"line_comment", std::nullopt};
    }
  }

  void open_outputs(const RunOptions& options) {
    if (held_back_) {
      return;
    }
    try {
      const std::string time = generation_time();
      for (const BundlePlan& plan : plans_) {
        if (!plan.receiver) {
          outputs_.add(config_, selection_, plan.path, "schema");
        }
        bundles_.push_back(std::make_unique<Bundle>(
            plan,
            config_.environment,
            time,
            OutputOptions{.fsync = options.fsync, .receiver = plan.receiver}));
      }
      open_companion(manifest_, options.manifest, {.kind = "manifest", .fsync = options.fsync});
      open_companion(map_, options.source_map, {.kind = "source map", .fsync = options.fsync});
    } catch (const Error&) {
      held_back_ = std::current_exception();
      bundles_.clear();
    }
  }

  void open_companion(std::optional<CompanionFile>& file,
                      const std::optional<std::string>& path,
                      const OutputOptions& options) {
    if (path) {
      outputs_.add(config_, selection_, *path, options.kind);
      file.emplace(*path, options);
    }
  }

  /// Digest, file and map of the bundles, which can run beside each other.
  std::vector<Sink> sinks(const RunOptions& options) {
    if (bundles_.empty()) {
      return {};
    }
    Progress* const progress = options.progress;
    std::vector<Sink> all;
    all.emplace_back([this, progress](const Batch& batch) {
      StepTimer timer(progress, Step::Body);
      for_each_stretch(batch, [](Bundle& bundle, std::string_view text) { bundle.digest(text); });
      timer.add_bytes(batch.body.size());
    });
    all.emplace_back([this, progress](const Batch& batch) {
      StepTimer timer(progress, Step::Write);
      for_each_stretch(batch, [](Bundle& bundle, std::string_view text) { bundle.write(text); });
      timer.add_bytes(batch.body.size());
    });
    if (options.source_map) {
      all.push_back(map_sink(bundles_.front()->map(), selection_));
    }
    return all;
  }

  /// Writes all that is still to be written, so that little is left to fail between two files.
  void complete_outputs(const RunOptions& options, RunResult& result) {
    for (const auto& bundle : bundles_) {
      result.bundles.push_back(options.if_changed ? bundle->complete_if_changed()
                                                  : bundle->complete());
    }
    if (manifest_) {
      manifest_->complete(manifest_text(manifest_of(config_, result.sources)), options.if_changed);
      result.manifest_is_changed = manifest_->is_changed();
    }
    if (map_) {
      map_->complete(source_map_text(bundles_.front()->take_map()), options.if_changed);
    }
  }

  void replace_outputs() {
    for (const auto& bundle : bundles_) {
      bundle->replace();
    }
    for (auto* companion : {&manifest_, &map_}) {
      if (*companion) {
        (*companion)->replace();
      }
    }
  }

  [[nodiscard]] Bundle& bundle_for(const Batch::Part& part) const {
    return *bundles_[bundle_of_(static_cast<std::size_t>(part.file - selection_.files.data()))];
  }

  /// Calls `use` with each stretch of the batch's text that goes into one bundle, in order.
  template <typename Use> void for_each_stretch(const Batch& batch, const Use& use) const {
    std::size_t begin = 0;
    for (std::size_t i = 0; i < batch.parts.size(); ++i) {
      const bool is_last = i + 1 == batch.parts.size();
      Bundle& bundle = bundle_for(batch.parts[i]);
      if (is_last || &bundle_for(batch.parts[i + 1]) != &bundle) {
        const std::size_t end = is_last ? batch.body.size() : batch.parts[i + 1].text_begin;
        use(bundle, batch.body.view(begin, end - begin));
        begin = end;
      }
    }
  }

  const Config& config_;
  const Selection& selection_;
  const std::vector<BundlePlan>& plans_;
  std::function<std::size_t(std::size_t)> bundle_of_;
  OutputGuard outputs_;
  std::vector<std::unique_ptr<Bundle>> bundles_; ///< one a plan; none if something is held back
  std::optional<CompanionFile> manifest_;
  std::optional<CompanionFile> map_;
  std::exception_ptr held_back_;
};

} // namespace

BuildResult build(const Config& config, const Selection& selection, const BuildOptions& options) {
  require_passes(config);
  const std::vector<BundlePlan> plans = {
      {.path = options.receiver ? "a temporary file" : options.output,
       .files = files_in_schema(selection),
       .has_header = true,
       .is_two_pass = config.two_pass,
       .has_map = options.source_map.has_value(),
       .receiver = options.receiver}};
  RunResult run = with_second_attempt([&] {
    return BuildRun(config, selection, plans, [](std::size_t) { return 0; })
        .run({.with_fingerprint = options.with_fingerprint,
              .manifest = options.manifest,
              .source_map = options.source_map,
              .if_changed = options.if_changed,
              .fsync = options.fsync,
              .jobs = options.jobs,
              .progress = options.progress});
  });
  return {.files = plans.front().files,
          .size = run.bundles.front().size,
          .is_changed = run.bundles.front().is_changed,
          .manifest_is_changed = run.manifest_is_changed,
          .fingerprint =
              options.with_fingerprint ? std::move(run.sources.fingerprint) : std::nullopt};
}

SplitResult
build_split(const Config& config, const Selection& selection, const SplitOptions& options) {
  require_passes(config);
  enum Phase : std::size_t { SuperuserPre, App, SuperuserPost };
  const auto is_below = [](const std::string& path, const std::vector<std::string>& directories) {
    return std::any_of(directories.begin(), directories.end(), [&](const std::string& directory) {
      return path::is_within(path, directory);
    });
  };
  const auto plan = [&](std::string_view name, bool has_header) {
    return BundlePlan{.path = path::join(options.directory,
                                         fmt::format("schema_{}_{}.sql", config.environment, name)),
                      .files = 0,
                      .has_header = has_header};
  };
  std::vector<BundlePlan> plans = {
      plan("superuser_pre", false), plan("app", true), plan("superuser_post", false)};
  plans[App].is_two_pass = config.two_pass;
  std::vector<Phase> phases;
  for (const SelectedFile& file : selection.files) {
    phases.push_back(is_below(file.path, config.superuser_post_dirs) ? SuperuserPost
                     : is_below(file.path, config.superuser_dirs)    ? SuperuserPre
                                                                     : App);
    ++plans[phases.back()].files;
    plans[phases.back()].has_header = true;
  }
  RunResult run = with_second_attempt([&] {
    return BuildRun(
               config, selection, plans, [&](std::size_t position) { return phases[position]; })
        .run({.with_fingerprint = true,
              .fsync = options.fsync,
              .jobs = options.jobs,
              .progress = options.progress});
  });
  const auto part = [&](Phase phase) {
    return SplitPart{
        .path = plans[phase].path, .files = plans[phase].files, .size = run.bundles[phase].size};
  };
  return {.superuser_pre = part(SuperuserPre),
          .app = part(App),
          .superuser_post = part(SuperuserPost),
          .fingerprint = run.sources.fingerprint.value_or("")};
}

std::string fingerprint(const Selection& selection, unsigned jobs, Progress* progress) {
  require_unicode_names(selection);
  return with_second_attempt([&] {
    SourceReader reader(selection, {.jobs = jobs, .progress = progress});
    return read_sources(reader, selection, {.with_fingerprint = true, .progress = progress})
        .fingerprint.value_or("");
  });
}

} // namespace confiture
