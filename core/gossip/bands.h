// Sizes and counts in words, for a relay's operator: enough to run a box by, too little to tell how
// many people a coalition has or when one of them wrote (gossip.md §11).
#pragma once

#include <cstdint>
#include <string_view>

#include "core/gossip/loudness.h"

namespace tocsin::gossip {

std::string_view count_band(std::uint64_t count);  // none, few, some, many, very many
std::string_view bytes_band(std::uint64_t bytes);  // none, under 1 MiB, ... 16 GiB or more
// How full: empty, under a quarter, ... full.
std::string_view share_band(std::uint64_t part, std::uint64_t whole);

// Of one peer's last hour.
std::string_view traffic_band(std::uint64_t bytes);  // little, some, much, very much
std::string_view often_band(std::uint64_t times);    // never, sometimes, often

// Who costs most comes first: what is refused weighs more than what is carried.
bool is_louder(const Cost& a, const Cost& b);

}  // namespace tocsin::gossip
