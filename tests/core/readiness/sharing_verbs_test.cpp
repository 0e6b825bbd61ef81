#include "core/readiness/sharing.h"
#include "core/wire/readiness_codec.h"
#include "tests/core/readiness/desk.h"
#include "tests/support/catch.hpp"

namespace tocsin::readiness {
namespace {

const ChannelId list_channel{std::array<std::uint8_t, 32>{7}};

Received record_of(const Bytes& body,
                   std::uint8_t number,
                   const ChannelId& channel = list_channel) {
  return Received{channel,
                  RecordType::list_row,
                  DeviceId{std::array<std::uint8_t, 32>{9}},
                  RecordId{std::array<std::uint8_t, 32>{number}},
                  WallTime{},
                  body};
}

SharedList share(Desk& desk) {
  auto done =
      desk.run("roster share", Row{}.set("channel", Value{list_channel.bytes()}), Level::live);
  ENSURE(done.has_value() && done->shared.has_value());
  return *std::move(done->shared);
}

void give_keys(Desk& desk, std::uint64_t seed) {
  tests::SeededRandom random{seed};
  crypto::SignSeed idk = crypto::make_sign_seed(random);
  crypto::AgreeKey ltk = crypto::make_agree_key(random);
  const DeviceKeys keys{crypto::sign_public_key(idk.reveal()),
                        crypto::agree_public_key(ltk.reveal())};
  desk.identity().keys.emplace(IdentityKeys{std::move(idk), std::move(ltk), keys, device_id(keys)});
}

// Two laptops of one org, each with keys of its own.
struct TwoDesks {
  TwoDesks() {
    give_keys(ana, 11);
    give_keys(bo, 12);
  }

  Desk ana;
  Desk bo{2, 5};
};

// All that one tells, in one event of the other.
void hand_over(const SharedList& told, Desk& to, std::uint8_t from = 1) {
  std::vector<Received> records;
  for (const Bytes& body : told.bodies) records.push_back(record_of(body, from++));
  to.hear(records);
}

}  // namespace

TEST_CASE("a list that is shared is there on the other laptop, with pledges, tests and votes") {
  TwoDesks desks;
  auto& [ana, bo] = desks;
  ana.staff("m", "public/metro", 40, 30);
  REQUIRE(ana.test("public/metro", "2027-05-10", refs("m", 20)) == "ok");
  Row vote;
  vote.set("day", "2027-05-01").set("valid_until", "2027-09-01").set("method", "paper");
  REQUIRE(ana.code("vote record", vote.set("turnout_bp", 8'000).set("yes_bp", 9'000)) == "ok");
  share(bo);
  hand_over(share(ana), bo);
  bo.wake();
  CHECK(bo.rows("roster show") == ana.rows("roster show"));
  // A report of either laptop has the same counts.
  ana.now += one_day * 31;
  bo.now += one_day * 31;
  const Report one = ana.report();
  const Report two = bo.report();
  CHECK(one.cells == two.cells);
  CHECK(one.tests == two.tests);
  CHECK(one.vote == two.vote);
}

TEST_CASE("a change on one laptop is told to the other, and a pledge taken back stays so on both") {
  TwoDesks desks;
  auto& [ana, bo] = desks;
  ana.staff("m", "public/metro", 3, 2);
  share(bo);
  hand_over(share(ana), bo);
  bo.wake();
  auto revoked = bo.run("pledge revoke", row_with("worker", "m-0"));
  REQUIRE(revoked.has_value());
  REQUIRE(revoked->shared.has_value());
  hand_over(*revoked->shared, ana, 100);
  ana.wake();
  CHECK(ana.pledge("m-0") == "E_REVOKED");
  CHECK(bo.pledge("m-0") == "E_REVOKED");
}

TEST_CASE("two records of one event that begin the same list do not undo one another") {
  TwoDesks desks;
  auto& [ana, bo] = desks;
  share(ana);
  share(bo);
  ListRows first;
  first.workers.push_back(Worker{.ref = "m-0",
                                 .name = "new",
                                 .contact = {},
                                 .workplace = {"public", "metro", ""},
                                 .unit = {},
                                 .shift = {},
                                 .steward = {},
                                 .edited_at = bo.now});
  ListRows second = first;
  second.workers.front().name = "old";
  second.workers.front().edited_at -= Seconds{5};
  bo.hear({record_of(wire::encode(first), 1), record_of(wire::encode(second), 2)});
  bo.wake();
  const auto rows = bo.rows("roster list");
  REQUIRE(rows.size() == 1);
  CHECK(rows.front().text("name") == "new");
}

TEST_CASE("what came and was not merged yet survives a crash") {
  TwoDesks desks;
  auto& [ana, bo] = desks;
  ana.staff("m", "public/metro", 3, 0);
  share(bo);
  hand_over(share(ana), bo);
  bo.restart();
  bo.wake();
  CHECK(bo.rows("roster list").size() == 3);
}

TEST_CASE("who shares nothing, or in another channel, takes nothing") {
  TwoDesks desks;
  auto& [ana, bo] = desks;
  ana.staff("m", "public/metro", 3, 0);
  const SharedList told = share(ana);
  hand_over(told, bo);
  bo.wake();
  CHECK(bo.rows("roster list").empty());
  share(bo);
  bo.hear({record_of(told.bodies.back(), 9, ChannelId{std::array<std::uint8_t, 32>{8}})});
  bo.wake();
  CHECK(bo.rows("roster list").empty());
}

TEST_CASE("who begins to share is told the whole list by a laptop that has it") {
  TwoDesks desks;
  auto& [ana, bo] = desks;
  ana.staff("m", "public/metro", 3, 1);
  share(ana);
  hand_over(share(bo), ana);
  Done woken = ana.wake_up();
  for (int turn = 0; turn < 3 && !woken.shared; ++turn) woken = ana.wake_up();
  REQUIRE(woken.shared.has_value());
  hand_over(*woken.shared, bo, 50);
  bo.wake();
  CHECK(bo.rows("roster list").size() == 3);
}

TEST_CASE("names that were destroyed on a laptop do not come back from another") {
  TwoDesks desks;
  auto& [ana, bo] = desks;
  ana.staff("m", "public/metro", 3, 3);
  share(bo);
  hand_over(share(ana), bo);
  bo.wake();
  const WallTime t0 = bo.now + one_day;
  bo.around.actions = {OwnAction{StatementId{{1}}, t0, t0 + one_day}};
  bo.now = t0 + one_day + desk_charter().params.privacy.retention;
  for (int turn = 0; turn < 3; ++turn) bo.wake();
  REQUIRE(bo.rows("roster list").empty());
  hand_over(share(ana), bo, 50);
  for (int turn = 0; turn < 3; ++turn) bo.wake();
  CHECK(bo.rows("roster list").empty());
  // Nor the pledges, to a list that was imported anew.
  bo.around.actions.clear();
  bo.staff("m", "public/metro", 3, 0);
  hand_over(share(ana), bo, 90);
  for (int turn = 0; turn < 3; ++turn) bo.wake();
  REQUIRE(bo.rows("roster show").size() == 1);
  CHECK(bo.rows("roster show").front().integer("pledged") == 0);
}

TEST_CASE("sharing ends where it is said, and nothing is told any more") {
  Desk ana;
  give_keys(ana, 11);
  CHECK(code_of(ana.run("roster share", Row{}.set("off", true), Level::live)) == "E_NOT_FOUND");
  share(ana);
  REQUIRE(ana.run("roster share", Row{}.set("off", true), Level::live).has_value());
  const auto done = ana.run(
      "roster import", Row{}.set("csv", Value{to_bytes("ref,name,cell\nm-1,Mo,public/metro\n")}));
  REQUIRE(done.has_value());
  CHECK_FALSE(done->shared.has_value());
}

}  // namespace tocsin::readiness
