#include "core/coalition/committed.h"

#include "core/base/basis_points.h"

namespace tocsin::coalition {
namespace {

std::uint32_t down(std::uint64_t count, std::uint32_t step) {
  return static_cast<std::uint32_t>(count - count % step);
}

bool is_topped(Committed said) {
  return said.of > 0 && said.reached >= said.of;
}

}  // namespace

Committed publishable(Committed raw, const PrivacyParams& params) {
  const std::uint32_t step = params.round_to;
  if (raw.of < params.cell_min || raw.reached < params.cell_min / 2) return {};
  const std::uint32_t of = down(std::uint64_t{raw.of} + step - 1, step);
  if (std::uint64_t{raw.reached} * whole_bp >= std::uint64_t{params.top_code_bp} * raw.of)
    return {of, of};
  const Committed rounded{down(raw.reached, step), of};
  return rounded.reached == 0 ? Committed{} : rounded;
}

CommittedShown shown(Committed said, const PrivacyParams& params) {
  const Committed fit = publishable(said, params);
  if (fit.of == 0) return {true, false, 0};
  if (!is_topped(fit)) return {false, false, fit.reached};
  // `of` was rounded up: of the fewest it can have been.
  const std::uint64_t fewest = std::uint64_t{fit.of} - params.round_to + 1;
  const std::uint64_t at_least = fewest * params.top_code_bp / whole_bp;
  return {false, true, down(at_least, params.round_to)};
}

}  // namespace tocsin::coalition
