// The governance nouns from proposal to debrief (coalition.md §3, §7). Texts marked T in the page
// are one string per charter language, in the charter's order.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/crypto/hash.h"
#include "core/model/charter.h"
#include "core/model/ids.h"
#include "core/model/statement.h"

namespace tocsin {

using Texts = std::vector<std::string>;

struct Target {
  OrgId org;
  Cell cell;
  friend auto operator<=>(const Target&, const Target&) = default;
};

enum class DemandKind : std::uint8_t { win = 1, stop = 2 };
enum class DemandOrigin : std::uint8_t { contract = 1, community = 2 };

struct Demand {
  DemandKind kind = DemandKind::win;
  std::string addressee;
  DemandOrigin origin = DemandOrigin::contract;
  Texts text;
  Texts met_when;
  friend auto operator<=>(const Demand&, const Demand&) = default;
};

struct Proposal {
  Head head;
  StatementId charter = StatementId::zero();
  std::string action;
  std::vector<Target> targets;  // sorted
  std::vector<Demand> demands;
  Texts title, summary, why_now, after_plan, safety_cover;
  WallTime not_before, not_after, vote_by;
  Seconds max_duration{0};
  std::uint32_t max_waves = 1;
  StatementId replaces = StatementId::zero();
  friend bool operator==(const Proposal&, const Proposal&) = default;
};

enum class Stance : std::uint8_t { approve = 1, object = 2, abstain = 3 };
enum class EntryState : std::uint8_t { done = 1, not_applicable = 2, waived = 3, open = 4 };

struct ChecklistEntry {
  std::string item;
  EntryState state = EntryState::open;
  friend auto operator<=>(const ChecklistEntry&, const ChecklistEntry&) = default;
};

struct Signoff {
  Head head;
  StatementId subject = StatementId::zero();
  StatementType subject_type = StatementType::proposal;
  std::uint32_t number = 0;  // chain version, or 0
  Stance stance = Stance::approve;
  bool has_join = false;
  WallTime valid_until;
  std::string language;
  std::uint16_t wording = 0;
  crypto::Hash shown{};
  std::string reason;
  std::vector<std::uint32_t> demands;  // indexes ratified
  std::vector<StatementId> seen;
  std::vector<ChecklistEntry> checklist;
  friend bool operator==(const Signoff&, const Signoff&) = default;
};

struct CallTarget {
  OrgId org;
  Cell cell;
  WallTime t0;
  friend auto operator<=>(const CallTarget&, const CallTarget&) = default;
};

struct Call {
  Head head;
  StatementId proposal = StatementId::zero();
  ProofId mandate = ProofId::zero();
  std::uint32_t wave = 1;
  StatementId prev = StatementId::zero();
  std::vector<CallTarget> targets;  // sorted
  Texts instructions;
  WallTime public_after;
  friend bool operator==(const Call&, const Call&) = default;
};

enum class StopKind : std::uint8_t { hold = 1, abort = 2, pause = 3, resume = 4, end = 5 };
enum class EndForm : std::uint8_t {
  none = 0,
  settled = 1,
  vote = 2,
  go_back = 3
};  // go_back: "return"
enum class DemandOutcome : std::uint8_t { met = 1, part = 2, unmet = 3 };

struct Stop {
  Head head;
  StatementId subject = StatementId::zero();
  StopKind kind = StopKind::hold;
  std::vector<Target> targets;  // empty = all
  WallTime at;                  // 0 where the kind has none
  EndForm form = EndForm::none;
  std::vector<DemandOutcome> outcomes;
  WallTime vote_by;
  WallTime next_review;
  std::string reason;
  friend bool operator==(const Stop&, const Stop&) = default;
};

enum class AckLevel : std::uint8_t {
  received = 1,
  reviewed,
  cascaded,
  committed,
  out,
  stood_down,
  declined
};

struct Ack {
  Head head;
  StatementId call = StatementId::zero();
  AckLevel level = AckLevel::received;
  std::uint32_t reached = 0;
  std::uint32_t of = 0;
  std::string reason;
  friend bool operator==(const Ack&, const Ack&) = default;
};

struct RelayDrop {
  Head head;
  LinkKey key = LinkKey::zero();
  friend bool operator==(const RelayDrop&, const RelayDrop&) = default;
};

}  // namespace tocsin
