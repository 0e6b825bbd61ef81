#include "core/channel/prekeys.h"

#include "core/model/limits/channel.h"
#include "tests/support/catch.hpp"
#include "tests/support/channel_devices.h"
#include "tests/support/memory_store.h"

namespace tocsin::channel {
namespace {

using tests::ChannelDevices;

}  // namespace

TEST_CASE("generations are numbered, chained and come back after a restart") {
  ChannelDevices devices{21, 1};
  Prekeys prekeys{Snapshot{}};
  tests::MemoryStore store;
  Outbox outbox;
  for (int gen = 0; gen < 3; ++gen)
    prekeys.renew(devices.random, devices.domain, devices[0].keys, devices.day, outbox);
  REQUIRE(store.stage(outbox.take().writes));
  REQUIRE(store.commit());
  const Prekeys again{store.snapshot()};
  REQUIRE(again.own().size() == 3);
  for (std::size_t at = 0; at < 3; ++at) {
    CHECK(again.own()[at].keys == prekeys.own()[at].keys);
    CHECK(again.own()[at].keys.gen == at + 1);
    CHECK(same_bytes(again.own()[at].jpk.reveal(), prekeys.own()[at].jpk.reveal()));
    CHECK(again.own()[at].keys.prev.is_zero() == (at == 0));
  }
}

TEST_CASE("a generation is due after a week") {
  ChannelDevices devices{22, 1};
  const Prekeys& prekeys = devices[0].prekeys;
  CHECK_FALSE(prekeys.is_due(devices.day + limits::prekey_life_days - 1));
  CHECK(prekeys.is_due(devices.day + limits::prekey_life_days));
}

TEST_CASE("only what its device signed counts, and the highest generation wins") {
  ChannelDevices devices{23, 2};
  Prekeys mine{Snapshot{}};
  Outbox outbox;
  const auto take = [&](const Generation& generation, std::size_t author) {
    return mine.take(generation.statement, devices[author].keys.device, devices.domain, outbox);
  };
  devices[1].prekeys.renew(devices.random, devices.domain, devices[1].keys, devices.day, outbox);
  const auto& theirs = devices[1].prekeys.own();
  CHECK(take(theirs[1], 1).value());
  CHECK(take(theirs[0], 1).value());
  CHECK_FALSE(take(theirs[0], 1).value());
  CHECK(mine.newest(devices[1].keys.id)->gen == 2);
  CHECK(mine.of(devices[1].keys.id, 1)->gen == 1);
  CHECK(mine.of(devices[1].keys.id, 3) == nullptr);
  CHECK(take(theirs[1], 0).error().code == Errc::unauthenticated);
  Bytes spoilt = theirs[1].statement;
  spoilt.back() ^= 1U;
  CHECK_FALSE(mine.take(spoilt, devices[1].keys.device, devices.domain, outbox));
}

TEST_CASE("of another device only the newest generations are kept") {
  ChannelDevices devices{24, 2};
  Prekeys mine{Snapshot{}};
  Outbox outbox;
  for (int gen = 0; gen < 6; ++gen)
    devices[1].prekeys.renew(devices.random, devices.domain, devices[1].keys, devices.day, outbox);
  for (const Generation& generation : devices[1].prekeys.own())
    REQUIRE(mine.take(generation.statement, devices[1].keys.device, devices.domain, outbox));
  CHECK(mine.of(devices[1].keys.id, 3) == nullptr);
  CHECK(mine.of(devices[1].keys.id, 4) != nullptr);
  CHECK(mine.newest(devices[1].keys.id)->gen == 7);
  // An old one that comes late does not push a newer one out.
  CHECK_FALSE(
      mine.take(
              devices[1].prekeys.own()[0].statement, devices[1].keys.device, devices.domain, outbox)
          .value());
  CHECK(mine.of(devices[1].keys.id, 4) != nullptr);
}

}  // namespace tocsin::channel
