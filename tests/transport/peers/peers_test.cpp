#include "transport/peers/peers.h"

#include <algorithm>
#include <vector>

#include "core/model/limits/driver.h"
#include "tests/support/catch.hpp"

namespace tocsin::peers {
namespace {

const Address loopback{AddressKind::ipv4, Bytes{127, 0, 0, 1}, 0};

// One node's links, and all it was told.
struct Side {
  explicit Side(uv::Loop& loop)
      : peers{loop, hash, [this](Event event) { told.push_back(std::move(event)); }} {}

  static NetPrefix hash(ByteView network) {
    NetPrefix prefix{};
    std::ranges::copy(network, prefix.begin());
    return prefix;
  }

  template <class What>
  const What* last() const {
    for (auto event = told.rbegin(); event != told.rend(); ++event) {
      if (const auto* found = std::get_if<What>(&*event)) return found;
    }
    return nullptr;
  }

  Bytes received() const {
    Bytes all;
    for (const Event& event : told) {
      if (const auto* some = std::get_if<BytesReceived>(&event))
        all.insert(all.end(), some->bytes.begin(), some->bytes.end());
    }
    return all;
  }

  std::vector<Event> told;
  Peers peers;
};

struct Linked {
  explicit Linked(uv::Loop& loop) : ana{loop}, bo{loop} {
    const auto at = bo.peers.listen(loopback);
    REQUIRE(at);
    address = *at;
    ana.peers.dial(DialId{7}, address);
    loop.run_until(
        [&] { return ana.last<LinkOpened>() != nullptr && bo.last<LinkOpened>() != nullptr; });
    from_ana = ana.last<LinkOpened>()->link;
    from_bo = bo.last<LinkOpened>()->link;
  }

  Side ana;
  Side bo;
  Address address;
  LinkId from_ana{};
  LinkId from_bo{};
};

TEST_CASE("a dial becomes a link at both ends, known by its number and by a hash of its network") {
  uv::Loop loop;
  const Linked both{loop};
  CHECK(both.address.port != 0);
  CHECK(std::get<DialId>(both.ana.last<LinkOpened>()->how) == DialId{7});
  CHECK(std::get<NetPrefix>(both.bo.last<LinkOpened>()->how) == NetPrefix{127, 0, 0});
}

TEST_CASE("bytes go both ways, and their sender hears when they have left") {
  uv::Loop loop;
  Linked both{loop};
  both.ana.peers.send(both.from_ana, Bytes(512, 1));
  both.bo.peers.send(both.from_bo, Bytes(512, 2));
  loop.run_until(
      [&] { return both.ana.received().size() == 512 && both.bo.received().size() == 512; });
  CHECK(both.bo.received() == Bytes(512, 1));
  CHECK(both.ana.received() == Bytes(512, 2));
  CHECK(both.ana.last<BytesSent>() != nullptr);
}

TEST_CASE("a closed link is told at both ends once, and its number finds nothing afterwards") {
  uv::Loop loop;
  Linked both{loop};
  both.ana.peers.close(both.from_ana);
  loop.run_until([&] { return both.bo.last<LinkClosed>() != nullptr; });
  both.ana.peers.close(both.from_ana);
  both.ana.peers.send(both.from_ana, Bytes{1});
  const auto is_closed = [](const Event& event) {
    return std::holds_alternative<LinkClosed>(event);
  };
  CHECK(std::ranges::count_if(both.ana.told, is_closed) == 1);
  CHECK(std::ranges::count_if(both.bo.told, is_closed) == 1);
  CHECK(both.ana.peers.links() == 0);
}

TEST_CASE("a link's number is never used again") {
  uv::Loop loop;
  Linked both{loop};
  both.ana.peers.close(both.from_ana);
  both.ana.peers.dial(DialId{8}, both.address);
  loop.run_until([&] { return both.ana.last<LinkOpened>()->link != both.from_ana; });
  CHECK(both.ana.last<LinkOpened>()->link > both.from_ana);
}

TEST_CASE("a dial that fails is told, also one that no socket here can make") {
  uv::Loop loop;
  Side ana{loop};
  Address to{AddressKind::ipv4, Bytes{127, 0, 0, 1}, 1};
  SECTION("nobody listens") {}
  SECTION("an onion address") {
    to = Address{AddressKind::onion, Bytes(32, 1), 80};
  }
  ana.peers.dial(DialId{3}, to);
  loop.run_until([&] { return ana.last<DialFailed>() != nullptr; });
  CHECK(ana.last<DialFailed>()->dial == DialId{3});
}

TEST_CASE("a link that rests reads nothing, and reads on when it may") {
  uv::Loop loop;
  Linked both{loop};
  const bool alone = GENERATE(true, false);
  const auto rest = [&](bool paused) {
    alone ? both.bo.peers.pause_reading(both.from_bo, paused) : both.bo.peers.pause_reading(paused);
  };
  rest(true);
  both.ana.peers.send(both.from_ana, Bytes(64, 1));
  loop.run_until([&] { return both.ana.last<BytesSent>() != nullptr; });
  CHECK(both.bo.received().empty());
  rest(false);
  loop.run_until([&] { return !both.bo.received().empty(); });
  CHECK(both.bo.received() == Bytes(64, 1));
}

TEST_CASE("a peer that does not read loses its link when our buffer is full") {
  uv::Loop loop;
  Linked both{loop};
  both.bo.peers.pause_reading(true);
  for (int i = 0; i < 64 && both.ana.last<LinkClosed>() == nullptr; ++i) {
    both.ana.peers.send(both.from_ana, Bytes(limits::link_unsent_bytes_max / 2, 1));
  }
  CHECK(both.ana.last<LinkClosed>() != nullptr);
}

TEST_CASE("after close_all nobody is told anything, and nobody gets in") {
  uv::Loop loop;
  Linked both{loop};
  const std::size_t told = both.bo.told.size();
  both.bo.peers.close_all();
  loop.run_until([&] { return both.ana.last<LinkClosed>() != nullptr; });
  both.ana.peers.dial(DialId{9}, both.address);
  loop.run_until([&] { return both.ana.last<DialFailed>() != nullptr; });
  CHECK(both.bo.told.size() == told);
}

}  // namespace
}  // namespace tocsin::peers
