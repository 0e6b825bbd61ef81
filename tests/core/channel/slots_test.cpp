#include "core/channel/slots.h"

#include "tests/support/catch.hpp"
#include "tests/support/channel_devices.h"

namespace tocsin::channel {
namespace {

struct Slots {
  tests::ChannelDevices devices{11, 2};
  crypto::AgreeKey esk = crypto::make_agree_key(devices.random);
  crypto::Hash c0 = crypto::blake2b_256(as_bytes("c0"));
  crypto::Hash c1 = crypto::blake2b_256(as_bytes("c1"));
  StepKey secret{Bytes(32, 7)};

  SlotPlace place(const crypto::Hash& bound, std::uint32_t rank) const {
    return SlotPlace{bound, c0, crypto::agree_public_key(esk.reveal()), rank};
  }
};

}  // namespace

TEST_CASE("a seed slot opens for its prekey at its rank and nowhere else") {
  Slots slots;
  const Generation& to = *slots.devices[1].prekeys.newest_own();
  const auto sealed =
      seal_seed_slot(slots.place(slots.c0, 1), slots.esk.reveal(), to.keys.pk, slots.secret);
  REQUIRE(sealed);
  CHECK(sealed->size() == seed_slot_bytes);
  const auto opened = open_seed_slot(slots.place(slots.c0, 1), to, *sealed);
  REQUIRE(opened);
  CHECK(same_bytes(opened->reveal(), slots.secret.reveal()));
  CHECK_FALSE(open_seed_slot(slots.place(slots.c0, 2), to, *sealed));
  CHECK_FALSE(open_seed_slot(slots.place(slots.c1, 1), to, *sealed));
  CHECK_FALSE(
      open_seed_slot(slots.place(slots.c0, 1), *slots.devices[0].prekeys.newest_own(), *sealed));
}

TEST_CASE("a join slot needs both the join prekey and the long-term key") {
  Slots slots;
  const Generation& to = *slots.devices[1].prekeys.newest_own();
  const JoinKeys keys{to.keys.jpk, slots.devices[1].keys.device.ltk};
  const auto sealed =
      seal_join_slot(slots.place(slots.c1, 1), slots.esk.reveal(), keys, slots.secret);
  REQUIRE(sealed);
  CHECK(open_join_slot(slots.place(slots.c1, 1), to, slots.devices[1].keys, *sealed));
  CHECK_FALSE(open_join_slot(slots.place(slots.c1, 1), to, slots.devices[0].keys, *sealed));
  CHECK_FALSE(open_join_slot(slots.place(slots.c1, 1),
                             *slots.devices[0].prekeys.newest_own(),
                             slots.devices[1].keys,
                             *sealed));
}

TEST_CASE("keys of small order are refused") {
  Slots slots;
  CHECK_FALSE(seal_seed_slot(
      slots.place(slots.c0, 0), slots.esk.reveal(), crypto::AgreePublicKey{}, slots.secret));
}

TEST_CASE("the key of an epoch depends on its parent's secret and on its seed") {
  Slots slots;
  const StepKey other{Bytes(32, 8)};
  const StepKey k = epoch_key(slots.c1, slots.secret, other);
  CHECK_FALSE(same_bytes(k.reveal(), epoch_key(slots.c1, other, slots.secret).reveal()));
  CHECK_FALSE(same_bytes(k.reveal(), epoch_key(slots.c0, slots.secret, other).reveal()));
  CHECK(confirmation(k, slots.c1) != confirmation(other, slots.c1));
  CHECK(secrets_of(k, slots.c1, 5, 3).snd.bits() == 3);
}

}  // namespace tocsin::channel
