// A source's text: what is asked of it in pieces is what is asked of it as a whole.

#include "fuzz.hpp"
#include "naive_text.hpp"
#include "random.hpp"
#include "text.hpp"

using namespace confiture;
using Pieces = std::vector<std::string>;

namespace {

std::string utf8_of(const Pieces& pieces) {
  text::Utf8Check check;
  std::optional<text::Utf8Fault> fault;
  for (auto piece = pieces.begin(); piece != pieces.end() && !fault; ++piece) {
    fault = check.take(*piece);
  }
  fault = fault ? fault : check.finish();
  return fault ? std::to_string(fault->offset) + " " + std::to_string(fault->byte) + " " +
                     std::string(fault->cause)
               : "ok";
}

std::string newlines_of(const Pieces& pieces) {
  text::NewlineTranslation translation;
  std::string out;
  for (std::string piece : pieces) {
    const std::string before = piece;
    const bool is_concerned = translation.concerns(piece);
    piece.resize(translation.translate(piece.data(), piece.size()));
    fuzz::require(is_concerned || piece == before, "what is not concerned stays as it is");
    out += piece;
  }
  return out;
}

std::optional<std::uint64_t> open_comment_of(const Pieces& pieces) {
  text::CommentScan scan;
  for (const std::string& piece : pieces) {
    scan.take(piece);
  }
  return scan.open_line();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(fuzz::view(data, size));
  const std::string utf8 = testing::naive_utf8(text);
  const std::string newlines = testing::naive_newlines(text);
  const auto open_comment = testing::naive_open_comment(text);
  testing::Random random(static_cast<std::uint32_t>(size));
  for (const Pieces& pieces : {Pieces{text}, fuzz::bytes_of(text), random.cut(text)}) {
    fuzz::require(utf8_of(pieces) == utf8, "UTF-8 is checked by its grammar");
    fuzz::require(newlines_of(pieces) == newlines, "newlines are translated by the rule");
    fuzz::require(open_comment_of(pieces) == open_comment, "comments are found by the rule");
  }
  return 0;
}
