// Bounds of rosters, pledges and reports (docs/protocol/readiness.md §1). Where no attack is named,
// a bound keeps one answer within what the control socket carries.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/base/instant.h"

namespace tocsin::limits {

// What a list from outside may cost before a row of it is looked at.
inline constexpr std::size_t csv_bytes_max = 16 * 1024 * 1024;
inline constexpr std::size_t csv_rows_max = 20'000;
inline constexpr std::size_t csv_columns_max = 32;
inline constexpr std::size_t csv_field_bytes_max = 1024;
inline constexpr std::size_t shown_heading_bytes_max = 40;  // 32 of them on a screen

// An org's whole list: the deepest tree that commits to it has 4^8 leaves.
inline constexpr std::size_t roster_rows_max = 65'536;
inline constexpr std::size_t roster_page_rows = 1'024;      // one read of the store
inline constexpr std::size_t roster_list_rows_max = 4'000;  // one answer's size
inline constexpr std::size_t refused_rows_max = 1'000;      // likewise
inline constexpr std::size_t pledge_lines_max = 20'000;     // one request's cost
inline constexpr std::size_t took_part_max = 20'000;        // likewise
inline constexpr std::size_t ref_bytes_max = 64;            // keys of the store
inline constexpr std::size_t campaign_bytes_max = 64;       // likewise
inline constexpr std::size_t text_id_bytes_max = 64;
inline constexpr std::uint8_t assessment_max = 5;

// An ask to write the list out: how long a second delegate has, and how many of one device are
// kept.
inline constexpr Seconds export_life{24 * 3600};
inline constexpr std::size_t export_asks_max = 4;
inline constexpr std::size_t export_bytes_max = 3 * 1024 * 1024;  // one answer's size

// A list that several devices of an org share: what one record holds, and how soon a device that
// begins to share is told what the others have. They take turns by chance.
inline constexpr std::size_t list_rows_max = 2'048;
inline constexpr std::size_t list_test_refs_max = 512;
inline constexpr std::size_t list_record_bytes = 48'000;
inline constexpr std::uint32_t share_turns = 16;
inline constexpr Seconds share_step{2};
inline constexpr std::size_t share_records_at_once = 64;  // merged in one batch
inline constexpr Seconds share_clock_grace{3600};  // a row from a later future counts as of now

// The tree of a report: how many leaves it has says nothing finer than a power of four.
inline constexpr std::size_t root_leaves_min = 256;
inline constexpr std::size_t root_leaves_max = 65'536;
inline constexpr std::size_t openings_per_row = 1'024;  // a row of the store stays below 1 MiB

// How late a campaign's key may be destroyed, and how many rows that nothing opens any more are
// cleared away at once: one batch's cost.
inline constexpr Seconds shred_look{3600};
inline constexpr std::size_t shred_rows_max = 4'096;

// How far apart contracts may end and still be one window of the calendar.
inline constexpr std::uint32_t calendar_window_days = 30;

}  // namespace tocsin::limits
