#include "core/gossip/pull.h"

#include "core/gossip/holdings.h"
#include "core/model/limits/gossip.h"
#include "tests/core/gossip/numbered.h"
#include "tests/support/catch.hpp"
#include "tests/support/gossip_net.h"

namespace tocsin::gossip {
namespace {

constexpr LinkId ana_link{1};
constexpr LinkId bo_link{2};

}  // namespace

TEST_CASE("what was only announced is asked for after two seconds, of who announced it first") {
  Missing missing{10};
  CHECK(!missing.announced(7, ana_link, HaveKind::stored, outset));
  CHECK(!missing.announced(7, bo_link, HaveKind::stored, outset));
  CHECK(missing.due(after(Millis{1'999})).empty());
  const auto asks = missing.due(after(Millis{2'000}));
  REQUIRE(asks.size() == 1);
  CHECK(asks[0].id == 7);
  CHECK(asks[0].link == ana_link);
  CHECK(missing.due(after(Seconds{60})).empty());  // a link's own silence covers the rest
  CHECK(!missing.next_due().has_value());
}

TEST_CASE("a call and what a sync finds are asked for at once") {
  Missing missing{10};
  const auto kind = GENERATE(HaveKind::call, HaveKind::sync, HaveKind::bulk);
  const auto ask = missing.announced(7, ana_link, kind, outset);
  REQUIRE(ask.has_value());
  CHECK(ask->link == ana_link);
  CHECK(!missing.announced(7, bo_link, kind, outset));  // asked already
}

TEST_CASE("an announcement as call hastens one that was waiting, and its holder is asked") {
  Missing missing{10};
  CHECK(!missing.announced(7, ana_link, HaveKind::stored, outset));
  const auto ask = missing.announced(7, bo_link, HaveKind::call, outset);
  REQUIRE(ask.has_value());
  CHECK(ask->link == bo_link);  // ana's copy may have no stamp
}

TEST_CASE("who has it no more is followed by the next announcer, and then by nobody") {
  Missing missing{10};
  missing.announced(7, ana_link, HaveKind::sync, outset);
  missing.announced(7, bo_link, HaveKind::stored, outset);
  const auto next = missing.not_from(7, ana_link, outset);
  REQUIRE(next.has_value());
  CHECK(next->link == bo_link);
  CHECK(!missing.not_from(7, bo_link, outset));
  CHECK(missing.size() == 0);
}

TEST_CASE("a call is asked of the next after two seconds of silence") {
  Missing missing{10};
  missing.announced(7, ana_link, HaveKind::call, outset);
  missing.announced(7, bo_link, HaveKind::call, outset);
  const auto asks = missing.due(after(Seconds{2}));
  REQUIRE(asks.size() == 1);
  CHECK(asks[0].link == bo_link);
  CHECK(missing.due(after(Seconds{4})).empty());
  CHECK(missing.size() == 0);
}

TEST_CASE("a link that is gone is asked for nothing and announces nothing") {
  Missing missing{10};
  missing.announced(7, ana_link, HaveKind::sync, outset);
  missing.announced(7, bo_link, HaveKind::sync, outset);
  missing.announced(8, ana_link, HaveKind::stored, outset);
  const auto asks = missing.forget(ana_link, outset);
  REQUIRE(asks.size() == 1);
  CHECK(asks[0].id == 7);
  CHECK(asks[0].link == bo_link);
  CHECK(missing.size() == 1);
}

TEST_CASE("when it comes, all who announced it are known to hold it") {
  Missing missing{10};
  missing.announced(7, ana_link, HaveKind::stored, outset);
  missing.announced(7, bo_link, HaveKind::call, outset);
  const auto announcers = missing.take(7);
  REQUIRE(announcers.size() == 2);
  CHECK(!announcers[0].is_call);
  CHECK(announcers[1].is_call);
  CHECK(missing.take(7).empty());
  CHECK(!missing.next_due().has_value());
}

TEST_CASE("an announce flood is bounded in ids and in announcers", "[P5]") {
  Missing missing{3};
  for (ShortId id = 0; id < 10; ++id) missing.announced(id, ana_link, HaveKind::stored, outset);
  CHECK(missing.size() == 3);
  for (std::uint64_t link = 10; link < 40; ++link)
    missing.announced(0, LinkId{link}, HaveKind::stored, outset);
  CHECK(missing.take(0).size() == limits::announcers_max);
}

TEST_CASE("who announces and does not deliver is passed over after ten seconds") {
  tests::GossipNet net{31};
  net.add_node();
  net.list_everybody();
  const LinkId liar = net.open_stranger(0, PeerRole::member, std::nullopt);
  const LinkId honest = net.open_stranger(0, PeerRole::member, std::nullopt);
  for (const LinkId link : {liar, honest}) net.say(0, link, Hello{1, 0, {1}, 1, 1, 0});
  const auto hello = std::get<Hello>(net.take_heard(liar).front());
  const Envelope envelope = tests::make_envelope(net.options(1), net.random());
  const ShortId id = short_id(hello.id_key, envelope.id());
  net.take_heard(honest);
  net.say(0, liar, Have{HaveKind::stored, {id}});
  net.say(0, honest, Have{HaveKind::stored, {id}});
  net.run_for(Seconds{3});
  CHECK(net.take_heard(liar) == std::vector<Frame>{Want{0, {id}}});
  CHECK(net.take_heard(honest).empty());
  net.run_for(Seconds{10});
  CHECK(net.take_heard(honest) == std::vector<Frame>{Want{0, {id}}});
  net.say(0, honest, Push{std::nullopt, to_bytes(envelope.bytes())});
  CHECK(net.has(0, envelope.id()));
}

TEST_CASE("what we do not have, and what is not for a guest, is answered with GONE") {
  tests::GossipNet net{32};
  net.add_node();
  net.list_everybody();
  const LinkId link = net.open_stranger(0, PeerRole::member, std::nullopt);
  net.say(0, link, Hello{1, 0, {1}, 1, 1, 0});
  net.take_heard(link);
  net.say(0, link, Want{0, {5, 6}});
  CHECK(net.take_heard(link) == std::vector<Frame>{Gone{{5, 6}}});
}

TEST_CASE("who floods envelopes faster than any budget is cut off, and memory stays bounded",
          "[P5]") {
  tests::GossipNet net{33};
  net.add_relay("choir");
  net.list_everybody();
  const LinkId link = net.open_stranger(0, PeerRole::member, std::nullopt);
  net.say(0, link, Hello{1, 0, {1}, 1, 1, 0});
  net.take_heard(link);
  bool is_closed = false;
  std::size_t said = 0;
  tests::SeededRandom random{1};
  const Bytes body = to_bytes(tests::make_envelope(net.options(6), random).bytes());
  for (; said < 1000 && !is_closed; ++said) {
    net.say(0, link, Push{std::nullopt, body});
    for (const Frame& frame : net.take_heard(link))
      is_closed = is_closed || std::holds_alternative<Bye>(frame);
  }
  CHECK(is_closed);
  // The burst of a link and what may wait, no more.
  CHECK(said <= (limits::link_bytes.burst + limits::waiting_link_bytes_max) / body.size() + 2);
}

TEST_CASE("an envelope that is none closes the link") {
  tests::GossipNet net{34};
  net.add_relay("choir");
  net.list_everybody();
  const LinkId link = net.open_stranger(0, PeerRole::member, std::nullopt);
  net.take_heard(link);
  net.say(0, link, Push{std::nullopt, Bytes(513)});
  CHECK(net.take_heard(link) == std::vector<Frame>{Bye{ByeReason::abuse}});
}

TEST_CASE("a call does not wait behind what its link has used up, a storm of them does") {
  tests::GossipNet net{35};
  net.add_relay("choir");
  net.list_everybody();
  const LinkId link = net.open_stranger(0, PeerRole::member, std::nullopt);
  net.say(0, link, Hello{1, 0, {1}, 1, 1, 0});
  for (std::size_t i = 0; i < limits::link_envelopes.burst + 50; ++i) {
    const Envelope normal = tests::make_envelope(net.options(0), net.random());
    net.say(0, link, Push{std::nullopt, to_bytes(normal.bytes())});
  }
  CHECK(net.store(0).envelope_count() == limits::link_envelopes.burst);
  std::vector<EnvelopeId> calls;
  for (std::size_t i = 0; i < limits::link_calls.burst + 5; ++i) {
    const Envelope call = tests::make_envelope(net.options(0), net.random());
    const auto number = static_cast<std::uint8_t>(1 + i % 4);
    calls.push_back(call.id());
    net.say(0,
            link,
            Push{tests::make_stamp(net.coalition(), call.id(), number), to_bytes(call.bytes())});
  }
  CHECK(net.has(0, calls[limits::link_calls.burst - 1]));
  CHECK(!net.has(0, calls[limits::link_calls.burst]));
  net.run_for(Seconds{60});  // slowed, not lost
  CHECK(net.has(0, calls.back()));
  CHECK(net.store(0).envelope_count() == limits::link_envelopes.burst + 50 + calls.size());
}

}  // namespace tocsin::gossip
