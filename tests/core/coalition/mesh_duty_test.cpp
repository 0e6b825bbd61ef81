#include "core/coalition/mesh_duty.h"

#include "core/crypto/agree.h"
#include "core/crypto/init.h"
#include "core/crypto/sealed_box.h"
#include "core/wire/mesh_list_codec.h"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.h"

namespace tocsin {
namespace {

struct Relay {
  crypto::AgreeKey grant_secret;
  RelayCert cert;
};

Relay make_relay(Random& random, const std::string& label) {
  crypto::AgreeKey link = crypto::make_agree_key(random);
  crypto::AgreeKey grant = crypto::make_agree_key(random);
  RelayCert cert;
  cert.link_key = LinkKey{crypto::agree_public_key(link.reveal())};
  cert.grant_key = GrantKey{crypto::agree_public_key(grant.reveal())};
  cert.label = label;
  cert.addresses = {Address{AddressKind::ipv4, {127, 0, 0, 1}, 7}};
  return Relay{std::move(grant), cert};
}

struct Maker {
  Maker() {
    REQUIRE(crypto::init());
    const crypto::SignSeed seed = crypto::make_sign_seed(random);
    MeshKeyRecord key;
    key.number = 1;
    key.secret = Bytes(32, 7);
    key.authority_seed = to_bytes(seed.reveal());
    key.authority = crypto::sign_public_key(seed.reveal());
    keys.push_back(key);
  }

  MeshList make(const MeshList* current,
                std::vector<RelayCert> relays,
                std::vector<StampKey> stamps) {
    const auto bytes = coalition::make_mesh_list(
        random, {CoalitionId{{1}}, current, 5, keys, std::move(relays), std::move(stamps)});
    REQUIRE(bytes);
    const auto list = wire::decode_mesh_list(*bytes);
    REQUIRE(list);
    return *list;
  }

  tests::SeededRandom random{3};
  std::vector<MeshKeyRecord> keys;
};

}  // namespace

TEST_CASE("a relay opens its box with its grant key and finds the link material") {
  Maker maker;
  const Relay relay = make_relay(maker.random, "box 1");
  const MeshList list = maker.make(nullptr, {relay.cert}, {});
  CHECK(list.seq == 1);
  const auto opened = crypto::sealed_box_open(relay.grant_secret.reveal(), list.relays.at(0).box);
  REQUIRE(opened);
  const MeshSecret secret = MeshSecret::copy_of(maker.keys.front().secret);
  CHECK(same_bytes(ByteView{*opened}.first(32), link_material(secret).reveal()));
  CHECK(coalition::make_grant(list, relay.cert.link_key).value().box == list.relays.at(0).box);
}

TEST_CASE("a relay whose cert has not come here keeps its place in the next list") {
  Maker maker;
  const Relay first = make_relay(maker.random, "box 1");
  const Relay second = make_relay(maker.random, "box 2");
  const MeshList before = maker.make(nullptr, {first.cert}, {});
  const MeshList after = maker.make(&before, {second.cert}, {});
  CHECK(after.seq == 2);
  REQUIRE(after.relays.size() == 2);
  CHECK(coalition::make_grant(after, first.cert.link_key).value().box == before.relays.at(0).box);
}

TEST_CASE("a relay that was dropped is a reason for a next list, and is not in it") {
  Maker maker;
  const Relay first = make_relay(maker.random, "box 1");
  const Relay second = make_relay(maker.random, "box 2");
  const MeshList before = maker.make(nullptr, {first.cert, second.cert}, {});
  const std::set<LinkKey> dropped{first.cert.link_key};
  CHECK_FALSE(coalition::is_list_due(before, {second.cert}, {}));
  CHECK(coalition::is_list_due(before, {second.cert}, {}, dropped));
  const auto bytes = coalition::make_mesh_list(
      maker.random,
      {before.coalition, &before, before.made_hour, maker.keys, {second.cert}, {}, dropped});
  REQUIRE(bytes);
  const MeshList after = wire::decode_mesh_list(*bytes).value();
  REQUIRE(after.relays.size() == 1);
  CHECK(after.relays.front().key == second.cert.link_key);
  CHECK_FALSE(coalition::is_list_due(after, {second.cert}, {}, dropped));
}

TEST_CASE("a list is due when it lacks a cert or a stamp key, and not otherwise") {
  Maker maker;
  const Relay relay = make_relay(maker.random, "box 1");
  const StampKey stamp{maker.random.array<32>()};
  const MeshList list = maker.make(nullptr, {relay.cert}, {stamp});
  CHECK_FALSE(coalition::is_list_due(list, {relay.cert}, {stamp}));
  CHECK_FALSE(coalition::is_list_due(list, {}, {}));
  CHECK(coalition::is_list_due(list, {make_relay(maker.random, "box 2").cert}, {}));
  CHECK(coalition::is_list_due(list, {}, {StampKey{maker.random.array<32>()}}));
}

TEST_CASE("stamp keys are padded to a power of two, and only a delegate's device can sign") {
  Maker maker;
  std::vector<StampKey> stamps;
  for (int i = 0; i < 5; ++i) stamps.emplace_back(maker.random.array<32>());
  CHECK(maker.make(nullptr, {}, stamps).stamps.size() == 8);
  maker.keys.front().authority_seed.clear();
  CHECK_FALSE(
      coalition::make_mesh_list(maker.random, {CoalitionId{{1}}, nullptr, 5, maker.keys, {}, {}}));
}

}  // namespace tocsin
