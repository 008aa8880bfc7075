#include "bundle_file.hpp"
#include "header.hpp"
#include "postgres/foreign_keys.hpp"
#include "separator.hpp"
#include "separator_scan.hpp"
#include "source_map_builder.hpp"
#include "text.hpp"
#include <confiture/error.hpp>
#include <confiture/source_map.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace confiture {

namespace {

/// Without the empty line above it, which counts as one of the last source.
constexpr std::string_view banner = postgres::moved_keys_banner.substr(1);

/// The separators that a body starts with.
std::optional<Separator::Frame> frame_of(std::string_view body) {
  for (const char* style : {"block_comment", "line_comment", "mysql"}) {
    auto frame = Separator(style, std::nullopt).frame();
    if (frame && body.starts_with(frame->before)) {
      return frame;
    }
  }
  return std::nullopt;
}

/// Takes a body in pieces.
class BodyMapper {
public:
  void take(std::string_view body) {
    if (!scan_) {
      if (auto frame = frame_of(body)) {
        begin_scan(std::move(*frame));
      }
    }
    if (scan_) {
      scan_->take(body);
    }
  }

  [[nodiscard]] bool has_separators() const { return scan_.has_value(); }
  [[nodiscard]] bool has_moved_keys() const { return has_moved_keys_; }

  SourceMap finish() {
    if (scan_) {
      scan_->finish();
    }
    take_lines(true);
    return map_.finish();
  }

private:
  void begin_scan(Separator::Frame frame) {
    const std::uint64_t separator_lines =
        text::count_newlines(frame.before) + text::count_newlines(frame.after);
    scan_.emplace(
        std::move(frame),
        [this](std::string_view text) {
          pending_.append(text);
          take_lines(false);
        },
        [this, separator_lines](std::string_view path) {
          take_lines(true);
          map_.begin_file(path, separator_lines);
        });
  }

  /// Passes text on up to where the banner of the second pass may begin.
  void take_lines(bool is_last) {
    const std::size_t keys = has_moved_keys_ ? std::string::npos : pending_.find(banner);
    if (keys != std::string::npos) {
      map_.add_text(std::string_view(pending_).substr(0, keys));
      pending_.erase(0, keys);
      map_.begin_moved_keys();
      has_moved_keys_ = true;
    }
    const std::size_t kept =
        is_last || has_moved_keys_ ? 0 : std::min(pending_.size(), banner.size() - 1);
    map_.add_text(std::string_view(pending_).substr(0, pending_.size() - kept));
    pending_.erase(0, pending_.size() - kept);
  }

  std::optional<SeparatorScan> scan_;
  SourceMapBuilder map_;
  std::string pending_;
  bool has_moved_keys_ = false;
};

MappedBundle mapped(const BundleFile& file, SourceMap map) {
  const auto& header = file.header;
  const bool fits =
      map.body_digest == file.body_digest || (header && header->body_digest == map.body_digest);
  return {.map = std::move(map),
          .environment = header ? header->environment : "",
          .is_as_built = file.is_as_built(),
          .fits = fits};
}

} // namespace

std::optional<MappedBundle> map_bundle(const std::string& path) {
  BodyMapper mapper;
  const auto file = read_bundle_file(path, [&](std::string_view body) { mapper.take(body); });
  if (!file) {
    return std::nullopt;
  }
  if (!mapper.has_separators()) {
    throw Error(ErrorCode::Schema001,
                fmt::format("{} does not tell where its lines come from: it has no separators of "
                            "the styles block_comment, line_comment and mysql",
                            printable(path)),
                "Build it with --source-map FILE and give that with --map FILE, which does for "
                "all styles, or with one of these: --separator-style.");
  }
  SourceMap map = mapper.finish();
  if (file->header) {
    const BundleHeader& parsed = *file->header;
    put_below_header(map,
                     header(parsed.environment, parsed.time, parsed.body_digest, parsed.files));
  }
  map.body_digest = file->body_digest;
  MappedBundle bundle = mapped(*file, std::move(map));
  bundle.has_unknown_moves = mapper.has_moved_keys();
  return bundle;
}

std::optional<MappedBundle> map_bundle(const std::string& path, const SourceMap& map) {
  const auto file = read_bundle_file(path);
  return file ? std::optional(mapped(*file, map)) : std::nullopt;
}

} // namespace confiture
