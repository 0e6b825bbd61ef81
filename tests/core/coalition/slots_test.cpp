#include "core/coalition/slots.h"

#include "core/coalition/coalition.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_net.h"
#include "tests/support/memory_store.h"

namespace tocsin::tests {
namespace {

StatementId id_with(std::uint8_t first) {
  StatementId::Array bytes{};
  bytes[0] = first;
  return StatementId{bytes};
}

}  // namespace

TEST_CASE("numbers only rise, over restarts and above what others still hold") {
  MemoryStore store;
  Outbox outbox;
  coalition::Slots slots{store.snapshot()};
  CHECK(slots.take_seq(0, outbox) == 1);
  CHECK(slots.take_seq(0, outbox) == 2);
  CHECK(slots.take_seq(40, outbox) == 41);
  REQUIRE(store.stage(outbox.take().writes).has_value());
  REQUIRE(store.commit().has_value());
  coalition::Slots again{store.snapshot()};
  CHECK(again.take_seq(3, outbox) == 42);
}

TEST_CASE("one draft per version of a chain is ever approved, also after a restart") {
  MemoryStore store;
  Outbox outbox;
  const coalition::ChainSlot slot{StatementType::charter, id_with(1), 1};
  coalition::Slots slots{store.snapshot()};
  REQUIRE(slots.promise(slot, id_with(7), outbox).has_value());
  CHECK(slots.promise(slot, id_with(7), outbox).has_value());
  CHECK_FALSE(slots.promise(slot, id_with(8), outbox).has_value());
  REQUIRE(store.stage(outbox.take().writes).has_value());
  REQUIRE(store.commit().has_value());
  coalition::Slots again{store.snapshot()};
  CHECK(again.promised(slot) == id_with(7));
  CHECK(again.has_promised(StatementType::charter, id_with(7)));
  CHECK_FALSE(again.has_promised(StatementType::manifest, id_with(7)));
  CHECK_FALSE(again.promise(slot, id_with(8), outbox).has_value());
}

TEST_CASE("crash between promise and send") {
  for (const bool is_committed : {false, true}) {
    CAPTURE(is_committed);
    CoalitionNet net;
    CoalitionNet::Device& ana = net.of("choir");
    CoalitionNet::Device& reader = net.of("bakers");
    const auto sign = [&](std::uint8_t first, bool with_commit) {
      Outbox outbox;
      LinkKey::Array key{};
      key[0] = first;
      const RelayCard card{LinkKey{key},
                           GrantKey{GrantKey::Array{7}},
                           {Address{AddressKind::ipv4, Bytes{127, 0, 0, 1}, 4000}}};
      const auto out = ana.machine->certify_relay(card, "north", net.now(), outbox);
      REQUIRE(out.has_value());
      REQUIRE(ana.store->stage(outbox.take().writes).has_value());
      if (with_commit) REQUIRE(ana.store->commit().has_value());
      return out->posts.front().statement;
    };
    const std::size_t before = kept_by(ana).size();
    const Bytes promised = sign(1, is_committed);
    // It dies here: nothing has left.
    net.restart(ana);
    CHECK(kept_by(ana).size() == before + (is_committed ? 1U : 0U));
    const Bytes sent = sign(2, true);
    // What is on disk comes out sooner or later; what never reached it does not exist.
    REQUIRE(net.accept(reader, sent).has_value());
    if (is_committed) REQUIRE(net.accept(reader, promised).has_value());
    CHECK(net.act(reader, "evidence", Row{}, Level::read).value().empty());
  }
}

}  // namespace tocsin::tests
