// Bounds of channels, epochs, ratchets and invites (channel.md): each with the attack
// or cost that it bounds.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/base/instant.h"

namespace tocsin::limits {

inline constexpr std::uint32_t members_max = 5'000;         // slots one author makes others read
inline constexpr std::size_t seed_slots_per_chunk = 1'280;  // one chunk, one envelope
inline constexpr std::size_t join_slots_per_chunk = 1'024;
inline constexpr std::size_t chunks_max = 8;              // members_max in chunks, rounded up
inline constexpr std::size_t channel_parts_max = 64;      // one per org
inline constexpr std::size_t channel_devices_max = 64;    // named ones of one org
inline constexpr std::size_t channels_per_year_max = 16;  // of one delegate: memory of all others
inline constexpr std::size_t channels_offered_max = 16;   // by one device, not yet vouched for
inline constexpr std::size_t record_refs_max = 8;
inline constexpr std::size_t view_ask_ids_max = 64;
inline constexpr std::size_t list_export_bytes_max = 512;          // counts and a cell's name
inline constexpr std::size_t welcome_bytes_max = 3 * 1024 * 1024;  // a guest link carries 4 MiB
inline constexpr std::size_t welcome_channels_max = 16;
inline constexpr std::size_t welcome_piece_bytes = 60'000;  // one envelope
inline constexpr std::size_t welcome_pieces_max = 64;
inline constexpr std::size_t welcomes_open_max = 8;  // half-arrived ones: memory of a guest

inline constexpr std::uint32_t window_days = 30;  // W: what may still arrive
inline constexpr std::uint32_t envelope_life_hours = 30 * 24;
inline constexpr std::uint32_t urgent_life_hours = 72;
inline constexpr std::uint32_t day_steps_max =
    40'000;  // a liar's created_day may not make us hash for ever

inline constexpr std::uint32_t skips_per_event_max = 4'096;   // hashes a forged counter can cost
inline constexpr std::size_t skipped_per_chain_max = 16'384;  // a row stays below 1 MiB
inline constexpr std::size_t skipped_in_all_max = 50'000;     // memory

inline constexpr std::size_t waiting_epochs_per_author_max = 16;
inline constexpr std::size_t waiting_records_per_author_max = 256;
inline constexpr std::size_t waiting_per_channel_max = 1'024;
inline constexpr std::int64_t waiting_life_ms = 7LL * 24 * 3600 * 1000;
inline constexpr Seconds view_ask_after{60};  // what is only late comes by itself
inline constexpr Seconds view_ask_every{600};

inline constexpr std::size_t generations_kept = 4;  // of another device's keys: late records, disk
inline constexpr std::uint32_t prekey_life_days = 7;  // a stale prekey weakens every seeded epoch
inline constexpr std::uint32_t keys_valid_days = 45;  // then a member gets no slot that opens
inline constexpr Seconds copy_step{2};  // mesh key copies: the first of an org's delegates' devices
inline constexpr Seconds copy_wait_max{60};

inline constexpr std::uint32_t invite_life_hours = 72;  // a weekend
inline constexpr std::size_t invites_live_max = 16;     // tickets at one place, link.md §8
inline constexpr std::uint8_t wrong_words_max = 3;  // guesses at a device somebody else slipped in

// Files that came or were sent: disk. What is over goes, the heaviest author's oldest first.
inline constexpr std::int64_t files_life_ms = 30LL * 24 * 3600 * 1000;
inline constexpr std::uint64_t files_bytes_max = 256ULL * 1024 * 1024;
inline constexpr std::uint64_t file_weight_min = 64 * 1024;  // small ones count, too: 4,096 of them
inline constexpr std::size_t files_gone_max = 4'096;  // remembered without their content: memory

inline constexpr std::size_t read_rows_max = 1'024;       // one answer's size
inline constexpr std::uint32_t mesh_numbers_valid = 3;    // link.md §6
inline constexpr std::uint32_t mesh_key_ahead_hours = 2;  // a clock's grace

}  // namespace tocsin::limits
