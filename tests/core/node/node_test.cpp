// The hub as its drivers see it: events in, effects out, restarts (node.cpp).
#include "core/node/node.h"

#include <algorithm>

#include "core/crypto/init.h"
#include "tests/core/node/text_to.h"
#include "tests/support/catch.hpp"
#include "tests/support/node_net.h"

namespace tocsin::tests {
namespace {

constexpr Now start{Instant{}, WallTime{Millis{1'810'000'000'000}}};

struct Alone {
  Alone() { REQUIRE(crypto::init()); }

  SeededRandom random{1};
  MemoryStore store;
  Node node{random, store, NodeSettings{}, Snapshot{}};
};

}  // namespace

TEST_CASE("events of links that nobody knows change nothing and answer nothing") {
  Alone it;
  static_cast<void>(it.node.wake(start));
  for (Event& event : std::vector<Event>{BytesReceived{LinkId{7}, Bytes(100, 1)},
                                         BytesSent{LinkId{7}},
                                         LinkClosed{LinkId{7}},
                                         DialFailed{DialId{7}},
                                         NetworkChanged{},
                                         SpaceChanged{1'000'000'000}}) {
    const Effects effects = it.node.handle(std::move(event), start);
    CHECK(effects.writes.empty());
    CHECK(std::ranges::none_of(effects.releases, [](const Release& release) {
      return std::holds_alternative<SendBytes>(release) || std::holds_alternative<Respond>(release);
    }));
  }
}

TEST_CASE("a stranger's bytes on an accepted link close it at the latest in time") {
  Alone it;
  static_cast<void>(it.node.handle(LinkOpened{LinkId{1}, NetPrefix{}}, start));
  Effects effects =
      it.node.handle(BytesReceived{LinkId{1}, to_bytes("GET / HTTP/1.1\r\n\r\n")}, start);
  bool is_closed = false;
  Now now = start;
  for (int i = 0; i < 100 && !is_closed; ++i) {
    for (const Release& release : effects.releases) {
      if (const auto* close = std::get_if<CloseLink>(&release))
        is_closed = is_closed || close->link == LinkId{1};
      CHECK_FALSE(std::holds_alternative<SendBytes>(release));  // and learns nothing
    }
    const auto next = it.node.next_wakeup();
    if (!next) break;
    now.instant = std::max(now.instant, *next);
    effects = it.node.wake(now);
  }
  CHECK(is_closed);
}

TEST_CASE("waking early is harmless, and once all is done nothing wakes a node at once") {
  Alone it;
  static_cast<void>(it.node.wake(start));
  CHECK(it.node.next_wakeup().value_or(Instant::max()) > start.instant);
  const Effects effects = it.node.wake(start);
  CHECK(effects.writes.empty());
  CHECK(effects.releases.empty());
}

TEST_CASE("the same seed and the same events give the same bytes") {
  const auto life = [] {
    NodeNet net{5};
    const SeatIndex node = net.add();
    net.must(node, "init", Row{}.set("handle", "ana"));
    return net.must(node, "card").rows.front().bytes("bytes").value();
  };
  CHECK(life() == life());
}

TEST_CASE("who we are and what was said survive a restart") {
  NodeNet net;
  const Founders founders = found(net);
  const SeatIndex ana = founders.delegates[0];
  const SeatIndex bo = founders.delegates[1];
  net.must(ana, "send", text_to("org", "before"));
  REQUIRE(net.run_until([&] { return texts(net, bo, "org").size() == 1; }));
  const Answer card = net.must(ana, "card");
  net.restart(ana);
  net.restart(bo);
  CHECK(net.must(ana, "card") == card);
  CHECK(texts(net, ana, "org") == std::vector<std::string>{"before"});
  CHECK(texts(net, bo, "org") == std::vector<std::string>{"before"});
  net.must(bo, "send", text_to("org", "after"));
  CHECK(net.run_until([&] { return texts(net, ana, "org").size() == 2; }));
}

TEST_CASE("what was said while a machine was off reaches it when it is back") {
  NodeNet net;
  const Founders founders = found(net);
  const SeatIndex ana = founders.delegates[0];
  const SeatIndex chi = founders.delegates[5];
  net.stop(chi);
  net.must(ana, "send", text_to("assembly", "one"));
  net.run_for(Seconds{60});
  net.stop(ana);  // only the relay is left to tell it
  net.restart(chi);
  CHECK(net.run_until([&] { return texts(net, chi, "assembly").size() == 1; }));
}

TEST_CASE("what was acknowledged is sent after a crash of its author") {
  NodeNet net;
  const Founders founders = found(net);
  const SeatIndex ana = founders.delegates[0];
  const SeatIndex chi = founders.delegates[5];
  net.stop(founders.relays.front());
  net.run_for(Seconds{120});
  net.must(ana, "send", text_to("assembly", "while cut off"));
  net.restart(ana);
  net.restart(founders.relays.front());
  CHECK(net.run_until([&] { return texts(net, chi, "assembly").size() == 1; },
                      std::chrono::minutes{20}));
}

}  // namespace tocsin::tests
