#include "core/base/unicode.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <memory>

#include <utf8proc.h>

#include "core/base/assigned.h"
#include "core/base/ensure.h"

namespace tocsin {
namespace {

// Signs of category Cf that are drawn: they stand before or around digits.
constexpr auto seen_format = std::to_array<CodePointRange>({{0x600, 0x605},
                                                            {0x6dd, 0x6dd},
                                                            {0x70f, 0x70f},
                                                            {0x890, 0x891},
                                                            {0x8e2, 0x8e2},
                                                            {0x110bd, 0x110bd},
                                                            {0x110cd, 0x110cd}});

// The first code point after each run.
constexpr auto assigned_edges = [] {
  auto edges = assigned_runs;
  for (std::size_t i = 1; i < edges.size(); ++i) edges[i] += edges[i - 1];
  return edges;
}();

utf8proc_category_t category(char32_t point) {
  return utf8proc_category(static_cast<utf8proc_int32_t>(point));
}

const utf8proc_uint8_t* utf8(std::string_view text) {
  return static_cast<const utf8proc_uint8_t*>(static_cast<const void*>(text.data()));
}

std::string mapped(std::string_view text, unsigned options) {
  utf8proc_uint8_t* raw = nullptr;
  const utf8proc_ssize_t size =
      utf8proc_map(utf8(text),
                   static_cast<utf8proc_ssize_t>(text.size()),
                   &raw,
                   // NOLINTNEXTLINE(clang-analyzer-*): the enum is of bits
                   static_cast<utf8proc_option_t>(options));
  const std::unique_ptr<utf8proc_uint8_t, void (*)(void*)> owner{raw, std::free};
  ENSURE(size >= 0);
  return {raw, raw + size};
}

}  // namespace

Decoded first_code_point(std::string_view text) {
  utf8proc_int32_t point = 0;
  const utf8proc_ssize_t size =
      utf8proc_iterate(utf8(text), static_cast<utf8proc_ssize_t>(text.size()), &point);
  if (size <= 0) return {std::nullopt, text.substr(0, 1)};
  return {static_cast<char32_t>(point), text.substr(0, static_cast<std::size_t>(size))};
}

void append_utf8(std::string& text, char32_t point) {
  std::array<utf8proc_uint8_t, 4> bytes{};
  const auto size = utf8proc_encode_char(static_cast<utf8proc_int32_t>(point), bytes.data());
  text.append(bytes.begin(), bytes.begin() + size);
}

bool is_assigned(char32_t point) {
  const auto run = std::ranges::upper_bound(assigned_edges, point);
  return run != assigned_edges.end() && (run - assigned_edges.begin()) % 2 == 0;
}

bool is_letter(char32_t point) {
  const auto kind = category(point);
  return kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_LO;
}

bool is_mark(char32_t point) {
  const auto kind = category(point);
  return kind >= UTF8PROC_CATEGORY_MN && kind <= UTF8PROC_CATEGORY_ME;
}

bool is_stacked_mark(char32_t point) {
  const auto kind = category(point);
  return kind == UTF8PROC_CATEGORY_MN || kind == UTF8PROC_CATEGORY_ME;
}

bool is_decimal_digit(char32_t point) {
  return category(point) == UTF8PROC_CATEGORY_ND;
}

bool is_invisible(char32_t point) {
  return utf8proc_get_property(static_cast<utf8proc_int32_t>(point))->ignorable;
}

bool is_control(char32_t point) {
  const auto kind = category(point);
  if (kind == UTF8PROC_CATEGORY_CF) return !is_joiner(point) && !is_in(seen_format, point);
  return kind == UTF8PROC_CATEGORY_CC || kind == UTF8PROC_CATEGORY_ZL ||
         kind == UTF8PROC_CATEGORY_ZP;
}

std::string composed(std::string_view text) {
  return mapped(text, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

std::string decomposed(std::string_view text) {
  return mapped(text, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE);
}

std::string compatible_lower_case(std::string_view text) {
  return mapped(
      text,
      UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
}

}  // namespace tocsin
