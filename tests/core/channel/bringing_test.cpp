#include <algorithm>

#include "core/channel/channels.h"
#include "core/wire/readiness_codec.h"
#include "tests/support/catch.hpp"
#include "tests/support/channel_world.h"

namespace tocsin::channel {
namespace {

using tests::ChannelPeer;
using tests::Founded;

ChannelPart part_of(const OrgId& org, bool has_delegates, bool has_members) {
  return ChannelPart{org, has_delegates, has_members, {}};
}

Reply<ChannelId> make(Founded& world,
                      ChannelPeer& by,
                      const std::string& name,
                      std::vector<ChannelPart> parts) {
  std::ranges::sort(parts);
  Reply<ChannelId> made = refuse(Exit::bug, "E_BUG", "the machine was not asked");
  by.run([&](Channels& channels, Outbox& outbox) {
    auto reply = channels.create(name, parts, world.net.now, outbox);
    if (!reply) {
      made = tl::unexpected<Refusal>{reply.error()};
      return Out{};
    }
    made = reply->first;
    return std::move(reply->second);
  });
  world.net.deliver();
  return made;
}

// By ana, for the delegates of both orgs.
Reply<ChannelId> make_tours(Founded& world) {
  return make(world,
              world.ana,
              "tours",
              {part_of(world.plumbers, true, false), part_of(world.choir, true, false)});
}

}  // namespace

TEST_CASE("a channel of two orgs' delegates is read by these, and by nobody else") {
  Founded world;
  ChannelPeer& eve = world.net.add("eve");
  join(world, world.ana, eve, world.plumbers);
  const auto tours = make_tours(world);
  REQUIRE(tours);
  REQUIRE(world.chi.send(*tours, "we sing at noon"));
  world.net.deliver();
  for (ChannelPeer* peer : {&world.ana, &world.bo, &world.dee})
    CHECK(peer->texts(*tours) == std::vector<std::string>{"we sing at noon"});
  CHECK_FALSE(eve.channels().is_member(*tours));
  CHECK(eve.channels().named("tours").empty());
  CHECK_FALSE(eve.send(*tours, "me too"));
}

TEST_CASE("members of another org are let in by its delegates") {
  Founded world;
  ChannelPeer& eve = world.net.add("eve");
  join(world, world.chi, eve, world.choir);
  const auto all = make(world,
                        world.ana,
                        "everyone",
                        {part_of(world.plumbers, true, true), part_of(world.choir, true, true)});
  REQUIRE(all);
  for (int minute = 0; minute < 2; ++minute) {
    world.net.pass(Seconds{60});
    world.net.deliver();
  }
  REQUIRE(eve.channels().is_member(*all));
  CHECK(eve.channels().named("everyone") == std::vector{*all});
  REQUIRE(world.ana.send(*all, "to all of you"));
  world.net.deliver();
  CHECK(eve.texts(*all) == std::vector<std::string>{"to all of you"});
  REQUIRE(eve.send(*all, "heard"));
  world.net.deliver();
  CHECK(world.ana.texts(*all).back() == "heard");
}

TEST_CASE("who comes into an org later comes into its channels without anybody's doing") {
  Founded world;
  const auto ours = make(world, world.ana, "ours", {part_of(world.plumbers, true, true)});
  REQUIRE(ours);
  ChannelPeer& eve = world.net.add("eve");
  join(world, world.bo, eve, world.plumbers);
  for (int minute = 0; minute < 2; ++minute) {
    world.net.pass(Seconds{60});
    world.net.deliver();
  }
  REQUIRE(world.ana.send(*ours, "welcome"));
  world.net.deliver();
  CHECK(eve.texts(*ours) == std::vector<std::string>{"welcome"});
}

TEST_CASE("who is removed reads nothing that is written after it") {
  Founded world;
  const auto tours = make_tours(world);
  REQUIRE(tours);
  const StatementId removal = world.net.fact(true, world.dee.member(world.choir, true));
  world.ana.learn(removal);
  REQUIRE(world.ana.send(*tours, "without dee"));
  world.net.deliver();
  CHECK(world.bo.texts(*tours).size() == 1);
  CHECK(world.dee.texts(*tours).empty());
}

TEST_CASE("a named device is in a channel, and its colleagues are not") {
  Founded world;
  ChannelPeer& eve = world.net.add("eve");
  ChannelPeer& fay = world.net.add("fay");
  join(world, world.ana, eve, world.plumbers);
  join(world, world.ana, fay, world.plumbers);
  const auto list =
      make(world, world.ana, "list", {ChannelPart{world.plumbers, true, false, {eve.id()}}});
  REQUIRE(list);
  REQUIRE(world.bo.send(*list, "the list"));
  world.net.deliver();
  CHECK(eve.texts(*list).size() == 1);
  CHECK_FALSE(fay.channels().is_member(*list));
}

TEST_CASE("a channel is there again after a restart, with its keys") {
  Founded world;
  const auto tours = make_tours(world);
  REQUIRE(tours);
  for (ChannelPeer* peer : {&world.ana, &world.chi}) peer->restart();
  REQUIRE(world.chi.send(*tours, "still here"));
  world.net.deliver();
  CHECK(world.ana.texts(*tours) == std::vector<std::string>{"still here"});
  REQUIRE(world.ana.channels().definition(*tours));
  CHECK(world.ana.channels().definition(*tours)->name == "tours");
}

TEST_CASE(
    "a channel is refused that leaves its maker out, holds nobody else, or takes a name twice") {
  Founded world;
  const auto code = [](const Reply<ChannelId>& made) { return made ? "" : made.error().code; };
  CHECK(code(make(world, world.ana, "tours", {part_of(world.choir, true, false)})) ==
        "E_NOT_MEMBER");
  CHECK(code(make(world,
                  world.ana,
                  "alone",
                  {ChannelPart{world.plumbers, false, false, {world.ana.id()}}})) == "E_EMPTY");
  REQUIRE(make(world, world.ana, "tours", {part_of(world.plumbers, true, false)}));
  CHECK(code(make(world, world.bo, "tours", {part_of(world.plumbers, true, false)})) == "E_NAME");
}

TEST_CASE("two channels made apart under one name are both told, and chosen by their digits") {
  Founded world;
  world.net.cut(world.bo);
  const auto one = make(world, world.ana, "tours", {part_of(world.plumbers, true, false)});
  const auto two = make(world, world.bo, "tours", {part_of(world.plumbers, true, false)});
  REQUIRE(one);
  REQUIRE(two);
  world.net.sync();
  world.net.deliver();
  CHECK(world.ana.channels().named("tours").size() == 2);
  CHECK(world.ana.channels().named(hex_encode(one->view()).substr(0, 12)) == std::vector{*one});
}

TEST_CASE("rows of a list are posted among one org's delegates and named devices alone") {
  Founded world;
  const auto list = make(world, world.ana, "list", {part_of(world.plumbers, true, false)});
  const auto talk = make(world, world.ana, "talk", {part_of(world.plumbers, true, true)});
  const auto tours = make_tours(world);
  const auto post = [&](const ChannelId& channel) {
    std::string code;
    world.ana.run([&](Channels& channels, Outbox& outbox) {
      ListRows asking;
      asking.is_asking = true;
      auto sent = channels.send(
          channel, RecordType::list_row, wire::encode(asking), false, world.net.now, outbox);
      code = sent ? "ok" : sent.error().code;
      return sent ? std::move(sent->second) : Out{};
    });
    return code;
  };
  CHECK(post(*list) == "ok");
  for (const ChannelId& channel : {*talk, *tours, world.assembly, world.plumbers_channel})
    CHECK(post(channel) == "E_NOT_ALLOWED");
}

}  // namespace tocsin::channel
