#include "core/link/standing.h"

#include "core/crypto/sealed_box.h"
#include "core/wire/mesh_list_codec.h"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.h"

namespace tocsin::link {
namespace {

const CoalitionId coalition{CoalitionId::Array{7}};
const Bytes authority_seed(32, 77);

Bytes box_for(Random& random, const OwnKeys& relay, std::vector<std::uint8_t> materials) {
  Bytes plain;
  for (const std::uint8_t which : materials) plain.resize(plain.size() + 32, which);
  plain.resize(96);
  return *crypto::sealed_box_seal(random, relay.grant_key().view(), plain);
}

struct Relay {
  tests::SeededRandom random{1};
  Rows rows;
  OwnKeys keys{random, true, Snapshot{}, rows};
  Standing standing{true, keys, Snapshot{}};

  RelayGrant grant(std::vector<std::uint8_t> materials) {
    return {coalition, crypto::sign_public_key(authority_seed), box_for(random, keys, materials)};
  }

  MeshList list(std::vector<std::uint8_t> materials, ByteView seed = authority_seed) {
    MeshList list;
    list.coalition = coalition;
    list.number = 5;
    if (!materials.empty())
      list.relays.push_back({keys.key(), {}, {}, box_for(random, keys, materials)});
    return wire::sign_mesh_list(std::move(list), seed);
  }

  Snapshot kept() {
    Outbox outbox;
    rows.flush(outbox);
    Snapshot snapshot;
    std::map<Bytes, Bytes> by_key;
    for (Write& write : outbox.take().writes) {
      const Keep& keep = std::get<Keep>(write);
      by_key[keep.key] = keep.value;
    }
    for (auto& [key, value] : by_key) snapshot.rows[Table::link_keys].push_back({key, value});
    return snapshot;
  }
};

std::vector<MeshTag> tags(const Standing& standing) {
  std::vector<MeshTag> tags;
  for (const HeldKey& key : standing.keys()) tags.push_back(key.tag);
  return tags;
}

MeshTag tag(std::uint8_t which) {
  return mesh_tag(Bytes(32, which));
}

}  // namespace

TEST_CASE("a grant gives a relay its coalition and keys, newest first") {
  Relay relay;
  CHECK_FALSE(relay.standing.coalition());
  REQUIRE(relay.standing.take_grant(relay.grant({3, 2}), relay.keys, relay.rows));
  CHECK(relay.standing.coalition() == coalition);
  CHECK(tags(relay.standing) == std::vector{tag(3), tag(2)});
  CHECK(relay.standing.find(tag(2)) != nullptr);
  CHECK(relay.standing.find(tag(1)) == nullptr);
}

TEST_CASE("a grant for another relay, of another coalition or without a key is refused") {
  Relay relay;
  tests::SeededRandom random{2};
  Rows rows;
  const OwnKeys other{random, true, Snapshot{}, rows};
  RelayGrant grant = relay.grant({3});
  grant.box = box_for(random, other, {3});
  CHECK(relay.standing.take_grant(grant, relay.keys, relay.rows).error().code ==
        Errc::unauthenticated);
  CHECK_FALSE(relay.standing.take_grant(relay.grant({}), relay.keys, relay.rows));
  REQUIRE(relay.standing.take_grant(relay.grant({3}), relay.keys, relay.rows));
  grant = relay.grant({3});
  grant.coalition = CoalitionId{CoalitionId::Array{8}};
  CHECK(relay.standing.take_grant(grant, relay.keys, relay.rows).error().code == Errc::conflict);
}

TEST_CASE("coalition, keys and listed relays come back after a restart without any command") {
  Relay relay;
  REQUIRE(relay.standing.take_grant(relay.grant({3}), relay.keys, relay.rows));
  REQUIRE(relay.standing.take_list(relay.list({5, 4, 3}), relay.keys, relay.rows));
  const Standing again{true, relay.keys, relay.kept()};
  CHECK(again.coalition() == coalition);
  CHECK(tags(again) == std::vector{tag(5), tag(4), tag(3)});
  CHECK(again.keys()[1].number == 4);
  CHECK(again.is_listed(relay.keys.key()));
}

TEST_CASE("a relay takes a list of its own authority, or of one that follows by handovers") {
  Relay relay;
  REQUIRE(relay.standing.take_grant(relay.grant({3}), relay.keys, relay.rows));
  const Bytes next_seed(32, 78);
  CHECK(relay.standing.take_list(relay.list({5}, next_seed), relay.keys, relay.rows).error().code ==
        Errc::not_allowed);
  MeshList list = relay.list({5});
  list.handovers = {make_handover(coalition, authority_seed, crypto::sign_public_key(next_seed))};
  list = wire::sign_mesh_list(list, next_seed);
  REQUIRE(relay.standing.take_list(list, relay.keys, relay.rows));
  CHECK(relay.standing.take_list(relay.list({6}, next_seed), relay.keys, relay.rows));
  CHECK_FALSE(relay.standing.take_list(relay.list({7}), relay.keys, relay.rows));
}

TEST_CASE("a list with a broken signature or of another coalition changes nothing") {
  Relay relay;
  REQUIRE(relay.standing.take_grant(relay.grant({3}), relay.keys, relay.rows));
  MeshList list = relay.list({5});
  list.seq += 1;
  CHECK_FALSE(relay.standing.take_list(list, relay.keys, relay.rows));
  list = relay.list({5});
  list.coalition = CoalitionId{CoalitionId::Array{8}};
  CHECK_FALSE(
      relay.standing.take_list(wire::sign_mesh_list(list, authority_seed), relay.keys, relay.rows));
  CHECK(tags(relay.standing) == std::vector{tag(3)});
}

TEST_CASE("a relay without a box of its own holds no key any more, also after a restart") {
  Relay relay;
  REQUIRE(relay.standing.take_grant(relay.grant({3}), relay.keys, relay.rows));
  REQUIRE(relay.standing.take_list(relay.list({}), relay.keys, relay.rows));
  CHECK(relay.standing.keys().empty());
  const Standing again{true, relay.keys, relay.kept()};
  CHECK(again.keys().empty());
  CHECK(again.coalition() == coalition);
}

TEST_CASE("a member learns who is listed, and holds the keys it was given") {
  tests::SeededRandom random{3};
  Rows rows;
  const OwnKeys keys{random, false, Snapshot{}, rows};
  Standing standing{false, keys, Snapshot{}};
  Relay relay;
  CHECK_FALSE(standing.take_list(relay.list({1}), keys, rows));
  standing.set_coalition(coalition);
  std::vector<LinkCredential> credentials;
  for (std::uint8_t which = 9; which > 1; --which)
    credentials.push_back({which, LinkMaterial::copy_of(Bytes(32, which))});
  standing.set_keys(std::move(credentials), keys);
  CHECK(standing.keys().size() == 6);
  REQUIRE(standing.take_list(relay.list({1}), keys, rows));
  CHECK(standing.is_listed(relay.keys.key()));
  CHECK(standing.keys().size() == 6);
  standing.pin(relay.keys.key());
  CHECK(standing.is_pinned(relay.keys.key()));
  standing.unpin(relay.keys.key());
  CHECK_FALSE(standing.is_pinned(relay.keys.key()));
}

TEST_CASE("a box for the next grant key opens like one for the present one") {
  Relay relay;
  REQUIRE(relay.standing.take_grant(relay.grant({1}), relay.keys, relay.rows));
  const Listening& next = relay.keys.make_next(relay.rows);
  Bytes plain(96);
  std::fill_n(plain.begin(), 32, std::uint8_t{2});
  const auto grant_key = crypto::agree_public_key(next.grant.reveal());
  const Bytes box = *crypto::sealed_box_seal(relay.random, grant_key, plain);
  const auto holds = [&](std::uint8_t which) {
    return relay.standing.find(mesh_tag(Bytes(32, which))) != nullptr;
  };
  MeshList list;
  list.coalition = coalition;
  list.number = 2;
  list.relays.push_back({next.key, {}, {}, box});
  list = wire::sign_mesh_list(std::move(list), authority_seed);
  REQUIRE(relay.standing.take_list(list, relay.keys, relay.rows));
  CHECK(holds(2));
  CHECK(relay.standing.is_listed(next.key));
  REQUIRE(relay.standing.take_grant(relay.grant({1}), relay.keys, relay.rows));
  CHECK_FALSE(holds(2));
  const RelayGrant anew{coalition, crypto::sign_public_key(authority_seed), box};
  REQUIRE(relay.standing.take_grant(anew, relay.keys, relay.rows));
  CHECK(holds(2));
}

}  // namespace tocsin::link
