#include "cli/display_width.hpp"

#include <algorithm>
#include <array>

namespace confiture::cli {

namespace {

struct Block {
  char32_t first;
  char32_t last;
};

constexpr std::array without_width{Block{0x0300, 0x036F},
                                   Block{0x1AB0, 0x1AFF},
                                   Block{0x1DC0, 0x1DFF},
                                   Block{0x200B, 0x200F},
                                   Block{0x20D0, 0x20FF},
                                   Block{0xFE00, 0xFE0F},
                                   Block{0xFE20, 0xFE2F},
                                   Block{0xFEFF, 0xFEFF},
                                   Block{0xE0100, 0xE01EF}};

constexpr std::array wide{Block{0x1100, 0x115F},
                          Block{0x2E80, 0x303E},
                          Block{0x3041, 0x4DBF},
                          Block{0x4E00, 0xA4CF},
                          Block{0xA960, 0xA97C},
                          Block{0xAC00, 0xD7A3},
                          Block{0xF900, 0xFAFF},
                          Block{0xFE30, 0xFE6F},
                          Block{0xFF01, 0xFF60},
                          Block{0xFFE0, 0xFFE6},
                          Block{0x1F300, 0x1F64F},
                          Block{0x1F680, 0x1F6FF},
                          Block{0x1F900, 0x1FAFF},
                          Block{0x20000, 0x3FFFD}};

template <typename Blocks> bool is_in(const Blocks& blocks, char32_t c) {
  return std::any_of(blocks.begin(), blocks.end(), [&](const Block& block) {
    return block.first <= c && c <= block.last;
  });
}

} // namespace

std::size_t display_width(char32_t c) {
  if (c < without_width.front().first) {
    return 1;
  }
  return is_in(without_width, c) ? 0 : is_in(wide, c) ? 2 : 1;
}

} // namespace confiture::cli
