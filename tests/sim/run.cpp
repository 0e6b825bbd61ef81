#include "tests/sim/run.h"

#include "tests/sim/invariants.h"

namespace tocsin::sim {
namespace {

// Sizes and faults are drawn from the seed: 12 to 20 nodes, each fault site on in some of the runs.
Options options_of(std::uint64_t seed) {
  tests::SeededRandom draw{seed ^ 0x746f6373696eULL};
  Options options;
  options.seed = seed;
  options.members = draw.below(7);
  options.relays = 2 + draw.below(2);
  if (draw.below(4) != 0) options.link_resets = static_cast<std::uint32_t>(draw.below(6));
  if (draw.below(4) != 0) options.stalls = static_cast<std::uint32_t>(draw.below(20));
  if (draw.below(4) != 0) options.crashes = static_cast<std::uint32_t>(draw.below(4));
  if (draw.below(2) != 0) options.partitions = 1;
  return options;
}

std::set<NodeIndex> half_of(const World& world, tests::SeededRandom& draw) {
  std::set<NodeIndex> side;
  for (NodeIndex i = 0; i < world.size(); ++i) {
    if (draw.below(2) == 0) side.insert(i);
  }
  return side;
}

}  // namespace

Outcome run(std::uint64_t seed) {
  const Options options = options_of(seed);
  World world{options};
  const Cast cast = found(world);
  Story story{world, cast};
  Invariants invariants{world, cast, story.deeds()};
  Complaint complaint;
  world.watch([&](NodeIndex who) {
    if (!complaint) complaint = invariants.check(who);
  });
  tests::SeededRandom draw{seed + 77};

  world.set_faults(true);
  if (options.partitions > 0) world.cut(half_of(world, draw));
  story.talk(8);
  world.heal();
  story.propose();
  story.sign_proposal(3);
  story.talk(4);
  story.call();
  story.sign_call(3);
  world.set_faults(false);
  for (NodeIndex i = 0; i < world.size(); ++i) world.restart(i);

  constexpr Millis healed_within{900'000};
  const auto at_rest = [&] {
    return !invariants.the_call_stands_everywhere() && !invariants.all_hold_the_same_envelopes();
  };
  world.run_until(at_rest, healed_within);
  const auto note = [&](Complaint found_now) {
    if (!complaint) complaint = std::move(found_now);
  };
  note(invariants.the_call_stands_everywhere());
  note(invariants.all_hold_the_same_envelopes());
  note(invariants.every_acknowledged_text_is_read_once());
  note(invariants.relays_hold_no_channel_state());
  note(invariants.no_slot_was_promised_twice());
  return Outcome{complaint, world.trace(), world.steps(), world.crashes()};
}

}  // namespace tocsin::sim
