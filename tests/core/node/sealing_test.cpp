// A sealed node: what it holds, what it takes in, and what becomes of that (sealing.cpp).
#include <algorithm>
#include <set>

#include "tests/core/node/text_to.h"
#include "tests/support/catch.hpp"
#include "tests/support/node_net.h"

namespace tocsin::tests {
namespace {

constexpr Millis calm = std::chrono::minutes{20};

struct SealedNet {
  SealedNet() { net.run_for(calm); }

  const std::vector<KeepEnvelope>& spooled() { return net.seat(bo).spool->kept(); }

  NodeNet net;
  Founders founders = found(net);
  SeatIndex relay = founders.relays.front();
  SeatIndex ana = founders.delegates[0];
  SeatIndex bo = founders.delegates[3];
};

bool holds_piece_of(const Snapshot& snapshot, ByteView secret) {
  return std::ranges::any_of(snapshot.rows, [&](const auto& table) {
    return std::ranges::any_of(table.second, [&](const StoredRow& row) {
      return !std::ranges::search(row.value, secret).empty();
    });
  });
}

}  // namespace

TEST_CASE("a sealed node takes in what comes, and it is read when the profile is open again") {
  SealedNet it;
  it.net.seal(it.bo);
  it.net.must(it.ana, "send", text_to("assembly", "while you were away"));
  it.net.run_for(Seconds{30});
  REQUIRE(it.spooled().size() == 1);
  it.net.stop(it.relay);  // nobody else can bring it any more
  it.net.restart(it.bo);
  CHECK(texts(it.net, it.bo, "assembly") == std::vector<std::string>{"while you were away"});
}

TEST_CASE("a sealed node fetches nothing that the closed store holds") {
  SealedNet it;
  REQUIRE(it.net.seat(it.bo).store.envelope_count() > 10);
  it.net.seal(it.bo);
  it.net.run_for(calm);  // several syncs with the relay
  CHECK(it.spooled().empty());
  // It is linked all the while.
  const Answer status = it.net.must(it.bo, "status");
  REQUIRE(row_of(status, "mesh") != nullptr);
  CHECK(row_of(status, "mesh")->integer("links") == 1);
}

TEST_CASE("what a sealed node missed while its link was down comes by a sync, once") {
  SealedNet it;
  it.net.seal(it.bo);
  it.net.stop(it.relay);
  it.net.must(it.ana, "send", text_to("assembly", "nobody carried it"));
  it.net.run_for(Seconds{30});
  CHECK(it.spooled().empty());
  it.net.restart(it.relay);
  it.net.run_for(calm);
  CHECK(it.spooled().size() == 1);
}

TEST_CASE("a spool that is fed twice brings each message once") {
  SealedNet it;
  it.net.seal(it.bo);
  it.net.must(it.ana, "send", text_to("assembly", "once"));
  it.net.run_for(Seconds{30});
  const KeepEnvelope came = it.spooled().at(0);
  it.net.restart(it.bo);
  Seat& seat = it.net.seat(it.bo);
  seat.inbox.push_back(EnvelopeSpooled{came.envelope, came.stamp});
  seat.inbox.push_back(EnvelopeSpooled{came.envelope, came.stamp});
  it.net.run_for(Seconds{30});
  CHECK(texts(it.net, it.bo, "assembly") == std::vector<std::string>{"once"});
}

TEST_CASE("what is left to a sealed node is link keys, the mesh list and pinned peers") {
  SealedNet it;
  const auto left = it.net.seat(it.bo).node->sealed();
  REQUIRE(left);
  const std::set<Table> allowed{Table::link_keys, Table::mesh_list, Table::peers};
  for (const auto& [table, rows] : left->rows) CHECK(allowed.contains(table));
  CHECK(left->envelopes.empty());
  const MemoryStore& store = it.net.seat(it.bo).store;
  const Bytes list = store.value(Table::mesh_list, to_bytes("list")).value();
  const std::set<Table> secret{Table::identity, Table::mesh_keys, Table::epochs, Table::chains};
  for (const Table table : secret) {
    const auto rows = store.rows(table, {}, 1'000);
    REQUIRE_FALSE(rows.empty());
    for (const StoredRow& row : rows) {
      // Every run of 32 bytes has one of 16 whole.
      for (std::size_t at = 0; at + 16 <= row.value.size(); at += 16) {
        const ByteView piece = ByteView{row.value}.subspan(at, 16);
        const bool is_public = is_zero(piece) || !std::ranges::search(list, piece).empty();
        CHECK((is_public || !holds_piece_of(*left, piece)));
      }
    }
  }
}

TEST_CASE("a node without a coalition and a relay have nothing to be sealed with") {
  NodeNet net;
  const SeatIndex alone = net.add();
  CHECK_FALSE(net.seat(alone).node->sealed());
  net.must(alone, "init", Row{}.set("handle", "ana"));
  CHECK_FALSE(net.seat(alone).node->sealed());
  const Founders founders = found(net);
  CHECK_FALSE(net.seat(founders.relays.front()).node->sealed());
}

TEST_CASE("a sealed node is linked to its pinned peer, whichever of the two dials") {
  SealedNet it;
  const bool is_bo_listening = GENERATE(false, true);
  const SeatIndex listener = is_bo_listening ? it.bo : it.ana;
  const SeatIndex dialler = is_bo_listening ? it.ana : it.bo;
  it.net.seat(listener).settings.listen = {Address{AddressKind::ipv4, {10, 9, 9, 9}, 7000}};
  it.net.restart(listener);
  const auto card_of = [&](SeatIndex who) {
    return it.net.must(who, "peer card").rows.front().text("text").value();
  };
  it.net.must(dialler, "peer add", Row{}.set("text", card_of(listener)));
  it.net.must(listener, "peer add", Row{}.set("text", card_of(dialler)));
  it.net.run_for(calm);
  it.net.stop(it.relay);
  it.net.seal(it.bo);
  it.net.run_for(calm);
  it.net.must(it.ana, "send", text_to("assembly", "from peer to peer"));
  it.net.run_for(calm);
  CHECK(it.spooled().size() == 1);
}

}  // namespace tocsin::tests
