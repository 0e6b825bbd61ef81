#include "core/channel/waiting.h"

#include "core/channel/epoch.h"
#include "core/model/limits/channel.h"
#include "core/wire/statement_codec.h"
#include "tests/support/catch.hpp"
#include "tests/support/channel_devices.h"
#include "tests/support/channel_epochs.h"
#include "tests/support/memory_store.h"

namespace tocsin::channel {
namespace {

using tests::ChannelDevices;

struct World {
  ChannelDevices devices{41, 3};
  Audience audience = devices.audience();
  ChannelPolicy policy{devices.channel, ChannelKind::org, OrgId::zero()};
  Outbox outbox;

  WaitingFrom from(std::size_t who, std::int64_t ms = 0) {
    return WaitingFrom{policy, devices[who].keys.id, wall_from_ms(ms)};
  }

  MadeEpoch make() { return tests::make_epoch(devices, audience, nullptr); }
};

EnvelopeId envelope(std::uint32_t at) {
  return EnvelopeId{crypto::blake2b_256(Writer{}.u32(at).view())};
}

}  // namespace

TEST_CASE("an announcement and its slots meet, whichever comes first, also over a restart") {
  World world;
  const MadeEpoch made = world.make();
  const EpochId id = made.announcement.id();
  tests::MemoryStore store;
  Waiting waiting{Snapshot{}};
  waiting.add_slots(world.from(0), made.chunks.front(), world.outbox);
  REQUIRE(waiting.epochs().contains(id));
  CHECK_FALSE(waiting.epochs().at(id).statement);
  REQUIRE(waiting.add_epoch(
      world.from(0), wire::encode(made.statement), {Bytes{1}, Bytes{2, 3}}, world.outbox));
  waiting.add_envelope(world.from(1), envelope(1), world.outbox);
  REQUIRE(store.stage(world.outbox.take().writes));
  REQUIRE(store.commit());
  Waiting again{store.snapshot()};
  REQUIRE(again.epochs().contains(id));
  const WaitingEpoch& each = again.epochs().at(id);
  CHECK(each.announcement == made.announcement);
  CHECK(each.keys == std::vector<Bytes>{Bytes{1}, Bytes{2, 3}});
  CHECK(each.join_chunks.at(0) == made.chunks.front());
  CHECK(again.envelopes() == std::vector{envelope(1)});
  again.forget(id, world.outbox);
  again.forget(envelope(1), world.outbox);
  CHECK(again.is_empty());
  REQUIRE(store.stage(world.outbox.take().writes));
  CHECK(store.rows(Table::waiting, {}, 10).empty());
}

TEST_CASE("K19 an author who fills its share pushes out its own oldest and nobody else's") {
  World world;
  Waiting waiting{Snapshot{}};
  const MadeEpoch honest = world.make();
  REQUIRE(waiting.add_epoch(world.from(1), wire::encode(honest.statement), {}, world.outbox));
  std::vector<EpochId> flood;
  for (std::size_t at = 0; at <= limits::waiting_epochs_per_author_max; ++at) {
    const MadeEpoch made = world.make();
    flood.push_back(made.announcement.id());
    REQUIRE(waiting.add_epoch(world.from(2, static_cast<std::int64_t>(at)),
                              wire::encode(made.statement),
                              {},
                              world.outbox));
  }
  CHECK(waiting.epochs().contains(honest.announcement.id()));
  CHECK_FALSE(waiting.epochs().contains(flood.front()));
  CHECK(waiting.epochs().contains(flood.back()));
  waiting.add_envelope(world.from(1), envelope(0), world.outbox);
  for (std::uint32_t at = 1; at <= limits::waiting_records_per_author_max + 5; ++at)
    waiting.add_envelope(world.from(2, at), envelope(at), world.outbox);
  CHECK(waiting.envelopes().size() == limits::waiting_records_per_author_max + 1);
}

TEST_CASE("what waits for a week is let go") {
  World world;
  Waiting waiting{Snapshot{}};
  REQUIRE(waiting.add_epoch(world.from(1), wire::encode(world.make().statement), {}, world.outbox));
  waiting.add_envelope(world.from(1, 1000), envelope(1), world.outbox);
  waiting.expire(wall_from_ms(limits::waiting_life_ms), world.outbox);
  CHECK_FALSE(waiting.is_empty());
  waiting.expire(wall_from_ms(limits::waiting_life_ms + 1), world.outbox);
  CHECK(waiting.epochs().empty());
  waiting.expire(wall_from_ms(limits::waiting_life_ms + 1001), world.outbox);
  CHECK(waiting.is_empty());
}

TEST_CASE("an announcement of another channel, or of none, does not wait") {
  World world;
  Waiting waiting{Snapshot{}};
  WaitingFrom other = world.from(0);
  other.policy.id = ChannelId::zero();
  CHECK_FALSE(waiting.add_epoch(other, wire::encode(world.make().statement), {}, world.outbox));
  CHECK_FALSE(waiting.add_epoch(
      world.from(0), world.devices[0].prekeys.newest_own()->statement, {}, world.outbox));
  CHECK(waiting.is_empty());
}

}  // namespace tocsin::channel
