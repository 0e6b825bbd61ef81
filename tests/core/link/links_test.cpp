#include "core/link/links.h"

#include "tests/support/catch.hpp"
#include "tests/support/frames.h"
#include "tests/support/pair.h"

namespace tocsin::link {
namespace {

using tests::Pair;
using tests::Party;

}  // namespace

TEST_CASE("two who hold the mesh key and have pinned each other come up") {
  const auto seed = GENERATE(1, 2, 3, 4, 5);
  Pair pair{static_cast<std::uint64_t>(seed)};
  pair.dial(pair.a(), pair.b());
  pair.run();
  REQUIRE(pair.a().ups().size() == 1);
  REQUIRE(pair.b().ups().size() == 1);
  CHECK(pair.a().ups()[0].is_dialled);
  CHECK_FALSE(pair.b().ups()[0].is_dialled);
  CHECK(pair.a().ups()[0].key == pair.b().key());
  CHECK(pair.b().ups()[0].key == pair.a().key());
  CHECK(pair.b().ups()[0].role == PeerRole::member);
  CHECK(pair.a().ended().empty());
}

TEST_CASE("frames of every type arrive as they were, from either side") {
  Pair pair{6};
  pair.dial(pair.a(), pair.b());
  pair.run();
  std::vector<Frame> sent;
  for (const Frame& frame : tests::one_frame_of_each_type()) {
    const bool is_links_own =
        std::holds_alternative<AckCells>(frame) || std::holds_alternative<TicketFrame>(frame) ||
        std::holds_alternative<TicketOk>(frame) || std::holds_alternative<UnknownFrame>(frame) ||
        std::holds_alternative<Bye>(frame);
    if (is_links_own) continue;
    sent.push_back(frame);
    REQUIRE(pair.send(pair.a(), pair.a().ups()[0].link, Queue::normal, frame));
    REQUIRE(pair.send(pair.b(), pair.b().ups()[0].link, Queue::normal, frame));
  }
  pair.run();
  CHECK(pair.b().frames() == sent);
  CHECK(pair.a().frames() == sent);
}

TEST_CASE("a relay comes back after kill -9 with keys and coalition, and is dialled as before") {
  Pair pair{7};
  Party& relay = pair.add_relay();
  pair.take_list(relay, pair.list_of({&relay}));
  pair.dial(pair.a(), relay);
  pair.run();
  const LinkKey key = relay.key();
  const GrantKey grant = relay.links->relay_card().grant_key;
  relay.restart();
  CHECK(relay.key() == key);
  CHECK(relay.links->relay_card().grant_key == grant);
  CHECK(relay.links->coalition() == pair.coalition);
  pair.dial(pair.b(), relay);
  pair.run();
  CHECK(pair.b().ups().size() == 1);
}

TEST_CASE("keys made at the first start are written at the first wake, which is due at once") {
  tests::SeededRandom random{8};
  Links links{random, Role::node, Snapshot{}};
  const Now now{Instant{Seconds{5}}, wall_from_ms(1)};
  REQUIRE(links.next_wakeup());
  CHECK(*links.next_wakeup() <= now.instant);
  Outbox outbox;
  links.wake(now, outbox);
  CHECK(outbox.take().writes.size() == 1);
  CHECK_FALSE(links.next_wakeup());
}

TEST_CASE("a member node is granted nothing") {
  Pair pair{9};
  Party& relay = pair.add_relay();
  Outbox outbox;
  const auto taken = pair.a().links->take_grant(pair.grant_for(relay), outbox);
  REQUIRE_FALSE(taken);
  CHECK(taken.error().code == Errc::not_allowed);
}

TEST_CASE("what is said of links that are not there does nothing") {
  Pair pair{10};
  Outbox outbox;
  Links& links = *pair.a().links;
  const LinkId none{77};
  CHECK(links.received({none, Bytes(512)}, pair.now(), outbox).happened.empty());
  CHECK(links.sent({none}, pair.now(), outbox).happened.empty());
  CHECK(links.closed({none}, pair.now(), outbox).happened.empty());
  CHECK(links.dial_failed({DialId{9}}, pair.now(), outbox).happened.empty());
  CHECK(links.close(none, ByeReason::full, pair.now(), outbox).happened.empty());
  CHECK_FALSE(links.send({none, Queue::call, Hello{}}, pair.now(), outbox));
  CHECK(outbox.take().releases.empty());
}

TEST_CASE("a stream that stands after its dial was given up is closed") {
  Pair pair{11};
  Outbox outbox;
  pair.a().links->opened({LinkId{5}, DialId{99}}, pair.now(), outbox);
  const Effects effects = outbox.take();
  REQUIRE(effects.releases.size() == 1);
  CHECK(std::get<CloseLink>(effects.releases[0]).link == LinkId{5});
}

TEST_CASE("a link that closes under us is told once") {
  Pair pair{12};
  pair.dial(pair.a(), pair.b());
  pair.run();
  const LinkId link = pair.a().ups()[0].link;
  Outbox outbox;
  CHECK(pair.a().links->closed({link}, pair.now(), outbox).happened.size() == 1);
  CHECK(pair.a().links->closed({link}, pair.now(), outbox).happened.empty());
}

}  // namespace tocsin::link
