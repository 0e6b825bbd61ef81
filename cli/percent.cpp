#include "cli/percent.h"

#include <algorithm>

#include "core/base/basis_points.h"

namespace tocsin::cli {
namespace {

constexpr std::size_t whole_digits_max = 3;
constexpr std::size_t decimals_max = 2;

bool are_digits(std::string_view text, std::size_t digits_max) {
  return !text.empty() && text.size() <= digits_max &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::int64_t number_of(std::string_view digits) {
  std::int64_t value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

}  // namespace

Result<std::int64_t> parse_percent(std::string_view text) {
  if (text.ends_with('%')) text.remove_suffix(1);
  const auto point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const bool has_decimals = point != std::string_view::npos;
  const std::string_view decimals = has_decimals ? text.substr(point + 1) : "0";
  if (!are_digits(whole, whole_digits_max) || !are_digits(decimals, decimals_max))
    return fail(Errc::malformed, "a percent is 80, 80.5 or 80.55, from 0 to 100");
  const std::int64_t rest = number_of(decimals) * (decimals.size() == 1 ? 10 : 1);
  const std::int64_t bp = number_of(whole) * 100 + rest;
  if (bp > std::int64_t{whole_bp})
    return fail(Errc::malformed, "more than 100 percent: type 80 or 80.5, not hundredths");
  return bp;
}

}  // namespace tocsin::cli
