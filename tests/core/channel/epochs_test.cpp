#include "core/channel/epochs.h"

#include <algorithm>
#include <set>

#include "core/model/limits/channel.h"
#include "core/wire/statement_codec.h"
#include "tests/support/catch.hpp"
#include "tests/support/channel_devices.h"
#include "tests/support/channel_epochs.h"
#include "tests/support/memory_store.h"

namespace tocsin::channel {
namespace {

struct Held {
  tests::ChannelDevices devices{61, 4};
  Audience audience = devices.audience();
  Epochs epochs{Snapshot{}};
  tests::MemoryStore store;
  Outbox outbox;
  HeldEpoch& epoch = add();

  HeldEpoch& add() {
    MadeEpoch made = tests::make_epoch(devices, audience, nullptr);
    const ChannelPolicy policy{
        devices.channel, ChannelKind::org, OrgId{std::array<std::uint8_t, 32>{5}}};
    return epochs.add(NewEpoch{policy,
                               wire::encode(made.statement),
                               made.announcement,
                               std::move(made.secrets),
                               made.chunks},
                      outbox);
  }

  Snapshot committed() {
    REQUIRE(store.stage(outbox.take().writes));
    REQUIRE(store.commit());
    return store.snapshot();
  }
};

}  // namespace

TEST_CASE("an epoch and its chains come back after a restart as they were") {
  Held held;
  auto chain = held.epochs.chain(held.epoch, 2);
  REQUIRE(chain);
  REQUIRE(chain->chain.take(3));
  REQUIRE(held.epochs.commit(held.epoch, 2, *std::move(chain), held.outbox));
  Epochs again{held.committed()};
  HeldEpoch* epoch = again.find(held.epoch.id);
  REQUIRE(epoch != nullptr);
  CHECK(epoch->announcement == held.epoch.announcement);
  CHECK(epoch->policy == held.epoch.policy);
  CHECK(epoch->statement == held.epoch.statement);
  CHECK(epoch->join_chunks == held.epoch.join_chunks);
  CHECK(epoch->secrets.c1 == held.epoch.secrets.c1);
  CHECK(epoch->secrets.snd.encode() == held.epoch.secrets.snd.encode());
  CHECK(epoch->secrets.fwd.encode() == held.epoch.secrets.fwd.encode());
  CHECK(same_bytes(epoch->secrets.exp.reveal(), held.epoch.secrets.exp.reveal()));
  CHECK(epoch->chains.at(2).encode() == held.epoch.chains.at(2).encode());
  CHECK(again.watch(held.devices.day) == Epochs{held.committed()}.watch(held.devices.day));
}

TEST_CASE("a chain that was begun cannot be begun again from the tree") {
  Held held;
  auto chain = held.epochs.chain(held.epoch, 1);
  REQUIRE(chain);
  REQUIRE(chain->snd);
  REQUIRE(held.epochs.commit(held.epoch, 1, *std::move(chain), held.outbox));
  CHECK_FALSE(held.epoch.secrets.snd.pop(rank_point(1, held.epoch.secrets.snd.bits())));
  CHECK_FALSE(held.epochs.chain(held.epoch, 1)->snd);
  CHECK_FALSE(held.epochs.chain(held.epoch, 4));
}

TEST_CASE("a copy that is not committed changes nothing") {
  Held held;
  auto copy = held.epochs.chain(held.epoch, 1);
  REQUIRE(copy->chain.take(5));
  CHECK(held.epoch.chains.empty());
  CHECK(held.epochs.chain(held.epoch, 1)->chain.next() == 0);
}

TEST_CASE("skipped keys are bounded over all chains together") {
  Held held;
  Result<void> last;
  std::uint32_t ctr = 0;
  std::uint32_t rank = 0;
  std::size_t events = 0;
  for (; last && events < 100; ++events) {
    ctr += limits::skips_per_event_max;
    auto chain = held.epochs.chain(held.epoch, rank);
    REQUIRE(chain);
    const auto key = chain->chain.take(ctr++);
    if (!key) {
      ++rank;  // this chain bears no more
      ctr = 0;
      continue;
    }
    last = held.epochs.commit(held.epoch, rank, *std::move(chain), held.outbox);
  }
  REQUIRE_FALSE(last);
  CHECK(last.error().code == Errc::limit_exceeded);
}

TEST_CASE("an epoch's routes are watched from its day on and let go after thirty") {
  Held held;
  const std::uint32_t day = held.devices.day;
  const auto first = held.epochs.watch(day);
  CHECK(first.size() == 2);
  CHECK(held.epochs.watch(day).empty());
  CHECK(held.epochs.watch(day + 1).size() == 1);
  REQUIRE(held.epochs.watched(first[0]) != nullptr);
  CHECK(held.epochs.watched(first[0])->day == day);
  CHECK(held.epochs.watched(first[0])->epoch == held.epoch.id);
  held.epochs.watch(day + limits::window_days + 1);
  CHECK(held.epochs.watched(first[0]) == nullptr);
  CHECK(held.epochs.routes().size() == limits::window_days + 2);
}

TEST_CASE("what is sent on a day goes on the route watched for it") {
  Held held;
  held.epochs.watch(held.devices.day + 3);
  const Admission& admission = held.epochs.admission(held.epoch, held.devices.day + 3);
  REQUIRE(held.epochs.watched(admission.route) != nullptr);
  CHECK(held.epochs.watched(admission.route)->day == held.devices.day + 3);
  CHECK(held.epochs.has_any(held.devices.channel));
  CHECK_FALSE(held.epochs.has_any(ChannelId::zero()));
  CHECK(held.epochs.of(held.devices.channel).size() == 1);
}

}  // namespace tocsin::channel
