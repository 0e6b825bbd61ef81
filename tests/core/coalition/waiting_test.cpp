#include "core/coalition/waiting.h"

#include <map>
#include <vector>

#include "core/crypto/hash.h"
#include "tests/support/catch.hpp"
#include "tests/support/memory_store.h"
#include "tests/support/seeded_random.h"

namespace tocsin::tests {
namespace {

using coalition::Bearer;
using coalition::Waiting;

constexpr std::uint16_t room = 2'048;  // of small ones

StatementId numbered_id(std::uint16_t number) {
  return StatementId{crypto::blake2b_256(Writer{}.u16(number).view())};
}

Bearer bearer(std::uint8_t org, std::uint8_t device) {
  return Bearer{OrgId{OrgId::Array{org}}, DeviceId{DeviceId::Array{device}}};
}

struct Room {
  MemoryStore store;
  Outbox outbox;
  Waiting waiting{store.snapshot()};

  bool bring(std::uint16_t number, const Bearer& by, std::size_t size = 100) {
    Bytes statement = numbered_id(number).bytes();  // as in a real one, other ids are other bytes
    statement.resize(size);
    return waiting.add(numbered_id(number), std::move(statement), by, outbox).has_value();
  }

  std::size_t bring_all(std::uint16_t first, std::uint16_t count, const Bearer& by) {
    std::size_t taken = 0;
    for (std::uint16_t i = 0; i < count; ++i)
      taken += bring(static_cast<std::uint16_t>(first + i), by) ? 1U : 0U;
    return taken;
  }

  bool has_all(std::uint16_t first, std::uint16_t count) const {
    for (std::uint16_t i = 0; i < count; ++i)
      if (!waiting.contains(numbered_id(static_cast<std::uint16_t>(first + i)))) return false;
    return true;
  }
};

}  // namespace

TEST_CASE("what waits is bounded and survives a restart with who brought it") {
  Room room_of;
  CHECK(room_of.bring_all(0, 3'000, bearer(1, 1)) == room);
  REQUIRE(room_of.store.stage(room_of.outbox.take().writes).has_value());
  REQUIRE(room_of.store.commit().has_value());
  Waiting again{room_of.store.snapshot()};
  CHECK(again.all().size() == room);
  CHECK(again.all() == room_of.waiting.all());
  Outbox outbox;
  CHECK_FALSE(again.add(numbered_id(4'000), Bytes{1}, bearer(1, 1), outbox).has_value());
  CHECK(again.add(numbered_id(4'000), Bytes{1}, bearer(2, 1), outbox).has_value());
  CHECK(again.all().size() == room);
  again.forget(numbered_id(4'000), outbox);
  CHECK(again.all().size() == room - 1U);
}

TEST_CASE("large ones weigh what they are") {
  Room room_of;
  std::size_t taken = 0;
  for (std::uint16_t i = 0; i < 100; ++i) taken += room_of.bring(i, bearer(1, 1), 60'000) ? 1U : 0U;
  CHECK(taken == 69);
}

TEST_CASE("an org with many devices takes no room of another org's one") {
  Room room_of;
  for (std::uint8_t device = 0; device < 10; ++device)
    room_of.bring_all(static_cast<std::uint16_t>(device * 300), 300, bearer(1, device));
  CHECK(room_of.bring_all(10'000, 1'000, bearer(2, 1)) == 1'000);
  room_of.bring_all(20'000, 1'000, bearer(1, 77));
  CHECK(room_of.has_all(10'000, 1'000));
}

TEST_CASE("in an org no device takes another's room") {
  Room room_of;
  room_of.bring_all(0, 3'000, bearer(1, 1));
  CHECK(room_of.bring_all(10'000, 500, bearer(1, 2)) == 500);
  room_of.bring_all(20'000, 1'000, bearer(1, 1));
  CHECK(room_of.has_all(10'000, 500));
}

TEST_CASE("who brings another's statement first cannot make it give way") {
  Room room_of;
  CHECK(room_of.bring_all(10'000, 5, bearer(1, 1)) == 5);
  room_of.bring_all(0, 100, bearer(1, 1));
  CHECK(room_of.bring_all(10'000, 5, bearer(2, 1)) == 5);  // weighs on its own from now on
  room_of.bring_all(200, 3'000, bearer(1, 1));
  room_of.bring_all(20'000, 1'000, bearer(3, 1));
  CHECK(room_of.has_all(10'000, 5));
}

TEST_CASE("what is refused makes nobody give way") {
  for (std::size_t size = 10'000; size < 60'000; size += 7'001) {
    Room room_of;
    room_of.bring_all(0, room, bearer(1, 1));
    bool is_refused = false;  // at last, with room enough for a part of it alone
    for (std::uint16_t i = 10'000; i < 11'000; ++i) {
      const auto before = room_of.waiting.all();
      if (room_of.bring(i, bearer(2, 1), size)) continue;
      is_refused = true;
      REQUIRE(room_of.waiting.all() == before);
      break;
    }
    REQUIRE(is_refused);
  }
}

TEST_CASE("who brought less than a fair share of the room loses none of it, in whatever order") {
  constexpr std::uint8_t orgs = 4;
  constexpr std::size_t large = 30'000;
  constexpr std::size_t share = 4 * 1024 * 1024 / large / orgs;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    SeededRandom random{seed};
    Room room_of;
    const auto greedy = static_cast<std::uint8_t>(random.below(orgs));
    std::map<std::uint8_t, std::vector<std::uint16_t>> modest;
    for (std::uint16_t i = 0; i < 400; ++i) {
      const auto any = static_cast<std::uint8_t>(random.below(2 * orgs));
      const std::uint8_t org = any < orgs ? any : greedy;
      if (org != greedy && modest[org].size() >= share) continue;
      const bool is_taken = room_of.bring(i, bearer(org, static_cast<std::uint8_t>(i % 3)), large);
      if (org == greedy) continue;
      REQUIRE(is_taken);
      modest[org].push_back(i);
    }
    for (const auto& [org, all] : modest)
      for (const std::uint16_t number : all) REQUIRE(room_of.waiting.contains(numbered_id(number)));
  }
}

}  // namespace tocsin::tests
