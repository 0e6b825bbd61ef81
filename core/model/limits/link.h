// Bounds of links: gate, handshake, cells, queues (link.md).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/base/instant.h"

namespace tocsin::limits {

// One size on the wire, so that no length tells one message from another.
inline constexpr std::size_t handshake_bytes = 512;
inline constexpr std::size_t cell_bytes = 512;
inline constexpr std::size_t cell_plain_bytes = cell_bytes - 16;
// Reassembly memory: the largest envelope with its stamp and head; control is cheap to buffer.
inline constexpr std::size_t frame_bytes_max = 65 * 1024;
inline constexpr std::size_t control_frame_bytes_max = 8 * 1024;    // queues 0 and 1
inline constexpr std::size_t partial_bytes_max = 16 * 1024 * 1024;  // of all links together
// A cell key exposes at most 128 KiB.
inline constexpr std::uint64_t cells_per_key = 256;
// Fresh Diffie-Hellman daily.
inline constexpr Seconds link_age{24 * 3600};
inline constexpr Seconds link_age_spread{3600};

// Byte-per-second drips; drawn, since a fixed deadline would be a signature.
inline constexpr Millis handshake_deadline_min{8'000};
inline constexpr Millis handshake_deadline_max{12'000};
inline constexpr Millis onion_deadline_min{45'000};
inline constexpr Millis onion_deadline_max{60'000};
inline constexpr Seconds connect_time_max{5};
inline constexpr Seconds onion_connect_time_max{60};
inline constexpr Seconds handshake_time_max{10};
inline constexpr Seconds onion_handshake_time_max{60};

// Memory before authentication: at most 1 MiB for all strangers together.
inline constexpr std::size_t half_open_max = 256;
inline constexpr std::size_t half_open_prefix_max = 8;
inline constexpr std::size_t half_open_onion_max = 64;
inline constexpr Seconds half_open_grace{3};

// Curve arithmetic that holders of a key can make us do; strangers cause none.
struct Rate {
  std::int64_t per_second;
  std::int64_t burst;
};

inline constexpr Rate handshake_rate_prefix{20, 40};
inline constexpr Rate handshake_rate_ticket{1, 10};
inline constexpr Rate handshake_rate_all{1'000, 1'000};
// Prefixes remembered; the one longest full again is forgotten first.
inline constexpr std::size_t handshake_buckets_max = 4'096;

// Replays of a first message.
inline constexpr std::size_t replay_ring_node = 4'096;
inline constexpr std::size_t replay_ring_relay = 65'536;
inline constexpr std::size_t tickets_max = 1'024;           // a place's memory for others' invites
inline constexpr std::size_t tickets_per_link_max = 16;     // what one member may put at a place
inline constexpr std::uint32_t ticket_life_hours_max = 72;  // the longest life of an invite
inline constexpr std::size_t mesh_keys_max = 6;             // three numbers, a sibling each
inline constexpr std::size_t hints = 3;

// Slow readers: frames that may wait in queues 0 to 4.
inline constexpr std::array<std::size_t, 5> queue_frames_max{256, 256, 512, 64, 16};
inline constexpr std::array<std::size_t, 5> queue_weights{0, 8, 4, 2, 1};  // 0 is strict
// A call waits behind at most 16 KiB.
inline constexpr std::size_t cells_per_write = 32;
inline constexpr std::uint64_t window_bytes_start = 64 * 1024;
inline constexpr std::uint64_t window_bytes_max = 1024 * 1024;
inline constexpr std::uint64_t onion_window_bytes_max = 256 * 1024;

// When the other side has died without a word.
inline constexpr std::uint64_t ack_cells = 32;
inline constexpr Millis ack_delay{200};
inline constexpr Millis rto_min{200};
inline constexpr Millis rto_max{3'000};
inline constexpr Millis onion_rto_min{1'000};
inline constexpr Millis onion_rto_max{10'000};
inline constexpr Millis dead_after{10'000};
inline constexpr Millis onion_dead_after{40'000};
inline constexpr Seconds idle_probe_relay{30};  // below the time-outs of address translators
inline constexpr Seconds idle_probe_peer{60};
// Writes that the other side has not acknowledged: who speaks and never does is closed.
inline constexpr std::size_t unanswered_writes_max = 8'192;
// A BYE waits for its write at most so long.
inline constexpr Seconds farewell_time_max{5};

// A guest: an invite must not be a way in (link.md §8).
inline constexpr std::size_t guest_envelopes_max = 16;
inline constexpr std::size_t guest_bytes_in_max = 256 * 1024;
inline constexpr std::size_t guest_bytes_out_max = 4 * 1024 * 1024;
// After its ticket was dropped (admitted, refused): long enough to fetch a Welcome.
inline constexpr Seconds guest_farewell{600};

// Two links to one peer are crossed dials if they came up so close together, else the old one is
// dead.
inline constexpr Seconds crossed_dials{10};
// A newer mesh key renews links one by one, not all at once.
inline constexpr Seconds renewal_spread{600};

// Counts inside frames (link.md §5).
inline constexpr std::size_t ids_per_frame_max = 256;
inline constexpr std::size_t ids_per_list_max = 4'096;
inline constexpr std::size_t days_per_frame_max = 33;
inline constexpr std::size_t push_call_bytes_max = 4 * 1024;

// The mesh list and what people carry as text (link.md §6).
inline constexpr std::size_t listed_relays_max = 200;
inline constexpr std::size_t listed_stamps_max = 512;
inline constexpr std::size_t handovers_max = 8;
inline constexpr std::size_t addresses_max = 4;
inline constexpr std::size_t places_max = 4;
inline constexpr std::size_t relay_box_bytes = 3 * 32 + 48;
inline constexpr std::size_t invite_letters_max = 512;

}  // namespace tocsin::limits
