// What text.cpp and look_alike.cpp must know of code points. libutf8proc, which answers category
// and normal forms, is spoken to in unicode.cpp alone. What is text and what is a name: text.h.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace tocsin {

struct CodePointRange {
  char32_t first;
  char32_t last;
};

template <std::size_t N>
bool is_in(const std::array<CodePointRange, N>& ranges, char32_t point) {
  return std::ranges::any_of(ranges, [&](const CodePointRange& range) {
    return point >= range.first && point <= range.last;
  });
}

struct Decoded {
  std::optional<char32_t> point;  // absent: not UTF-8, and `bytes` is one byte
  std::string_view bytes;
};

// `text` is not empty.
Decoded first_code_point(std::string_view text);
void append_utf8(std::string& text, char32_t point);

// By Unicode 15.0 for good (assigned.h). Private use and surrogates are not assigned.
bool is_assigned(char32_t point);

bool is_letter(char32_t point);
bool is_mark(char32_t point);
// A mark that is drawn over or under its letter and takes no room of its own.
bool is_stacked_mark(char32_t point);
bool is_decimal_digit(char32_t point);
// A letter or mark by category that shows nothing: fillers, variation selectors.
bool is_invisible(char32_t point);

// Zero width joiner or non-joiner, which Persian, the Indic scripts and emoji are written with.
constexpr bool is_joiner(char32_t point) {
  return point == 0x200c || point == 0x200d;
}

// Controls, line separators and format characters other than joiners and signs that are seen.
bool is_control(char32_t point);

// All want UTF-8.
std::string composed(std::string_view text);               // NFC
std::string decomposed(std::string_view text);             // NFD
std::string compatible_lower_case(std::string_view text);  // NFKD, case-folded, invisible ones gone

}  // namespace tocsin
