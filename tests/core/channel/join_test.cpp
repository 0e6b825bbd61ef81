#include "core/channel/join.h"

#include "core/wire/channel_codec.h"
#include "core/wire/statement_codec.h"
#include "tests/support/catch.hpp"
#include "tests/support/channel_devices.h"
#include "tests/support/memory_store.h"

namespace tocsin::channel {
namespace {

using tests::ChannelDevices;

Invite invite_to(const ChannelDevices& devices) {
  Invite invite;
  invite.coalition = devices.domain.coalition;
  invite.secret.fill(3);
  invite.expiry_hour = 77;
  invite.inviter = DeviceId{std::array<std::uint8_t, 32>{8}};
  invite.places.push_back(Place{true,
                                LinkKey{std::array<std::uint8_t, 32>{4}},
                                Address{AddressKind::ipv4, {127, 0, 0, 1}, 9}});
  return invite;
}

struct Parts {
  std::size_t who = 0;
  std::size_t signer = 0;
  OrgId org = OrgId::zero();
  bool is_second_device = false;
};

Bytes request(ChannelDevices& devices, const Invite& invite, Parts parts = {}) {
  const IdentityKeys& me = devices[parts.who].keys;
  const Bytes body = wire::encode(DeviceStatement{me.id, me.device, parts.org, "eli"});
  const Statement device =
      sign_statement(devices.domain, StatementType::device, me.id, body, me.idk.reveal());
  const JoinStatement join{me.id,
                           wire::encode(device),
                           devices[parts.who].prekeys.newest_own()->statement,
                           invite.inviter,
                           invite_tag(invite),
                           parts.is_second_device};
  return wire::encode(sign_statement(devices.domain,
                                     StatementType::join,
                                     me.id,
                                     wire::encode(join),
                                     devices[parts.signer].keys.idk.reveal()));
}

}  // namespace

TEST_CASE("a request holds if the device signed itself, its keys and this invite") {
  ChannelDevices devices{71, 2};
  const Invite invite = invite_to(devices);
  const auto read = read_request(request(devices, invite), invite, Mode::actual);
  REQUIRE(read);
  CHECK(read->device == devices[0].keys.id);
  CHECK(read->person == "eli");
  // The signature is the one that a roll entry quotes: of the device statement, with no org.
  const Bytes body = wire::encode(DeviceStatement{read->device, read->keys, OrgId::zero(), "eli"});
  CHECK(crypto::verify(
      read->keys.idk, signature_input(devices.domain, "device", body), read->device_signature));
}

TEST_CASE("a request for another invite, in another mode or signed by another device is refused") {
  ChannelDevices devices{72, 2};
  const Invite invite = invite_to(devices);
  Invite other = invite;
  other.secret.fill(9);
  CHECK_FALSE(read_request(request(devices, invite), other, Mode::actual));
  CHECK_FALSE(read_request(request(devices, invite), invite, Mode::rehearsal));
  CHECK_FALSE(read_request(request(devices, invite, {0, 1, OrgId::zero()}), invite, Mode::actual));
  Invite of_another = invite;
  of_another.inviter = devices[1].keys.id;
  CHECK_FALSE(read_request(request(devices, invite), of_another, Mode::actual));
}

TEST_CASE("rows of invites come back after a restart with their state and places") {
  ChannelDevices devices{73, 1};
  tests::MemoryStore store;
  Outbox outbox;
  Joins joins{Snapshot{}};
  JoinRow& row = joins.add(JoinSide::issued, invite_to(devices), outbox);
  row.state = JoinState::asked;
  row.wrong_words = 2;
  row.request = Bytes{1, 2, 3};
  joins.keep(row, outbox);
  const Route route = row.keys.admission.route;
  REQUIRE(store.stage(outbox.take().writes));
  REQUIRE(store.commit());
  Joins again{store.snapshot()};
  REQUIRE(again.by_route(route) != nullptr);
  CHECK(again.by_route(route)->invite == invite_to(devices));
  CHECK(again.by_route(route)->state == JoinState::asked);
  CHECK(again.by_route(route)->wrong_words == 2);
  CHECK(again.by_route(route)->request == Bytes{1, 2, 3});
  CHECK(again.by_tag(invite_tag(invite_to(devices))) == again.by_route(route));
  CHECK(again.of(JoinSide::issued).size() == 1);
  CHECK(again.of(JoinSide::accepted).empty());
  again.forget(*again.by_route(route), outbox);
  CHECK(again.routes().empty());
}

TEST_CASE("a request by an invite answers no device link, and the other way round") {
  ChannelDevices devices{74, 1};
  const Invite invite = invite_to(devices);
  Invite link = invite;  // the same secret: what somebody makes of a text that is not for this
  link.role = InviteRole::second_device;
  link.person = "eli";
  const Bytes by_invite = request(devices, invite);
  const Bytes by_link = request(devices, link, {0, 0, OrgId::zero(), true});
  CHECK(read_request(by_invite, invite, Mode::actual));
  CHECK(read_request(by_link, link, Mode::actual));
  CHECK_FALSE(read_request(by_invite, link, Mode::actual));
  CHECK_FALSE(read_request(by_link, invite, Mode::actual));
}

TEST_CASE("a second device that says it is somebody else's is refused") {
  ChannelDevices devices{75, 1};
  Invite link = invite_to(devices);
  link.role = InviteRole::second_device;
  link.person = "ana";
  CHECK_FALSE(
      read_request(request(devices, link, {0, 0, OrgId::zero(), true}), link, Mode::actual));
}

TEST_CASE("the row of a device link comes back after a restart with its person") {
  ChannelDevices devices{76, 1};
  tests::MemoryStore store;
  Outbox outbox;
  Joins joins{Snapshot{}};
  Invite link = invite_to(devices);
  link.role = InviteRole::second_device;
  link.person = "eli";
  joins.add(JoinSide::issued, link, outbox);
  REQUIRE(store.stage(outbox.take().writes));
  REQUIRE(store.commit());
  Joins again{store.snapshot()};
  REQUIRE(again.by_tag(invite_tag(link)) != nullptr);
  CHECK(again.by_tag(invite_tag(link))->invite == link);
}

}  // namespace tocsin::channel
