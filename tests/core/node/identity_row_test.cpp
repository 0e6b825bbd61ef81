#include "core/node/identity_row.h"

#include "core/crypto/init.h"
#include "tests/support/catch.hpp"
#include "tests/support/in_child.h"
#include "tests/support/memory_store.h"
#include "tests/support/seeded_random.h"

namespace tocsin {
namespace {

Identity ana(Random& random) {
  REQUIRE(crypto::init());
  Identity identity;
  identity.keys = make_identity_keys(random);
  identity.mode = Mode::rehearsal;
  identity.handle = "ana of the plumbers";
  return identity;
}

Identity kept(const Identity& identity, tests::MemoryStore& store) {
  Outbox outbox;
  keep_identity(identity, outbox);
  REQUIRE((store.stage(outbox.take().writes) && store.commit()));
  return restore_identity(store.snapshot());
}

}  // namespace

TEST_CASE("a profile without a row is nobody") {
  const Identity identity = restore_identity(Snapshot{});
  CHECK_FALSE(identity.has_keys());
  CHECK_FALSE(identity.has_coalition());
  CHECK(identity.org.is_zero());
}

TEST_CASE("who we are survives a restart, with keys, mode and name") {
  tests::SeededRandom random{1};
  tests::MemoryStore store;
  const Identity before = ana(random);
  const Identity after = kept(before, store);
  REQUIRE(after.has_keys());
  CHECK(same_bytes(after.keys->idk.reveal(), before.keys->idk.reveal()));
  CHECK(same_bytes(after.keys->ltk.reveal(), before.keys->ltk.reveal()));
  CHECK(after.keys->device == before.keys->device);
  CHECK(after.keys->id == before.keys->id);
  CHECK(after.mode == Mode::rehearsal);
  CHECK(after.handle == before.handle);
  CHECK_FALSE(after.has_coalition());
  CHECK(after.org.is_zero());
}

TEST_CASE("the coalition and the org of a founder take the place of none") {
  tests::SeededRandom random{1};
  tests::MemoryStore store;
  Identity identity = ana(random);
  static_cast<void>(kept(identity, store));
  identity.coalition = CoalitionId{CoalitionId::Array{3}};
  identity.org = OrgId{OrgId::Array{4}};
  const Identity after = kept(identity, store);
  CHECK(after.coalition == identity.coalition);
  CHECK(after.org == identity.org);
  CHECK(store.snapshot().of(Table::identity).size() == 1);
}

TEST_CASE("the public halves belong to the secret ones, and no two devices share any") {
  tests::SeededRandom random{1};
  const Identity one = ana(random);
  const Identity two = ana(random);
  CHECK(one.keys->device.idk == crypto::sign_public_key(one.keys->idk.reveal()));
  CHECK(one.keys->device.ltk == crypto::agree_public_key(one.keys->ltk.reveal()));
  CHECK(one.keys->id == device_id(one.keys->device));
  CHECK_FALSE(same_bytes(one.keys->idk.reveal(), two.keys->idk.reveal()));
  CHECK_FALSE(same_bytes(one.keys->ltk.reveal(), two.keys->ltk.reveal()));
  CHECK(one.keys->id != two.keys->id);
}

TEST_CASE("a row of another layout stops the program instead of becoming somebody else") {
  tests::SeededRandom random{1};
  Outbox outbox;
  keep_identity(ana(random), outbox);
  const Bytes row = std::get<Keep>(outbox.take().writes.front()).value;
  const auto restores = [](const Bytes& value) {
    Snapshot snapshot;
    snapshot.rows[Table::identity] = {StoredRow{to_bytes("self"), value}};
    return tests::run_in_child([&] { static_cast<void>(restore_identity(snapshot)); });
  };
  CHECK(restores(row).is_well());
  Bytes newer = row;
  newer.front() = 2;
  CHECK(restores(newer).is_abort());
  Bytes longer = row;
  longer.push_back(0);
  CHECK(restores(longer).is_abort());
}

}  // namespace tocsin
