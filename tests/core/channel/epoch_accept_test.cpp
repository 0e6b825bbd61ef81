#include <algorithm>

#include "core/channel/epoch.h"
#include "core/wire/channel_codec.h"
#include "tests/support/catch.hpp"
#include "tests/support/channel_devices.h"
#include "tests/support/channel_epochs.h"

namespace tocsin::channel {
namespace {

using tests::ChannelDevices;
using tests::fingerprint;
using tests::make_epoch;
using tests::Offered;

Result<TakenEpoch> take(ChannelDevices& devices,
                        const Offered& offered,
                        const Audience& audience,
                        const ParentEpoch* parent,
                        std::size_t who) {
  return accept_epoch(offered.offer(),
                      devices.domain,
                      audience,
                      parent,
                      devices[who].keys,
                      devices[who].prekeys.own());
}

// Signs again what was changed, as a malicious member would.
void sign_again(ChannelDevices& devices, Offered& offered, std::size_t who) {
  offered.announcement.core.author = devices[who].keys.id;
  offered.statement = sign_statement(devices.domain,
                                     StatementType::epoch,
                                     devices[who].keys.id,
                                     wire::encode(offered.announcement),
                                     devices[who].keys.idk.reveal());
}

// A root for devices 0 to 3, then a child without 3 and with 4.
struct Family {
  ChannelDevices devices{7, 5};
  Audience before = devices.audience({4});
  Audience after = devices.audience({3});
  MadeEpoch root = make_epoch(devices, before, nullptr);
  ParentEpoch parent{root.announcement.id(), before, root.secrets.fwd};
  MadeEpoch child = make_epoch(devices, after, &parent);
};

}  // namespace

TEST_CASE("K7 everybody who accepts an announcement has the author's key") {
  Family family;
  for (std::size_t who = 1; who < 4; ++who) {
    const auto taken = take(family.devices, Offered{family.root}, family.before, nullptr, who);
    REQUIRE(taken);
    CHECK(taken->is_by_join);
    CHECK(fingerprint(taken->secrets) == fingerprint(family.root.secrets));
  }
  for (const std::size_t who : {1U, 2U}) {
    const auto taken =
        take(family.devices, Offered{family.child}, family.after, &family.parent, who);
    REQUIRE(taken);
    CHECK_FALSE(taken->is_by_join);
    CHECK(fingerprint(taken->secrets) == fingerprint(family.child.secrets));
    CHECK(taken->parent_fwd->encode() == family.child.parent_fwd->encode());
  }
  const auto newcomer = take(family.devices, Offered{family.child}, family.after, nullptr, 4);
  REQUIRE(newcomer);
  CHECK(newcomer->is_by_join);
  CHECK(fingerprint(newcomer->secrets) == fingerprint(family.child.secrets));
}

TEST_CASE("who is shut out has no slot and the parent's secrets do not help") {
  Family family;
  CHECK_FALSE(take(family.devices, Offered{family.child}, family.after, &family.parent, 3));
  // Not even if it says it belongs: then the audience is not the one the author signed.
  const auto lied =
      take(family.devices, Offered{family.child}, family.devices.audience(), &family.parent, 3);
  REQUIRE_FALSE(lied);
  CHECK(lied.error().code == Errc::conflict);
}

TEST_CASE("K9 after acceptance the parent's point is gone") {
  Family family;
  auto taken = take(family.devices, Offered{family.child}, family.after, &family.parent, 1);
  REQUIRE(taken);
  const ParentEpoch punctured{family.parent.id, family.before, *taken->parent_fwd};
  const auto again = take(family.devices, Offered{family.child}, family.after, &punctured, 1);
  REQUIRE_FALSE(again);
  CHECK(again.error().code == Errc::replayed);
  const MadeEpoch sibling = make_epoch(family.devices, family.after, &family.parent);
  CHECK(take(family.devices, Offered{sibling}, family.after, &punctured, 1));
}

TEST_CASE("K12 an author outside its epoch's audience is refused") {
  Family family;
  Offered offered{family.child};
  sign_again(family.devices, offered, 3);
  const auto taken = take(family.devices, offered, family.after, &family.parent, 1);
  REQUIRE_FALSE(taken);
  CHECK(taken.error().code == Errc::not_allowed);
}

TEST_CASE("an announcement that its author did not sign is refused") {
  Family family;
  Offered offered{family.child};
  offered.statement.signature[5] ^= 1U;
  CHECK(take(family.devices, offered, family.after, &family.parent, 1).error().code ==
        Errc::unauthenticated);
}

TEST_CASE("K13 a seedless epoch that shuts somebody out is refused, and one that adds is taken") {
  ChannelDevices devices{8, 4};
  const Audience before = devices.audience({3});
  const MadeEpoch root = make_epoch(devices, before, nullptr);
  const ParentEpoch parent{root.announcement.id(), before, root.secrets.fwd};
  const Audience all = devices.audience();
  const MadeEpoch grown = make_epoch(devices, all, &parent, false);
  REQUIRE_FALSE(grown.announcement.core.is_seeded);
  const auto taken = take(devices, Offered{grown}, all, &parent, 1);
  REQUIRE(taken);
  CHECK(fingerprint(taken->secrets) == fingerprint(grown.secrets));
  CHECK(take(devices, Offered{grown}, all, nullptr, 3));

  const Audience fewer = devices.audience({2, 3});
  Offered lying{make_epoch(devices, fewer, &parent)};
  lying.announcement.core.is_seeded = false;
  sign_again(devices, lying, 0);
  const auto refused = take(devices, lying, fewer, &parent, 1);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Errc::not_allowed);
}

TEST_CASE("a root by somebody who is no delegate is refused") {
  ChannelDevices devices{9, 3};
  Audience nobody = devices.audience();
  const MadeEpoch root = make_epoch(devices, nobody, nullptr);
  nobody[0].is_delegate = false;
  CHECK(take(devices, Offered{root}, nobody, nullptr, 1).error().code == Errc::not_allowed);
}

TEST_CASE("slots that are missing make wait, slots that are false are refused") {
  Family family;
  Offered late{family.child};
  late.seeds.clear();
  CHECK(take(family.devices, late, family.after, &family.parent, 1).error().code ==
        Errc::not_found);
  Offered false_slots{family.child};
  false_slots.seeds.begin()->second.slots[0] ^= 1U;
  CHECK(take(family.devices, false_slots, family.after, &family.parent, 1).error().code ==
        Errc::conflict);
  Offered no_join{family.child};
  no_join.joins.clear();
  CHECK(take(family.devices, no_join, family.after, nullptr, 4).error().code == Errc::not_found);
}

TEST_CASE("a confirmation that does not fit the key is refused") {
  Family family;
  Offered offered{family.child};
  offered.announcement.confirm[0] ^= 1U;
  sign_again(family.devices, offered, 0);
  CHECK(take(family.devices, offered, family.after, &family.parent, 1).error().code ==
        Errc::unauthenticated);
}

TEST_CASE("an epoch for another audience than its view gives is refused") {
  Family family;
  const auto taken =
      take(family.devices, Offered{family.child}, family.devices.audience(), &family.parent, 1);
  REQUIRE_FALSE(taken);
  CHECK(taken.error().code == Errc::conflict);
}

TEST_CASE("an epoch of another coalition or mode is refused") {
  Family family;
  const Offered offered{family.child};
  Domain other = family.devices.domain;
  other.mode = Mode::rehearsal;
  CHECK_FALSE(accept_epoch(offered.offer(),
                           other,
                           family.after,
                           &family.parent,
                           family.devices[1].keys,
                           family.devices[1].prekeys.own()));
}

}  // namespace tocsin::channel
