#include "core/coalition/chain.h"

#include <algorithm>

namespace tocsin::coalition {

bool follows(const ChainLink& next, const ChainLink& prev) {
  const bool skips_itself = std::ranges::find(next.skips, prev.id) != next.skips.end() ||
                            std::ranges::find(next.skips, next.id) != next.skips.end();
  return next.prev == prev.id && !skips_itself &&
         std::uint64_t{next.version} == std::uint64_t{prev.version} + 1 + next.skips.size();
}

std::vector<StatementId> unskipped(const std::vector<ChainLink>& complete) {
  std::vector<StatementId> out;
  for (const ChainLink& link : complete) {
    const bool is_skipped = std::ranges::any_of(complete, [&](const ChainLink& other) {
      return std::ranges::find(other.skips, link.id) != other.skips.end();
    });
    if (!is_skipped) out.push_back(link.id);
  }
  std::ranges::sort(out);
  return out;
}

}  // namespace tocsin::coalition
