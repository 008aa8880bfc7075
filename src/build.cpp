#include "bundle.hpp"
#include "digest.hpp"
#include "header.hpp"
#include "path.hpp"
#include "pipeline.hpp"
#include "read.hpp"
#include "separator.hpp"
#include "utf8.hpp"
#include <confiture/build.hpp>
#include <confiture/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <memory>
#include <utility>

namespace confiture {

namespace {

unsigned jobs_or_default(unsigned jobs) {
  return jobs == 0 ? default_jobs() : jobs;
}

/// Runs an attempt again, once, when a source was changed during the first.
template <typename Attempt> auto with_second_attempt(const Attempt& attempt) {
  try {
    return attempt();
  } catch (const SourceChanged&) {
    return attempt();
  }
}

/// SHA-256 over path, NUL, original bytes, NUL.
void add_to_fingerprint(Digest& digest, const Selection& selection, const Batch& batch) {
  constexpr std::string_view delimiter("\0", 1);
  for (const Batch::Part& part : batch.parts) {
    if (part.starts_file) {
      digest.update(selection.relative_path(*part.file));
      digest.update(delimiter);
    }
    digest.update(batch.original_bytes(part));
    if (part.ends_file) {
      digest.update(delimiter);
    }
  }
}

void require_unicode_names(const Selection& selection) {
  for (const SelectedFile& file : selection.files) {
    if (!utf8::is_valid(selection.relative_path(file))) {
      throw Error(ErrorCode::Schema001,
                  fmt::format("The path '{}' is not UTF-8, so it has no place in the fingerprint",
                              printable(selection.relative_path(file))),
                  "Rename the file or folder, or leave it out with an exclude pattern.");
    }
  }
}

/// Refuses an output that this build reads, or that the next one would.
void require_separate_output(const Config& config,
                             const Selection& selection,
                             const SourceReader& reader,
                             const std::string& output) {
  const std::string target = path::resolve(output);
  const FileStamp stamp = FileStamp::of_path(target);
  const bool is_source = stamp.error_number == 0 && reader.reads(stamp);
  if (is_source || would_select(config, selection, target)) {
    throw Error(
        ErrorCode::Schema001,
        fmt::format("The output {} {}",
                    printable(output),
                    is_source ? "is one of the sources of this build"
                              : "lies where the next build would take it for a source"),
        "Write it elsewhere with --output, or leave its folder out with an exclude pattern.");
  }
}

Error open_comments_error(const std::vector<OpenComment>& open_comments) {
  std::string message = "Comment validation failed:";
  for (const OpenComment& comment : open_comments) {
    message += fmt::format("\n  {0}:{1} - Unclosed block comment starting at line {1}. File ends "
                           "while still inside comment.",
                           printable(comment.file->path),
                           comment.line);
  }
  return {ErrorCode::Schema001,
          message,
          "Close the comment with */; text in quotes counts too. --no-validate-comments builds "
          "anyway."};
}

/// What came of a run: the sizes of its bundles, and the fingerprint if it was asked for.
struct RunResult {
  std::vector<std::uint64_t> sizes;
  std::optional<std::string> fingerprint;
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

  RunResult run(bool with_fingerprint, unsigned jobs, Progress* progress) {
    const Separator separator = usable_separator();
    SourceReader reader(selection_,
                        {.separator = &separator,
                         .check_comments = config_.validate_comments && config_.fail_on_spillover,
                         .jobs = jobs,
                         .progress = progress});
    open_bundles(reader);
    read_and_write(reader, with_fingerprint, jobs);
    if (!open_comments_.empty()) {
      throw open_comments_error(open_comments_);
    }
    if (held_back_) {
      std::rethrow_exception(held_back_);
    }
    RunResult result;
    for (const auto& bundle : bundles_) {
      result.sizes.push_back(bundle->commit());
    }
    if (with_fingerprint) {
      result.fingerprint = fingerprint_digest_.finish();
    }
    return result;
  }

private:
  /// The separator of the configuration; if that cannot be used, any other to read with.
  Separator usable_separator() {
    try {
      Separator separator(config_.separator_style, config_.separator_template);
      for (const SelectedFile& file : selection_.files) {
        separator.require_safe(selection_.relative_path(file));
      }
      return separator;
    } catch (const Error&) {
      if (!config_.validate_comments) {
        throw; // the reference meets the separator first when it does not read for comments
      }
      held_back_ = std::current_exception();
      return {"line_comment", std::nullopt};
    }
  }

  void open_bundles(const SourceReader& reader) {
    if (held_back_) {
      return;
    }
    try {
      const std::string time = generation_time();
      for (const BundlePlan& plan : plans_) {
        require_separate_output(config_, selection_, reader, plan.path);
        bundles_.push_back(std::make_unique<Bundle>(plan, config_.environment, time));
      }
    } catch (const Error&) {
      held_back_ = std::current_exception();
      bundles_.clear();
    }
  }

  void read_and_write(SourceReader& reader, bool with_fingerprint, unsigned jobs) {
    Stages stages;
    stages.take = [&](Batch& batch) { return reader.next(batch); };
    stages.prepare = [&](Batch& batch) { reader.fill(batch); };
    stages.in_order.emplace_back([&](Batch& batch) {
      reader.settle(batch);
      open_comments_.insert(
          open_comments_.end(), batch.open_comments.begin(), batch.open_comments.end());
    });
    if (with_fingerprint) {
      stages.in_order.emplace_back(
          [&](Batch& batch) { add_to_fingerprint(fingerprint_digest_, selection_, batch); });
    }
    if (!bundles_.empty()) {
      stages.in_order.emplace_back([&](Batch& batch) {
        for_each_stretch(batch, [](Bundle& bundle, std::string_view text) { bundle.digest(text); });
      });
      stages.in_order.emplace_back([&](Batch& batch) {
        for_each_stretch(batch, [](Bundle& bundle, std::string_view text) { bundle.write(text); });
      });
    }
    run_pipeline(stages, jobs);
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
  std::vector<std::unique_ptr<Bundle>> bundles_; ///< one a plan; none if something is held back
  Digest fingerprint_digest_;
  std::vector<OpenComment> open_comments_;
  std::exception_ptr held_back_;
};

} // namespace

BuildResult build(const Config& config, const Selection& selection, const BuildOptions& options) {
  const std::vector<BundlePlan> plans = {
      {.path = options.output, .files = selection.files.size(), .has_header = true}};
  RunResult run = with_second_attempt([&] {
    return BuildRun(config, selection, plans, [](std::size_t) { return 0; })
        .run(options.with_fingerprint, jobs_or_default(options.jobs), options.progress);
  });
  return {.files = selection.files.size(),
          .size = run.sizes.front(),
          .fingerprint = std::move(run.fingerprint)};
}

SplitResult
build_split(const Config& config, const Selection& selection, const SplitOptions& options) {
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
        .run(true, jobs_or_default(options.jobs), options.progress);
  });
  const auto part = [&](Phase phase) {
    return SplitPart{
        .path = plans[phase].path, .files = plans[phase].files, .size = run.sizes[phase]};
  };
  return {.superuser_pre = part(SuperuserPre),
          .app = part(App),
          .superuser_post = part(SuperuserPost),
          .fingerprint = run.fingerprint.value_or("")};
}

std::string fingerprint(const Selection& selection, unsigned jobs, Progress* progress) {
  require_unicode_names(selection);
  return with_second_attempt([&] {
    SourceReader reader(selection, {.jobs = jobs_or_default(jobs), .progress = progress});
    Digest digest;
    Stages stages;
    stages.take = [&](Batch& batch) { return reader.next(batch); };
    stages.prepare = [&](Batch& batch) { reader.fill(batch); };
    stages.in_order.emplace_back([&](Batch& batch) { reader.settle(batch); });
    stages.in_order.emplace_back(
        [&](Batch& batch) { add_to_fingerprint(digest, selection, batch); });
    run_pipeline(stages, jobs_or_default(jobs));
    return digest.finish();
  });
}

} // namespace confiture
