#include "core/link/half_open.h"

#include "core/model/limits/link.h"
#include "tests/support/catch.hpp"

namespace tocsin::link {
namespace {

NetPrefix prefix(std::size_t number) {
  return {static_cast<std::uint8_t>(1 + number % 250), static_cast<std::uint8_t>(number / 250)};
}

struct HalfOpenDoor {
  HalfOpen half_open;
  Instant now{Seconds{100}};
  std::uint64_t next = 1;

  // Whom it closed.
  std::vector<LinkId> knock(const NetPrefix& from) {
    now += Millis{1};
    return half_open.accept(LinkId{next++}, from, now);
  }

  LinkId newest() const { return LinkId{next - 1}; }
};

}  // namespace

TEST_CASE("eight from one prefix are kept, and the ninth replaces the oldest that showed no key") {
  HalfOpenDoor door;
  for (std::size_t i = 0; i < 8; ++i) CHECK(door.knock(prefix(1)).empty());
  door.half_open.passed_gate(LinkId{1});
  CHECK(door.knock(prefix(1)) == std::vector{LinkId{2}});
  CHECK(door.knock(prefix(2)).empty());
  CHECK(door.half_open.size() == 9);
}

TEST_CASE("sixty-four onion streams are kept, as they share an address") {
  HalfOpenDoor door;
  for (std::size_t i = 0; i < 64; ++i) CHECK(door.knock(NetPrefix{}).empty());
  CHECK(door.knock(NetPrefix{}) == std::vector{LinkId{1}});
}

TEST_CASE("in a full house the newcomer's own prefix makes room first, then anybody") {
  HalfOpenDoor door;
  for (std::size_t i = 0; i < limits::half_open_max; ++i) CHECK(door.knock(prefix(i)).empty());
  CHECK(door.knock(prefix(7)) == std::vector{LinkId{8}});
  CHECK(door.knock(prefix(999)) == std::vector{LinkId{1}});
  CHECK(door.half_open.size() == limits::half_open_max);
}

TEST_CASE("who showed a key is closed only after three seconds, and else the newcomer is") {
  HalfOpenDoor door;
  for (std::uint64_t i = 1; i <= 8; ++i) {
    CHECK(door.knock(prefix(1)).empty());
    door.half_open.passed_gate(LinkId{i});
  }
  const auto closed = door.knock(prefix(1));
  CHECK(closed == std::vector{door.newest()});
  CHECK(door.half_open.size() == 8);
  door.now += limits::half_open_grace;
  CHECK(door.knock(prefix(1)) == std::vector{LinkId{1}});
}

TEST_CASE("who came up or went leaves his place free") {
  HalfOpenDoor door;
  for (std::size_t i = 0; i < 8; ++i) CHECK(door.knock(prefix(1)).empty());
  door.half_open.remove(LinkId{3});
  CHECK(door.knock(prefix(1)).empty());
}

}  // namespace tocsin::link
