#include "tests/sim/run.h"

#include <chrono>
#include <functional>
#include <iterator>

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
  if (draw.below(4) != 0) {
    options.crashes = static_cast<std::uint32_t>(draw.below(4));
    options.act_crashes = static_cast<std::uint32_t>(draw.below(120));
  }
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

// What becomes of the call; each seed tells one.
enum class Tale : std::uint8_t { stands, held, aborted, paused, frozen, contradicted };

Tale tale_of(std::uint64_t seed) {
  constexpr Tale tales[] = {
      Tale::stands, Tale::held, Tale::aborted, Tale::paused, Tale::frozen, Tale::contradicted};
  return tales[seed % std::size(tales)];
}

// One run: faults while people act, none while the invariants of rest are awaited.
class Run {
 public:
  Run(World& world, const Cast& cast, std::uint64_t seed)
      : world_{world},
        cast_{cast},
        story_{world, cast},
        invariants_{world, cast, story_.deeds()},
        draw_{seed + 77} {
    world_.watch([&](NodeIndex who) { note(invariants_.check(who)); });
  }

  void decide(bool is_parted, Seconds lead) {
    world_.set_faults(true);
    if (is_parted) world_.cut(half_of(world_, draw_));
    story_.talk(8);
    world_.heal();
    story_.propose();
    story_.sign_proposal(3);
    story_.talk(4);
    story_.call(lead);
    story_.sign_call(3);
  }

  void tell(Tale tale, bool is_parted) {
    switch (tale) {
      case Tale::stands:
        return rest([&] { return invariants_.the_call_is({"CALLED", "IN_EFFECT"}); });
      case Tale::held:
        return hold_and_resume();
      case Tale::aborted:
        story_.stop("abort", {1}, {});
        return rest([&] { return invariants_.the_target_is(1, "ABORTED"); });
      case Tale::paused:
        return pause_and_end(is_parted);
      case Tale::frozen:
        return freeze_and_thaw();
      case Tale::contradicted:
        rest([&] { return invariants_.the_call_is({"CALLED", "IN_EFFECT"}); });
        world_.set_faults(true);
        story_.contradict(cast_.delegates.back().node, cast_.delegates.front().node);
        return rest([&] { return invariants_.all_have_evidence(); });
    }
  }

  Complaint at_the_end() {
    note(invariants_.all_hold_the_same_envelopes());
    note(invariants_.every_acknowledged_text_is_read_once());
    note(invariants_.relays_hold_no_channel_state());
    note(invariants_.no_slot_was_promised_twice());
    return complaint_;
  }

 private:
  void note(Complaint found_now) {
    if (!complaint_) complaint_ = std::move(found_now);
  }

  void rest(const std::function<Complaint()>& wanted) {
    constexpr Millis healed_within{900'000};
    world_.set_faults(false);
    world_.heal();
    for (NodeIndex i = 0; i < world_.size(); ++i) world_.restart(i);
    world_.run_until([&] { return !wanted() && !invariants_.all_hold_the_same_envelopes(); },
                     healed_within);
    note(wanted());
  }

  // One delegate alone holds for their org; both of them let it go on.
  void hold_and_resume() {
    rest([&] { return invariants_.the_target_is(0, "CALLED"); });
    world_.set_faults(true);
    story_.hold_own(cast_.delegates.front().node);
    rest([&] { return invariants_.the_target_is(0, "HELD"); });
    note(invariants_.the_target_is(1, "CALLED"));
    world_.set_faults(true);
    story_.stop("resume", {0}, Row{}.set("own", true));
    rest([&] { return invariants_.the_target_is(0, "CALLED"); });
  }

  // A pause by one org goes by on its own; the end is both orgs'.
  void pause_and_end(bool is_parted) {
    rest([&] { return invariants_.the_call_is({"CALLED", "IN_EFFECT"}); });
    const WallTime t0 = story_.deeds().t0;
    if (world_.now().wall < t0)
      world_.run_for(std::chrono::duration_cast<Millis>(t0 - world_.now().wall) + Millis{2'000});
    rest([&] { return invariants_.the_call_is({"IN_EFFECT"}); });
    world_.set_faults(true);
    if (is_parted) world_.cut(half_of(world_, draw_));
    const WallTime until = world_.now().wall + hour;
    world_.heal();
    story_.stop("pause", {0}, Row{}.set("own", true).set("until", Value{until}));
    rest([&] { return invariants_.the_target_is(0, "PAUSED"); });
    note(invariants_.the_target_is(1, "IN_EFFECT"));
    world_.run_for(std::chrono::duration_cast<Millis>(until - world_.now().wall) + Millis{2'000});
    rest([&] { return invariants_.the_target_is(0, "IN_EFFECT"); });
    world_.set_faults(true);
    Row end = Row{}.set("form", "settled").set("outcomes", Value{std::vector<std::string>{"met"}});
    end.set("next_review", Value{world_.now().wall + 24 * hour});
    story_.stop("end", {0, 1}, end);
    rest([&] { return invariants_.the_call_is({"ENDED"}); });
  }

  void freeze_and_thaw() {
    const std::string freeze = story_.freeze(3);
    rest([&] { return invariants_.all_show_frozen(1); });
    world_.set_faults(true);
    story_.thaw(3, freeze);
    rest([&] { return invariants_.all_show_frozen(0); });
    note(invariants_.the_call_is({"CALLED", "IN_EFFECT"}));
  }

  World& world_;
  const Cast& cast_;
  Story story_;
  Invariants invariants_;
  tests::SeededRandom draw_;
  Complaint complaint_;
};

}  // namespace

Outcome run(std::uint64_t seed) {
  const Options options = options_of(seed);
  World world{options};
  const Cast cast = found(world);
  const Tale tale = tale_of(seed);
  Run told{world, cast, seed};
  const bool is_parted = options.partitions > 0;
  told.decide(is_parted, tale == Tale::paused ? Seconds{1'500} : 2 * hour);
  told.tell(tale, is_parted);
  return Outcome{told.at_the_end(), world.trace(), world.steps(), world.crashes()};
}

}  // namespace tocsin::sim
