#include "source_pass.hpp"

#include "digest.hpp"
#include "pipeline.hpp"
#include "postgres/foreign_keys.hpp"
#include "text.hpp"
#include "utf8.hpp"
#include <confiture/error.hpp>

#include <fmt/format.h>

#include <numeric>

namespace confiture {

namespace {

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

std::uint64_t original_size(const Batch& batch) {
  return std::accumulate(batch.parts.begin(),
                         batch.parts.end(),
                         std::uint64_t{0},
                         [](std::uint64_t sum, const auto& part) { return sum + part.size; });
}

void add_files(std::vector<FileDigest>& files, const Selection& selection, const Batch& batch) {
  for (const Batch::Part& part : batch.parts) {
    if (part.ends_file) {
      files.push_back(
          {.digest = part.digest, .path = std::string(selection.relative_path(*part.file))});
    }
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

} // namespace

PassResult read_sources(SourceReader& reader,
                        const Selection& selection,
                        const PassOptions& options,
                        const std::vector<Sink>& sinks) {
  PassResult result;
  Digest fingerprint;
  std::vector<OpenComment> open_comments;
  Stages stages;
  stages.take = [&](Batch& batch) { return reader.next(batch); };
  stages.prepare = [&](Batch& batch) {
    StepTimer timer(options.progress, Step::Read);
    reader.fill(batch);
    timer.add_bytes(original_size(batch));
  };
  stages.in_order.emplace_back([&](Batch& batch) {
    reader.settle(batch);
    open_comments.insert(
        open_comments.end(), batch.open_comments.begin(), batch.open_comments.end());
    if (options.with_files) {
      add_files(result.files, selection, batch);
    }
  });
  if (options.with_fingerprint) {
    stages.in_order.emplace_back([&](Batch& batch) {
      StepTimer timer(options.progress, Step::Fingerprint);
      add_to_fingerprint(fingerprint, selection, batch);
      timer.add_bytes(original_size(batch));
    });
  }
  for (const Sink& sink : sinks) {
    stages.in_order.emplace_back([&sink](Batch& batch) { sink(batch); });
  }
  run_pipeline(stages, reader.jobs());
  if (!reader.is_done()) {
    reader.measure();
    run_pipeline(stages, reader.jobs());
  }
  if (!open_comments.empty()) {
    throw open_comments_error(open_comments);
  }
  if (options.with_fingerprint) {
    result.fingerprint = fingerprint.finish();
  }
  return result;
}

Sink map_sink(SourceMapBuilder& map, const Selection& selection) {
  return [&map, &selection](const Batch& batch) {
    for (std::size_t i = 0; i < batch.parts.size(); ++i) {
      const Batch::Part& part = batch.parts[i];
      if (part.file->is_apart) {
        continue;
      }
      const std::size_t end =
          i + 1 < batch.parts.size() ? batch.parts[i + 1].text_begin : batch.body.size();
      if (part.starts_file) {
        map.begin_file(selection.relative_path(*part.file),
                       text::count_newlines(
                           batch.body.view(part.text_begin, part.source_begin - part.text_begin)));
      }
      map.add_text(batch.body.view(part.source_begin, end - part.source_begin));
    }
  };
}

void require_passes(const Config& config) {
  if (config.two_pass) {
    postgres::require_foreign_key_moves("build.two_pass");
  }
}

Separator separator_for(const Config& config, const Selection& selection) {
  Separator separator(config.separator_style, config.separator_template);
  for (const SelectedFile& file : selection.files) {
    if (!file.is_apart) {
      separator.require_safe(selection.relative_path(file));
    }
  }
  return separator;
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

} // namespace confiture
