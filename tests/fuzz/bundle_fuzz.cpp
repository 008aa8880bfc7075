// A separator's style or template, then files, a form feed before each, path (first line) and text:
// found again in the body that they make, however it is cut.

#include "bundle_parts.hpp"
#include "fuzz.hpp"
#include "random.hpp"
#include <confiture/error.hpp>

using namespace confiture;
using Files = std::vector<FileDigest>;
using Pieces = std::vector<std::string>;

namespace {

/// A body of files, and what should be found in it.
struct Body {
  Body(const Separator& separator, const std::vector<std::string>& inputs) {
    for (const std::string& input : inputs) {
      const auto [path, content] = fuzz::split(input, '\n');
      Buffer out;
      separator.append(out, path);
      begins.push_back(text.size());
      text += out.view();
      text += content;
      files.push_back({.digest = sha256(content), .path = std::string(path)});
    }
  }

  /// Whether the separators that one can see are those that were written.
  [[nodiscard]] bool is_clear(const Separator::Frame& frame) const {
    std::vector<std::size_t> seen;
    for (std::size_t at = text.find(frame.before); at != std::string::npos;
         at = text.find(frame.before, at + 1)) {
      seen.push_back(at);
    }
    for (const FileDigest& file : files) {
      if (file.path.empty() || (file.path + frame.after).find(frame.after) != file.path.size()) {
        return false;
      }
    }
    return seen == begins;
  }

  std::string text;
  std::vector<std::size_t> begins; ///< of the separators
  Files files;
};

Files parts_of(const Separator::Frame& frame, const Pieces& pieces) {
  BodyParts parts(frame);
  for (const std::string& piece : pieces) {
    parts.take(piece);
  }
  return parts.finish();
}

void check(const Separator& separator, const std::vector<std::string>& inputs) {
  const auto frame = separator.frame();
  if (!frame) {
    return;
  }
  const Body body(separator, inputs);
  const Files found = parts_of(*frame, {body.text});
  fuzz::require(!body.is_clear(*frame) || found == body.files, "the files are found again");
  testing::Random random(static_cast<std::uint32_t>(body.text.size()));
  for (const Pieces& pieces : {fuzz::bytes_of(body.text), random.cut(body.text)}) {
    fuzz::require(parts_of(*frame, pieces) == found, "cutting makes no difference");
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::vector<std::string> inputs = fuzz::split_all(fuzz::view(data, size), '\f');
  const std::string style = inputs.front();
  inputs.erase(inputs.begin());
  try {
    check(is_separator_style(style) ? Separator(style, std::nullopt) : Separator("custom", style),
          inputs);
  } catch (const Error& error) {
    fuzz::require_message(error);
  }
  return 0;
}
