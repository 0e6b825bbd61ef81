#include <array>

#include "core/base/text.h"
#include "core/base/unicode.h"

namespace tocsin {
namespace {

// Own rule, by whole blocks: the width of a name is a verdict, and libraries change their minds.
// East Asian scripts and emoji take two columns.
constexpr auto wide = std::to_array<CodePointRange>({{0x1100, 0x115f},
                                                     {0x2e80, 0x303e},
                                                     {0x3041, 0x4dbf},
                                                     {0x4e00, 0xa4cf},
                                                     {0xa960, 0xa97c},
                                                     {0xac00, 0xd7a3},
                                                     {0xf900, 0xfaff},
                                                     {0xfe10, 0xfe19},
                                                     {0xfe30, 0xfe6f},
                                                     {0xff01, 0xff60},
                                                     {0xffe0, 0xffe6},
                                                     {0x16fe0, 0x18d08},
                                                     {0x1aff0, 0x1b2fb},
                                                     {0x1f300, 0x1f64f},
                                                     {0x1f680, 0x1f6ff},
                                                     {0x1f900, 0x1f9ff},
                                                     {0x1fa70, 0x1faff},
                                                     {0x20000, 0x3fffd}});

// Hangul vowels and finals join the syllable before them.
constexpr auto joining_jamo = std::to_array<CodePointRange>({{0x1160, 0x11ff}, {0xd7b0, 0xd7ff}});

std::size_t columns_of(char32_t point) {
  if (is_stacked_mark(point) || is_joiner(point) || is_in(joining_jamo, point)) return 0;
  return is_in(wide, point) ? 2 : 1;
}

}  // namespace

std::size_t columns(std::string_view text) {
  std::size_t sum = 0;
  while (!text.empty()) {
    const Decoded next = first_code_point(text);
    sum += columns_of(next.point.value_or(U'?'));
    text.remove_prefix(next.bytes.size());
  }
  return sum;
}

}  // namespace tocsin
