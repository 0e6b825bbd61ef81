// Bounds of spreading: quotas, budgets, timings (gossip.md §7). Counts inside frames, and what
// a guest may do, are in link.h.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/base/instant.h"

namespace tocsin::limits {

// Whom we link to (gossip.md §8). Five links lose 5 % of a mesh when half of it is dead, eight 0.4
// %.
inline constexpr std::size_t node_links_max = 16;  // descriptors, and copies of each envelope
inline constexpr std::size_t relay_links_max =
    640;  // descriptors; 512 members, relays, room to refuse
inline constexpr std::size_t relay_slots = 3;
inline constexpr std::size_t relay_slots_urgent = 8;  // while an own envelope is not stored widely
inline constexpr std::size_t relay_labels_min = 2;    // one operator must not be all we see
inline constexpr std::size_t dials_at_once_max = 4;
inline constexpr Seconds backoff_first{5};
inline constexpr Seconds backoff_max{30 * 60};       // an address that is gone costs no traffic
inline constexpr Seconds relay_backoff_max{2 * 60};  // relays come back
inline constexpr Seconds dial_patience{180};         // a dial of which nothing was ever heard
inline constexpr Seconds steady_link{60};  // a link that lived so long clears the back-off
inline constexpr Seconds sick_window{15};  // half of the links lost within: our own network

// Token buckets per link. An empty one stops reading that kind of frame; it drops nothing.
struct Budget {
  std::uint64_t count;  // per `per`
  Seconds per;
  std::uint64_t burst;
};

inline constexpr Budget link_bytes{64 * 1024, Seconds{1}, 2 * 1024 * 1024};  // member floods
inline constexpr Budget link_envelopes{10, Seconds{1}, 200};
inline constexpr Budget link_have_ids{500, Seconds{1}, 5'000};  // announce floods
inline constexpr Budget link_want_ids{200, Seconds{1}, 2'000};  // reading our disk for others
inline constexpr Budget link_calls{6, Seconds{60}, 20};         // floods of calls
inline constexpr Budget link_sync_opens{1, Seconds{10}, 3};     // sync floods
inline constexpr Budget relay_link_bytes{4 * 1024 * 1024, Seconds{1}, 32 * 1024 * 1024};
inline constexpr Budget relay_link_envelopes{500, Seconds{1}, 5'000};
inline constexpr Budget relay_link_have_ids{10'000, Seconds{1}, 100'000};
inline constexpr Budget relay_link_want_ids{4'000, Seconds{1}, 40'000};
inline constexpr Budget relay_link_calls{60, Seconds{60}, 200};
inline constexpr Budget relay_link_sync_opens{1, Seconds{5}, 6};
inline constexpr Budget link_lists{1, Seconds{60}, 6};  // signature checks, and 64 KiB each
inline constexpr Budget link_hellos{1, Seconds{10}, 3};

// Frames whose bucket is empty wait here: memory a flooder can make us hold.
inline constexpr std::size_t waiting_link_bytes_max = 4 * 1024 * 1024;
inline constexpr std::size_t waiting_node_bytes_max = 16 * 1024 * 1024;
inline constexpr std::size_t waiting_relay_bytes_max = 64 * 1024 * 1024;
// Ids that wait to be pushed or offered on one link; what does not fit is found by the next sync.
inline constexpr std::size_t outgoing_max = 4'096;
inline constexpr Seconds offer_life{60};

// What is stored. expiry_hour is in (now - slack, now + life].
inline constexpr std::uint32_t kept_life_hours = 31 * 24;  // store growth; the channel's and a day
inline constexpr std::uint32_t expiry_slack_hours = 2;     // clocks that differ
inline constexpr std::uint32_t call_life_hours = 72;
inline constexpr std::uint8_t call_push_bucket_max =
    3;  // 4 KiB: above, eight copies cost more than a trip
inline constexpr std::uint8_t bulk_bucket_min = 6;  // 32 KiB
// Of the envelopes we hold on one route: one channel must not crowd out the others.
inline constexpr std::uint64_t route_envelopes_max = 2'000;
inline constexpr std::uint64_t route_bytes_max = 64 * 1024 * 1024;
// And what is large, one channel's own texts and calls of the day; nor its files what is large and
// no file, as a new epoch's slots.
inline constexpr std::uint64_t route_bulk_envelopes_max = 1'500;
inline constexpr std::uint64_t route_bulk_bytes_max = 56 * 1024 * 1024;
inline constexpr std::uint64_t route_file_bytes_max = 40 * 1024 * 1024;  // a sender's own bound
// One delegate's worst day; above it an envelope is a normal one.
inline constexpr std::size_t stamps_per_day = 20;
inline constexpr std::size_t stamps_per_hour = 6;
inline constexpr std::size_t live_calls_max = 1'024;
// Disk: calls are still stored when it is nearly full.
inline constexpr std::uint64_t bulk_floor_bytes = 64 * 1024 * 1024;
inline constexpr std::uint64_t call_reserve_bytes = 16 * 1024 * 1024;
// What a relay's operator may leave to envelopes: below, the bounds above would refuse everything.
inline constexpr std::uint64_t disk_quota_bytes_min = 256 * 1024 * 1024;
inline constexpr std::uint64_t disk_quota_bytes_max = std::uint64_t{1} << 50;  // a slip of the hand
inline constexpr std::size_t blocks_max = 256;  // disk, and a look for each link that comes up
inline constexpr Seconds block_life{24 * 3600};
inline constexpr Seconds block_life_max{30 * 24 * 3600};
inline constexpr std::size_t loud_links_shown = 10;  // one screen
inline constexpr std::size_t loudness_kept = 2'048;  // peers of the last hour: memory
inline constexpr std::size_t refused_max = 4'096;    // ids not asked for again for a while
inline constexpr Seconds refused_life{600};
inline constexpr std::size_t purge_step = 1'024;  // one transaction's size
inline constexpr Seconds purge_pause{300};
// A clock that jumps further forward than this deletes nothing for a day.
inline constexpr Seconds clock_jump_max{24 * 3600};
inline constexpr Seconds clock_suspect_life{24 * 3600};

// Spreading (gossip.md §3).
inline constexpr std::size_t spread_window = 4'096;  // newest ids of which we know who has them
inline constexpr Millis have_flush{20};              // ids share cells
inline constexpr std::size_t have_flush_ids = 32;
inline constexpr Millis own_delay_max{500};  // who speaks first is not told by the clock
inline constexpr Seconds own_patience{5};    // a neighbour that swallows what we say
inline constexpr std::size_t receipts_enough = 3;
inline constexpr std::size_t receipts_kept = 8;
inline constexpr Seconds missing_patience{2};
inline constexpr Seconds want_patience{10};
inline constexpr Seconds call_want_patience{2};
inline constexpr std::size_t missing_node_max = 4'096;  // announce floods
inline constexpr std::size_t missing_relay_max = 65'536;
inline constexpr std::size_t announcers_max = 8;
inline constexpr std::size_t wants_open_max = 256;

// Reconciliation (gossip.md §5). Periods are drawn +- 25 %.
inline constexpr Seconds sync_relays{60};
inline constexpr Seconds sync_member_relay{5 * 60};
inline constexpr Seconds sync_peers{15 * 60};
inline constexpr Seconds sync_retry{10};
inline constexpr Seconds sync_patience{10};
inline constexpr Seconds sync_second_after{30};           // a slow session must not be the only one
inline constexpr std::size_t sync_sessions_node_max = 2;  // memory of lists
inline constexpr std::size_t sync_sessions_relay_max = 16;
inline constexpr std::size_t sync_day_ids_max = 262'144;  // a liar's count: 2 MiB a session

// Bundles: nothing is ever decompressed, and this much is opened at once.
inline constexpr std::size_t bundle_chunk_bytes = 1024 * 1024;
inline constexpr std::size_t bundle_heap_bytes_max = 64 * 1024 * 1024;

}  // namespace tocsin::limits
