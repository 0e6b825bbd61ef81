#include "core/channel/epoch.h"

#include <algorithm>

#include "core/channel/slots.h"
#include "tests/support/catch.hpp"
#include "tests/support/channel_devices.h"
#include "tests/support/channel_epochs.h"

namespace tocsin::channel {
namespace {

using tests::ChannelDevices;
using tests::make_epoch;

}  // namespace

TEST_CASE("a root has a join slot for everybody but its author and no seed slot") {
  ChannelDevices devices{1, 5};
  const Audience audience = devices.audience();
  const MadeEpoch made = make_epoch(devices, audience, nullptr);
  CHECK(made.announcement.seed_chunks.empty());
  REQUIRE(made.chunks.size() == 1);
  CHECK(join_slots(made.chunks.front()).size() == 4);
  CHECK(made.announcement.core.members == 5);
  CHECK(made.announcement.core.is_seeded);
  CHECK_FALSE(made.parent_fwd);
  CHECK(made.chunks.front().epoch == made.announcement.id());
}

TEST_CASE("a seeded child has a seed slot for who stays and a join slot for who is new") {
  ChannelDevices devices{2, 6};
  const Audience before = devices.audience({5});
  const MadeEpoch root = make_epoch(devices, before, nullptr);
  const ParentEpoch parent{root.announcement.id(), before, root.secrets.fwd};
  const Audience after = devices.audience({4});
  const MadeEpoch child = make_epoch(devices, after, &parent);
  REQUIRE(child.chunks.size() == 2);
  CHECK(child.chunks[0].kind == SlotKind::seed);
  CHECK(child.chunks[0].slots.size() == 3 * seed_slot_bytes);
  CHECK(child.chunks[1].kind == SlotKind::join);
  REQUIRE(join_slots(child.chunks[1]).size() == 1);
  CHECK(join_slots(child.chunks[1]).front().rank == 4);
  REQUIRE(child.parent_fwd);
  Puncture popped = *child.parent_fwd;
  CHECK_FALSE(popped.pop(child_point(child.secrets.c1)));
}

TEST_CASE("who shuts nobody out may make a seedless child, and who shuts somebody out may not") {
  ChannelDevices devices{3, 4};
  const Audience before = devices.audience({3});
  const MadeEpoch root = make_epoch(devices, before, nullptr);
  const ParentEpoch parent{root.announcement.id(), before, root.secrets.fwd};
  CHECK_FALSE(make_epoch(devices, devices.audience(), &parent, false).announcement.core.is_seeded);
  CHECK(make_epoch(devices, devices.audience({2}), &parent, false).announcement.core.is_seeded);
}

TEST_CASE(
    "a member without valid keys gets a slot that looks like the others and opens for nobody") {
  ChannelDevices devices{4, 3};
  const Audience audience = devices.audience();
  auto keys = devices.newest_keys();
  keys.at(audience[1].device).not_after_day = devices.day - 1;
  keys.erase(audience[2].device);
  const EpochWish wish{
      devices.domain, devices.channel, View{}, audience, nullptr, keys, {}, true, devices.day};
  const MadeEpoch made = create_epoch(devices.random, devices[0].keys, wish);
  CHECK(made.chunks.front().slots.size() == 2 * join_slot_bytes);
  const tests::Offered offered{made};
  for (std::size_t at : {1U, 2U}) {
    const auto taken = accept_epoch(offered.offer(),
                                    devices.domain,
                                    audience,
                                    nullptr,
                                    devices[at].keys,
                                    devices[at].prekeys.own());
    REQUIRE_FALSE(taken);
    CHECK(taken.error().code == Errc::unauthenticated);
  }
}

TEST_CASE("rank and subset go by device id alone") {
  ChannelDevices devices{5, 4};
  const Audience all = devices.audience();
  CHECK(rank_of(all, all[2].device) == 2U);
  CHECK_FALSE(rank_of(devices.audience({2}), all[2].device));
  CHECK(is_subset(devices.audience({2}), all));
  CHECK_FALSE(is_subset(all, devices.audience({2})));
  CHECK(is_subset({}, all));
}

}  // namespace tocsin::channel
