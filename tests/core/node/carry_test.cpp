#include "core/node/carry.h"

#include "core/model/limits/node.h"
#include "tests/support/catch.hpp"
#include "tests/support/memory_store.h"

namespace tocsin {
namespace {

constexpr ChannelId assembly{ChannelId::Array{1}};
constexpr ChannelId org{ChannelId::Array{2}};

StatementId statement(std::uint32_t number) {
  const Bytes bytes = Writer{}.u32(number).zeros(28).take();
  return StatementId::from(bytes).value();
}

Instant at(int seconds) {
  return Instant{} + Seconds{seconds};
}

Carry::Load item(int due, bool is_urgent = false) {
  return Carry::Load{{1, 2, 3}, is_urgent, at(due)};
}

struct CarryDesk {
  void write() { REQUIRE((store.stage(outbox.take().writes) && store.commit())); }

  Carry restarted() {
    write();
    return Carry{store.snapshot()};
  }

  tests::MemoryStore store;
  Outbox outbox;
  Carry carry{Snapshot{}};
};

}  // namespace

TEST_CASE("what is carried comes when it is due, and wakes in time for it") {
  CarryDesk desk;
  CHECK_FALSE(desk.carry.next_wakeup().has_value());
  desk.carry.add({statement(1), org}, item(8), desk.outbox);
  desk.carry.add({statement(2), org}, item(4), desk.outbox);
  CHECK(desk.carry.next_wakeup() == at(4));
  CHECK_FALSE(desk.carry.next_due(at(3)).has_value());
  const auto due = desk.carry.next_due(at(4));
  REQUIRE(due.has_value());
  CHECK(due->first == Carry::Where{statement(2), org});
  CHECK(due->second.statement == Bytes{1, 2, 3});
}

TEST_CASE("who sees a statement in a channel carries it there no more, and no later either") {
  CarryDesk desk;
  desk.carry.add({statement(1), org}, item(0), desk.outbox);
  desk.carry.add({statement(1), assembly}, item(0), desk.outbox);
  desk.carry.seen(statement(1), org, desk.outbox);
  CHECK(desk.carry.was_seen(statement(1), org));
  CHECK_FALSE(desk.carry.was_seen(statement(1), assembly));
  CHECK(desk.carry.next_due(at(1))->first.second == assembly);
  desk.carry.seen(statement(1), assembly, desk.outbox);
  CHECK_FALSE(desk.carry.next_due(at(1)).has_value());
  desk.carry.add({statement(1), org}, item(0), desk.outbox);
  CHECK_FALSE(desk.carry.next_due(at(1)).has_value());
  CHECK_FALSE(desk.restarted().next_due(at(1)).has_value());
}

TEST_CASE("a restart carries on with what was kept, due at once") {
  CarryDesk desk;
  desk.carry.add({statement(1), org}, item(1000, true), desk.outbox);
  desk.carry.add({statement(2), assembly}, item(1000), desk.outbox);
  Carry carry = desk.restarted();
  CHECK(carry.next_wakeup() == Instant{});
  const auto urgent = carry.next_due(Instant{});
  REQUIRE(urgent.has_value());
  CHECK(urgent->first == Carry::Where{statement(1), org});
  CHECK(urgent->second.statement == Bytes{1, 2, 3});
  CHECK(urgent->second.is_urgent);
  carry.seen(statement(1), org, desk.outbox);
  const auto other = carry.next_due(Instant{});
  REQUIRE(other.has_value());
  CHECK(other->first == Carry::Where{statement(2), assembly});
  CHECK_FALSE(other->second.is_urgent);
}

TEST_CASE("of two due times for the same the earlier counts, and it is kept once") {
  CarryDesk desk;
  desk.carry.add({statement(1), org}, item(9), desk.outbox);
  desk.carry.add({statement(1), org}, item(5), desk.outbox);
  desk.carry.add({statement(1), org}, item(7), desk.outbox);
  CHECK(desk.carry.next_wakeup() == at(5));
  CHECK(desk.outbox.take().writes.size() == 1);
}

TEST_CASE("what could not be posted waits, and stays kept") {
  CarryDesk desk;
  desk.carry.add({statement(1), org}, item(1), desk.outbox);
  desk.carry.postpone({statement(1), org}, at(60));
  desk.carry.postpone({statement(2), org}, at(0));  // nobody carries it
  CHECK(desk.carry.next_wakeup() == at(60));
  CHECK_FALSE(desk.carry.next_due(at(59)).has_value());
  CHECK(desk.restarted().next_due(Instant{}).has_value());
}

TEST_CASE("at its bound it takes no more, and again when something is done") {
  CarryDesk desk;
  for (std::uint32_t i = 0; i <= limits::carried_max; ++i)
    desk.carry.add({statement(i), org}, item(1), desk.outbox);
  CHECK(desk.outbox.take().writes.size() == limits::carried_max);
  desk.carry.seen(statement(0), org, desk.outbox);
  desk.carry.add({statement(limits::carried_max), org}, item(0), desk.outbox);
  CHECK(desk.carry.next_due(at(0))->first.first == statement(limits::carried_max));
}

TEST_CASE("of too many sightings the oldest are let go") {
  CarryDesk desk;
  for (std::uint32_t i = 0; i <= limits::sightings_max; ++i)
    desk.carry.seen(statement(i), org, desk.outbox);
  CHECK_FALSE(desk.carry.was_seen(statement(0), org));
  CHECK(desk.carry.was_seen(statement(1), org));
  CHECK(desk.carry.was_seen(statement(limits::sightings_max), org));
  CHECK(desk.outbox.take().writes.empty());
}

}  // namespace tocsin
