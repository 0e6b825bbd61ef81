#include "core/gossip/upkeep.h"

#include "core/model/limits/gossip.h"
#include "tests/support/catch.hpp"
#include "tests/support/memory_store.h"

namespace tocsin::gossip {
namespace {

const WallTime noon = wall_from_ms(1'810'000'000'000);

PeerId numbered_peer(std::uint16_t number) {
  return PeerId{PeerId::Array{static_cast<std::uint8_t>(number & 0xff),
                              static_cast<std::uint8_t>(number >> 8)}};
}

// What was decided is committed, and read again as after a restart.
struct Box {
  template <class Decide>
  Upkeep after(Decide&& decide) {
    Outbox outbox;
    Upkeep upkeep{store.snapshot().of(Table::upkeep)};
    decide(upkeep, outbox);
    REQUIRE(store.stage(outbox.take().writes));
    REQUIRE(store.commit());
    return Upkeep{store.snapshot().of(Table::upkeep)};
  }

  std::size_t rows() const { return store.snapshot().of(Table::upkeep).size(); }

  tests::MemoryStore store;
};

}  // namespace

TEST_CASE("what the operator decided is there after a restart, and gone when it is taken back") {
  Box box;
  const Upkeep decided = box.after([](Upkeep& upkeep, Outbox& outbox) {
    CHECK_FALSE(upkeep.is_draining());
    CHECK_FALSE(upkeep.disk_bytes());
    upkeep.drain(noon, outbox);
    upkeep.set_disk_bytes(std::uint64_t{5} << 30, outbox);
    CHECK(upkeep.block(numbered_peer(1), {7, noon + Seconds{60}}, outbox));
  });
  CHECK(decided.draining_since() == noon);
  CHECK(decided.disk_bytes() == std::uint64_t{5} << 30);
  CHECK(decided.is_blocked(numbered_peer(1), noon));
  CHECK_FALSE(decided.is_blocked(numbered_peer(2), noon));
  const Upkeep undone = box.after([](Upkeep& upkeep, Outbox& outbox) {
    upkeep.carry_on(outbox);
    upkeep.set_disk_bytes(std::nullopt, outbox);
    CHECK(upkeep.unblock(7, outbox));
    CHECK_FALSE(upkeep.unblock(7, outbox));
  });
  CHECK_FALSE(undone.is_draining());
  CHECK_FALSE(undone.disk_bytes());
  CHECK(undone.blocks(noon).empty());
  CHECK(box.rows() == 0);
}

TEST_CASE("a relay that drains already drains since it first did") {
  Box box;
  const Upkeep twice = box.after([](Upkeep& upkeep, Outbox& outbox) {
    upkeep.drain(noon, outbox);
    upkeep.drain(noon + Seconds{3600}, outbox);
  });
  CHECK(twice.draining_since() == noon);
}

TEST_CASE("no number is given twice, not even after a restart") {
  Box box;
  std::uint64_t last = 0;
  for (int start = 0; start < 3; ++start) {
    box.after([&](Upkeep& upkeep, Outbox& outbox) {
      for (int link = 0; link < 3; ++link) {
        const std::uint64_t number = upkeep.next_number(outbox);
        CHECK(number == last + 1);
        last = number;
      }
    });
  }
}

TEST_CASE("a block ends with its time, and its trace on the disk with it") {
  Box box;
  const Upkeep kept = box.after([](Upkeep& upkeep, Outbox& outbox) {
    REQUIRE(upkeep.block(numbered_peer(1), {3, noon + Seconds{60}}, outbox));
    REQUIRE(upkeep.block(numbered_peer(2), {2, noon + Seconds{600}}, outbox));
  });
  REQUIRE(kept.blocks(noon).size() == 2);
  CHECK(kept.blocks(noon).front().number == 2);
  CHECK_FALSE(kept.is_blocked(numbered_peer(1), noon + Seconds{60}));
  CHECK(kept.blocks(noon + Seconds{60}).size() == 1);
  box.after([](Upkeep& upkeep, Outbox& outbox) { upkeep.end_blocks(noon + Seconds{60}, outbox); });
  CHECK(box.rows() == 1);
}

TEST_CASE("so many are shut out and no more, but one of them for longer") {
  Box box;
  box.after([](Upkeep& upkeep, Outbox& outbox) {
    for (std::uint16_t i = 0; i < limits::blocks_max; ++i)
      REQUIRE(upkeep.block(numbered_peer(i), {i, noon + Seconds{60}}, outbox));
    CHECK_FALSE(upkeep.block(
        numbered_peer(limits::blocks_max), {limits::blocks_max, noon + Seconds{60}}, outbox));
    CHECK(upkeep.block(numbered_peer(0), {1'000, noon + Seconds{90}}, outbox));
    CHECK(upkeep.is_blocked(numbered_peer(0), noon + Seconds{80}));
  });
}

}  // namespace tocsin::gossip
