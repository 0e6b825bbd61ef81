#include "core/channel/customs.h"

#include "core/model/limits/channel.h"
#include "core/wire/channel_codec.h"
#include "core/wire/statement_codec.h"
#include "tests/support/catch.hpp"
#include "tests/support/channel_world.h"

namespace tocsin::channel {
namespace {

using tests::ChannelPeer;
using tests::Founded;

ChannelPart delegates_of(const OrgId& org) {
  return ChannelPart{org, true, false, {}};
}

Statement channel_statement(const ChannelPeer& by,
                            const Founded& world,
                            std::string name,
                            std::vector<ChannelPart> parts,
                            WallTime at) {
  const IdentityKeys& keys = *const_cast<ChannelPeer&>(by).identity().keys;
  const ChannelDefinition made{keys.id, std::move(name), std::move(parts), at};
  return sign_statement(Domain{world.net.coalition, Mode::actual},
                        StatementType::channel,
                        keys.id,
                        wire::encode(made),
                        keys.idk.reveal());
}

struct Offers {
  explicit Offers(Founded& founded) : world{founded}, papers{founded.net.facts} {}

  Result<ChannelId> offer(const Statement& statement, const DeviceId& from) {
    return customs.offer(
        wire::encode(statement), statement.domain, from, world.net.now.wall, outbox);
  }

  Founded& world;
  tests::FactAudiences papers;
  Outbox outbox;
  Customs customs{Snapshot{}};
};

}  // namespace

TEST_CASE("a channel counts once papers vouch for the delegate who signed it") {
  Founded world;
  Offers offers{world};
  const Statement made = channel_statement(
      world.ana, world, "tours", {delegates_of(world.plumbers)}, world.net.now.wall);
  const auto id = offers.offer(made, world.bo.id());
  REQUIRE(id);
  CHECK(offers.customs.settle(offers.papers, offers.outbox).empty());
  CHECK(offers.customs.known().empty());
  for (const auto& [fact, told] : world.net.facts) offers.papers.known.insert(fact);
  CHECK(offers.customs.settle(offers.papers, offers.outbox).size() == 1);
  REQUIRE(offers.customs.known().size() == 1);
  CHECK(offers.customs.known().front()->definition.name == "tours");
}

TEST_CASE("a channel its author is not in, or whose signature is another's, is let go") {
  Founded world;
  Offers offers{world};
  for (const auto& [fact, told] : world.net.facts) offers.papers.known.insert(fact);
  const Statement outside =
      channel_statement(world.ana, world, "tours", {delegates_of(world.choir)}, world.net.now.wall);
  REQUIRE(offers.offer(outside, world.bo.id()));
  Statement forged = channel_statement(
      world.ana, world, "forged", {delegates_of(world.plumbers)}, world.net.now.wall);
  forged.signature[0] ^= 1U;
  REQUIRE(offers.offer(forged, world.bo.id()));
  CHECK(offers.customs.settle(offers.papers, offers.outbox).empty());
  CHECK(offers.customs.known().empty());
}

TEST_CASE("a device's offers give way to its own later ones, never to another's") {
  Founded world;
  Offers offers{world};
  const auto named = [&](std::size_t number, std::int64_t ms) {
    return channel_statement(world.ana,
                             world,
                             "tour-" + std::to_string(number),
                             {delegates_of(world.plumbers)},
                             wall_from_ms(ms));
  };
  const auto kept = offers.offer(named(99, 1), world.chi.id());
  REQUIRE(kept);
  const auto first = offers.offer(named(0, 1), world.bo.id());
  REQUIRE(first);
  for (std::size_t number = 1; number <= limits::channels_offered_max; ++number) {
    world.net.now.wall += Millis{1};
    REQUIRE(offers.offer(named(number, 1), world.bo.id()));
  }
  CHECK(offers.customs.find(*first) == nullptr);
  CHECK(offers.customs.find(*kept) != nullptr);
}

TEST_CASE("of one delegate's device sixteen channels a year count") {
  Founded world;
  Offers offers{world};
  for (const auto& [fact, told] : world.net.facts) offers.papers.known.insert(fact);
  for (std::size_t number = 0; number <= limits::channels_per_year_max; ++number) {
    const Statement made = channel_statement(world.ana,
                                             world,
                                             "tour-" + std::to_string(number),
                                             {delegates_of(world.plumbers)},
                                             world.net.now.wall + Millis{number});
    REQUIRE(offers.offer(made, world.bo.id()));
    static_cast<void>(offers.customs.settle(offers.papers, offers.outbox));
  }
  CHECK(offers.customs.known().size() == limits::channels_per_year_max);
}

TEST_CASE("what nobody vouched for in a week is let go") {
  Founded world;
  Offers offers{world};
  const auto id = offers.offer(
      channel_statement(
          world.ana, world, "tours", {delegates_of(world.plumbers)}, world.net.now.wall),
      world.bo.id());
  REQUIRE(id);
  offers.customs.expire(world.net.now.wall + Millis{limits::waiting_life_ms}, offers.outbox);
  CHECK(offers.customs.find(*id) != nullptr);
  offers.customs.expire(world.net.now.wall + Millis{limits::waiting_life_ms + 1}, offers.outbox);
  CHECK(offers.customs.find(*id) == nullptr);
}

}  // namespace tocsin::channel
