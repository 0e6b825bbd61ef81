// Reconciliation by lists (gossip.md §5), the parts that need no link: what a session knows
// on either side, which days differ, and what is whose.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "core/base/instant.h"
#include "core/gossip/holdings.h"
#include "core/model/frame.h"

namespace tocsin::gossip {

// The side that opened the session.
struct Asking {
  enum class Step : std::uint8_t { opened, listing, fetching };
  std::uint32_t sid = 0;
  Step step = Step::opened;
  Instant begun{};
  Instant silent_at{};  // aborted then, unless something comes
  std::vector<std::pair<std::uint16_t, std::uint32_t>>
      days;                         // unequal, with their count; the last is next
  std::vector<ShortId> listed;      // of the day under way, ascending
  std::vector<EnvelopeId> waiting;  // own envelopes without receipts when it began
  bool has_more = false;            // we hold something that it does not
};

// The side that answers; all it remembers is a budget.
struct Serving {
  std::uint32_t sid = 0;
  Instant until{};
  std::size_t ids_left = 0;
};

struct UnequalDays {
  std::vector<std::pair<std::uint16_t, std::uint32_t>>
      to_list;  // ascending: the latest is taken first
  std::vector<std::uint16_t> only_mine;
};

// Nothing: `theirs` is not what an honest node sends (order, repeats, counts).
std::optional<UnequalDays> unequal_days(const std::vector<SyncDay>& mine,
                                        const std::vector<SyncDay>& theirs);

struct Difference {
  std::vector<ShortId> theirs;  // under the responder's id key, as listed
  std::vector<EnvelopeId> mine;
};

// `listed` ascending; `held` all we hold of that day. What is held and not counted any more is
// neither asked for nor offered.
Difference difference(const std::vector<ShortId>& listed,
                      const std::vector<Holdings::Listed>& held,
                      const IdKey& responders_key);

}  // namespace tocsin::gossip
