// What must hold after every step (safety), and what must have come about once the mesh is healed
// and quiet (liveness). Each returns the complaint, or nothing.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "tests/sim/story.h"

namespace tocsin::sim {

using Complaint = std::optional<std::string>;

class Invariants {
 public:
  Invariants(World& world, const Cast& cast, const Deeds& deeds)
      : world_{world}, cast_{cast}, deeds_{deeds} {}

  // --- safety, after each batch of one node ---
  Complaint check(NodeIndex who);

  // --- at rest ---
  Complaint every_acknowledged_text_is_read_once();
  Complaint all_hold_the_same_envelopes();
  // Everybody shows the call in one of these states, and this org's target in that one.
  Complaint the_call_is(const std::set<std::string>& states);
  Complaint the_target_is(std::size_t org, const std::string& state);
  Complaint all_show_frozen(std::size_t persons);
  Complaint all_have_evidence();  // against every liar and nobody else
  Complaint relays_hold_no_channel_state();
  Complaint no_slot_was_promised_twice();

 private:
  Complaint no_mandate_before_its_rule(NodeIndex who);
  Complaint no_call_before_its_rule(NodeIndex who);
  // What is paused, ended or dead was stopped by enough; what runs has reached its T0.
  Complaint no_change_without_cause(NodeIndex who, const std::string& to) const;
  std::size_t orgs_complete(const std::set<NodeIndex>& approved) const;

  World& world_;
  const Cast& cast_;
  const Deeds& deeds_;
  std::map<NodeIndex, std::size_t> notices_seen_;
};

}  // namespace tocsin::sim
