#include "digest.hpp"
#include "file.hpp"
#include "source_pass.hpp"
#include "write.hpp"
#include <confiture/error.hpp>
#include <confiture/manifest.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_set>

namespace confiture {

namespace {

constexpr std::string_view first_line =
    "# Confiture manifest 1, for 'confiture-build check' and, in "
    "the base directory, 'sha256sum --check'\n";

/// The characters that sha256sum escapes, and how (GNU coreutils 9.1, "cksum common options").
constexpr std::array<std::pair<char, char>, 3> escapes{{{'\\', '\\'}, {'\n', 'n'}, {'\r', 'r'}}};

std::string escaped(std::string_view path) {
  std::string out;
  for (const char c : path) {
    const auto* escape =
        std::find_if(escapes.begin(), escapes.end(), [&](auto entry) { return entry.first == c; });
    if (escape != escapes.end()) {
      out += '\\';
    }
    out += escape != escapes.end() ? escape->second : c;
  }
  return out;
}

/// The path that was escaped to this; none if that is no such text.
std::optional<std::string> unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      out += text[i];
      continue;
    }
    ++i;
    const auto* escape = std::find_if(escapes.begin(), escapes.end(), [&](auto entry) {
      return i < text.size() && entry.second == text[i];
    });
    if (escape == escapes.end()) {
      return std::nullopt;
    }
    out += escape->first;
  }
  return out;
}

/// A backslash in front says that the path is escaped.
std::string file_line(const FileDigest& file) {
  const std::string path = escaped(file.path);
  return fmt::format("{}{}  {}\n", path == file.path ? "" : "\\", file.digest, path);
}

std::optional<FileDigest> parse_file_line(std::string_view line) {
  const bool is_escaped = line.starts_with('\\');
  line.remove_prefix(is_escaped ? 1 : 0);
  const std::string_view digest = line.substr(0, hex_digest_length);
  line.remove_prefix(digest.size());
  const bool is_file = is_digest(digest) && (line.starts_with("  ") || line.starts_with(" *"));
  if (!is_file || line.size() == 2) {
    return std::nullopt;
  }
  line.remove_prefix(2);
  const auto path = is_escaped ? unescaped(line) : std::string(line);
  return path ? std::optional(FileDigest{.digest = std::string(digest), .path = *path})
              : std::nullopt;
}

void take_comment(std::string_view line, Manifest& manifest) {
  const auto take = [&](std::string_view key, std::string& value) {
    if (line.starts_with(key)) {
      value = line.substr(key.size());
    }
  };
  take("# environment: ", manifest.environment);
  take("# fingerprint: ", manifest.fingerprint);
  take("# root: ", manifest.root);
}

Error bad_line(const std::string& name, std::size_t number, std::string_view line) {
  const bool is_conflict =
      line.starts_with("<<<<<<<") || line.starts_with("=======") || line.starts_with(">>>>>>>");
  return {ErrorCode::Schema001,
          fmt::format("{}:{}: not a line of a manifest: '{}'; expected a SHA-256, two blanks and a "
                      "path, or a comment",
                      printable(name),
                      number,
                      printable(line.substr(0, 80))),
          is_conflict ? "A merge left its marks; write the manifest anew with 'confiture-build "
                        "manifest'."
                      : "Write it anew with 'confiture-build manifest'."};
}

} // namespace

std::string root_digest(const std::vector<FileDigest>& files) {
  Digest digest;
  for (const FileDigest& file : files) {
    digest.update(file_line(file));
  }
  return digest.finish();
}

std::string manifest_text(const Manifest& manifest) {
  std::string text(first_line);
  text += fmt::format("# environment: {}\n# fingerprint: {}\n# root: {}\n",
                      printable(manifest.environment),
                      manifest.fingerprint,
                      manifest.root);
  for (const FileDigest& file : manifest.files) {
    text += file_line(file);
  }
  return text;
}

Manifest parse_manifest(std::string_view text, const std::string& name) {
  Manifest manifest;
  std::unordered_set<std::string> seen;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    const std::string_view whole = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    // A path cannot end so: its returns are escaped. Git may have translated the line endings.
    const std::string_view line = whole.ends_with('\r') ? whole.substr(0, whole.size() - 1) : whole;
    if (line.starts_with('#') || line.empty()) {
      take_comment(line, manifest);
      continue;
    }
    auto file = parse_file_line(line);
    if (!file) {
      throw bad_line(name, number, line);
    }
    if (!seen.insert(file->path).second) {
      throw Error(ErrorCode::Schema001,
                  fmt::format("{}:{}: the file '{}' is listed twice",
                              printable(name),
                              number,
                              printable(file->path)),
                  "Write the manifest anew with 'confiture-build manifest'.");
    }
    manifest.files.push_back(std::move(*file));
  }
  return manifest;
}

std::optional<Manifest> read_manifest(const std::string& path) {
  const OpenedFile opened = open_regular_file(path);
  if (opened.is_missing) {
    return std::nullopt;
  }
  const FileContent content = read_whole(opened);
  if (!content.problem.empty()) {
    throw Error(ErrorCode::Schema001,
                fmt::format("Cannot read the manifest {}: {}", printable(path), content.problem),
                "Make it readable, or name another.");
  }
  return parse_manifest(content.bytes, path);
}

Manifest
make_manifest(const Config& config, const Selection& selection, const ManifestOptions& options) {
  require_unicode_names(selection);
  Manifest manifest = with_second_attempt([&] {
    OutputGuard outputs;
    if (options.output) {
      outputs.add(config, selection, *options.output, "manifest");
    }
    SourceReader reader(selection,
                        {.with_digests = true,
                         .jobs = options.jobs,
                         .outputs = &outputs,
                         .progress = options.progress});
    PassResult pass =
        read_sources(reader,
                     selection,
                     {.with_fingerprint = true, .with_files = true, .progress = options.progress});
    outputs.require_unread();
    return manifest_of(config, std::move(pass));
  });
  if (options.output) {
    OutputFile file(*options.output, 0, {.kind = "manifest", .fsync = options.fsync});
    file.append(manifest_text(manifest));
    file.commit({});
  }
  return manifest;
}

Manifest manifest_of(const Config& config, PassResult pass) {
  return {.environment = config.environment,
          .fingerprint = pass.fingerprint.value_or(""),
          .root = root_digest(pass.files),
          .files = std::move(pass.files)};
}

} // namespace confiture
