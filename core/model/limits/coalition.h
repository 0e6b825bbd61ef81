// Bounds of the governance objects (coalition.md §3, §4). Where no attack is
// named, a bound keeps one object within one envelope and one screen.
#pragma once

#include <cstddef>
#include <cstdint>

namespace tocsin::limits {

// Verifying: junk is refused in 50 ms, the worst legal file in 1 s, within 64 MiB.
inline constexpr std::size_t body_bytes_max = 60'000;
inline constexpr std::size_t proof_bytes_max = 4 * 1024 * 1024;
inline constexpr std::size_t proof_statements_max = 4096;
inline constexpr std::size_t proof_left_out_max = 512;

// Rule evaluation as a way to burn time.
inline constexpr std::size_t rule_nodes_max = 200;
inline constexpr std::size_t rule_depth_max = 8;
inline constexpr std::uint32_t fraction_max = 1000;

// Decision spam.
inline constexpr std::size_t open_proposals_max = 2;  // per org

// Charter.
inline constexpr std::size_t orgs_max = 64;
inline constexpr std::size_t languages_max = 8;
inline constexpr std::size_t regions_max = 64;
inline constexpr std::size_t sectors_max = 16;
inline constexpr std::size_t kinds_max = 16;
inline constexpr std::size_t actions_max = 8;
inline constexpr std::size_t claims_max = 32;
inline constexpr std::size_t org_checklists_max = 8;
inline constexpr std::size_t sponsors_max = 4;
inline constexpr std::size_t checklists_max = 32;
inline constexpr std::size_t carry_max = 16;
inline constexpr std::size_t features_max = 16;
inline constexpr std::size_t skips_max = 32;
inline constexpr std::uint32_t assumed_faulty_max = 3;

// Manifest, roll, freeze.
inline constexpr std::size_t delegates_max = 16;
inline constexpr std::size_t devices_max = 4;  // of one person
inline constexpr std::size_t stewards_max = 64;
inline constexpr std::size_t lists_max = 8;
inline constexpr std::size_t dropped_max = 64;
inline constexpr std::size_t roll_entries_max = 32;
// Entries behind a fork of a steward's log that a view names one by one (channel.md §2).
inline constexpr std::size_t strays_max = 64;

// Decisions.
inline constexpr std::size_t targets_max = 128;
inline constexpr std::size_t demands_max = 12;
inline constexpr std::uint32_t waves_max = 16;
inline constexpr std::size_t seen_max = 64;
inline constexpr std::size_t checklist_items_max = 64;

// Report.
inline constexpr std::size_t report_cells_max = 256;
inline constexpr std::size_t report_tests_max = 32;
inline constexpr std::size_t report_contracts_max = 32;

// Debrief.
inline constexpr std::size_t turnout_max = 128;
inline constexpr std::size_t next_steps_max = 8;

// Texts, in bytes; those of 300 and more may have lines.
inline constexpr std::size_t name_bytes_max = 80;
inline constexpr std::size_t handle_bytes_max = 40;
inline constexpr std::size_t word_bytes_max = 40;  // sector, region, kind, ask, action, item
inline constexpr std::size_t code_bytes_max = 16;
inline constexpr std::size_t title_bytes_max = 120;
inline constexpr std::size_t addressee_bytes_max = 120;
inline constexpr std::size_t demand_bytes_max = 300;
inline constexpr std::size_t summary_bytes_max = 2000;
inline constexpr std::size_t passage_bytes_max =
    1000;  // why_now, after_plan, safety_cover, instructions
inline constexpr std::size_t signoff_reason_bytes_max = 500;
inline constexpr std::size_t short_reason_bytes_max = 200;  // ack, freeze
inline constexpr std::size_t debrief_text_bytes_max = 2000;
inline constexpr std::size_t next_step_bytes_max = 200;
inline constexpr std::size_t method_bytes_max = 80;
inline constexpr std::size_t relay_label_bytes_max = 16;

}  // namespace tocsin::limits
