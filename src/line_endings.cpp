#include "line_endings.hpp"

#include "digest.hpp"
#include "file.hpp"
#include "text.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace confiture {

namespace {

constexpr std::size_t piece_size = 1 << 20;

std::string with_line_ending(std::string_view text, std::string_view line_ending) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') {
      out += line_ending;
    } else {
      out += c;
    }
  }
  return out;
}

} // namespace

bool differs_in_line_endings(const std::string& path, const std::string& digest_before) {
  const OpenedFile file = open_regular_file(path);
  if (!file.problem.empty()) {
    return false;
  }
  constexpr std::array<std::string_view, 3> line_endings{"\n", "\r\n", "\r"};
  std::array<Digest, line_endings.size()> digests;
  text::NewlineTranslation newlines;
  std::vector<char> piece(piece_size);
  std::ptrdiff_t count = 0;
  for (std::size_t offset = 0;
       (count = read_at(file.descriptor.number(), piece.data(), piece.size(), offset)) > 0;
       offset += static_cast<std::size_t>(count)) {
    const std::size_t size = newlines.translate(piece.data(), static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < line_endings.size(); ++i) {
      digests[i].update(with_line_ending({piece.data(), size}, line_endings[i]));
    }
  }
  return count == 0 && std::any_of(digests.begin(), digests.end(), [&](Digest& digest) {
           return digest.finish() == digest_before;
         });
}

} // namespace confiture
