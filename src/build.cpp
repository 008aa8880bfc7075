#include "digest.hpp"
#include "header.hpp"
#include "path.hpp"
#include "pipeline.hpp"
#include "read.hpp"
#include "separator.hpp"
#include "utf8.hpp"
#include "write.hpp"
#include <confiture/build.hpp>
#include <confiture/error.hpp>

#include <fmt/format.h>

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
  const SelectedFile* source = stamp.error_number == 0 ? reader.find(stamp) : nullptr;
  const bool is_source = source != nullptr;
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

/// One attempt at a build. What can be wrong with the output is held back until the sources have
/// been read, so that of two mistakes the one in the sources is reported, as in the reference.
class BuildRun {
public:
  BuildRun(const Config& config, const Selection& selection, const BuildOptions& options)
      : config_(config), selection_(selection), options_(options) {}

  BuildResult run() {
    const Separator separator = usable_separator();
    SourceReader reader(selection_,
                        {.separator = &separator,
                         .check_comments = config_.validate_comments && config_.fail_on_spillover,
                         .jobs = jobs_or_default(options_.jobs)});
    open_output(reader);
    read_and_write(reader);
    if (!open_comments_.empty()) {
      throw open_comments_error(open_comments_);
    }
    if (held_back_) {
      std::rethrow_exception(held_back_);
    }
    BuildResult result;
    result.files = selection_.files.size();
    result.size = output_->commit(header_with(body_digest_.finish()));
    if (options_.with_fingerprint) {
      result.fingerprint = fingerprint_digest_.finish();
    }
    return result;
  }

private:
  [[nodiscard]] std::string header_with(std::string_view digest) const {
    return header(config_.environment, time_, digest, selection_.files.size());
  }

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

  void open_output(const SourceReader& reader) {
    if (held_back_) {
      return;
    }
    try {
      require_separate_output(config_, selection_, reader, options_.output);
      time_ = generation_time();
      const std::string placeholder(hex_digest_length, '0');
      output_ = std::make_unique<OutputFile>(options_.output, header_with(placeholder).size());
    } catch (const Error&) {
      held_back_ = std::current_exception();
    }
  }

  void read_and_write(SourceReader& reader) {
    Stages stages;
    stages.take = [&](Batch& batch) { return reader.next(batch); };
    stages.prepare = [&](Batch& batch) { reader.fill(batch); };
    stages.in_order.emplace_back([&](Batch& batch) {
      reader.settle(batch);
      open_comments_.insert(
          open_comments_.end(), batch.open_comments.begin(), batch.open_comments.end());
    });
    if (options_.with_fingerprint) {
      stages.in_order.emplace_back(
          [&](Batch& batch) { add_to_fingerprint(fingerprint_digest_, selection_, batch); });
    }
    if (output_ != nullptr) {
      stages.in_order.emplace_back([&](Batch& batch) { body_digest_.update(batch.body.view()); });
      stages.in_order.emplace_back([&](Batch& batch) { output_->append(batch.body.view()); });
    }
    run_pipeline(stages, jobs_or_default(options_.jobs));
  }

  const Config& config_;
  const Selection& selection_;
  const BuildOptions& options_;
  std::string time_;
  std::unique_ptr<OutputFile> output_; ///< none if something has been held back
  Digest fingerprint_digest_;
  Digest body_digest_;
  std::vector<OpenComment> open_comments_;
  std::exception_ptr held_back_;
};

} // namespace

BuildResult build(const Config& config, const Selection& selection, const BuildOptions& options) {
  return with_second_attempt([&] { return BuildRun(config, selection, options).run(); });
}

std::string fingerprint(const Selection& selection, unsigned jobs) {
  require_unicode_names(selection);
  return with_second_attempt([&] {
    SourceReader reader(selection, {.jobs = jobs_or_default(jobs)});
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
