#include "core/gossip/holdings.h"

#include <algorithm>

#include "core/model/limits/gossip.h"
#include "tests/core/gossip/numbered.h"
#include "tests/support/catch.hpp"

namespace tocsin::gossip {
namespace {

constexpr std::uint32_t hour_now = 24 * 20'000;
const IdKey id_key{1, 2, 3};
const Route route{Route::Array{1}};

Held held(std::uint32_t expiry_hour, std::uint8_t bucket = 0) {
  return Held{route, expiry_hour, bucket};
}

}  // namespace

TEST_CASE("what is held is found by its id and by its short id") {
  Holdings holdings{id_key, {}};
  holdings.roll(hour_now);
  holdings.add(numbered_id(1), held(hour_now + 48, 2), std::nullopt);
  REQUIRE(holdings.find(numbered_id(1)) != nullptr);
  CHECK(holdings.find(numbered_id(1))->bytes() == 2048);
  CHECK(holdings.find(numbered_id(2)) == nullptr);
  REQUIRE(holdings.find_short(short_id(id_key, numbered_id(1))) != nullptr);
  CHECK(*holdings.find_short(short_id(id_key, numbered_id(1))) == numbered_id(1));
  CHECK(holdings.find_short(short_id(IdKey{9}, numbered_id(1))) == nullptr);
  CHECK(holdings.bytes() == 2048);
  holdings.remove(numbered_id(1));
  CHECK(holdings.find(numbered_id(1)) == nullptr);
  CHECK(holdings.find_short(short_id(id_key, numbered_id(1))) == nullptr);
  CHECK(holdings.bytes() == 0);
  CHECK(holdings.route_count() == 0);
  CHECK(holdings.digest().count() == 0);
}

TEST_CASE("how an envelope travels: by its stamp, else by its size") {
  Holdings holdings{id_key, {}};
  holdings.add(numbered_id(1), held(hour_now + 1, 7), Stamp{});
  holdings.add(numbered_id(2), held(hour_now + 1, limits::bulk_bucket_min), std::nullopt);
  holdings.add(numbered_id(3), held(hour_now + 1, limits::bulk_bucket_min - 1), std::nullopt);
  CHECK(holdings.travel(numbered_id(1)) == Travel::call);
  CHECK(holdings.travel(numbered_id(2)) == Travel::bulk);
  CHECK(holdings.travel(numbered_id(3)) == Travel::normal);
  holdings.raise(numbered_id(3), Stamp{});
  CHECK(holdings.travel(numbered_id(3)) == Travel::call);
  CHECK(holdings.call_count() == 2);
}

TEST_CASE("the window is from two hours ago to thirty-one days ahead") {
  CHECK(!Holdings::is_in_window(hour_now - 2, hour_now));
  CHECK(Holdings::is_in_window(hour_now - 1, hour_now));
  CHECK(Holdings::is_in_window(hour_now + 31 * 24, hour_now));
  CHECK(!Holdings::is_in_window(hour_now + 31 * 24 + 1, hour_now));
  CHECK(!Holdings::is_in_window(0xffffffff, hour_now));
  CHECK(!Holdings::is_in_window(0, hour_now));
}

TEST_CASE("expiry leaves an envelope in the index for two hours, in digest and list not at all") {
  Holdings holdings{id_key, {}};
  holdings.roll(hour_now);
  holdings.add(numbered_id(1), held(hour_now + 1), std::nullopt);
  holdings.add(numbered_id(2), held(hour_now + 30), std::nullopt);
  CHECK(holdings.digest().count() == 2);
  CHECK(holdings.unexpired().size() == 2);
  holdings.roll(hour_now + 1);
  CHECK(holdings.digest().count() == 1);
  CHECK(holdings.unexpired() == std::vector{numbered_id(2)});
  CHECK(holdings.list(hour_now / 24, 0, 10).empty());
  CHECK(holdings.find(numbered_id(1)) != nullptr);
  CHECK(holdings.expired(hour_now + 2, 10).empty());
  CHECK(holdings.expired(hour_now + 3, 10) == std::vector{numbered_id(1)});
  holdings.roll(hour_now);  // a clock set back
  CHECK(holdings.digest().count() == 2);
}

TEST_CASE("a digest after any way through time is that of who begins now") {
  Holdings walked{id_key, {}};
  std::vector<StoredEnvelope> rows;
  for (std::uint32_t i = 0; i < 200; ++i) {
    const std::uint32_t expiry = hour_now + i % 70;
    walked.add(numbered_id(i), held(expiry), std::nullopt);
    rows.push_back(StoredEnvelope{numbered_id(i), route, expiry, 0, std::nullopt});
    walked.roll(hour_now + (i * 7) % 40);
  }
  walked.roll(hour_now + 20);
  Holdings fresh{id_key, rows};
  fresh.roll(hour_now + 20);
  CHECK(walked.digest().total() == fresh.digest().total());
  CHECK(walked.digest().days() == fresh.digest().days());
}

TEST_CASE("a day is listed ascending, from any index, and to a limit") {
  Holdings holdings{id_key, {}};
  holdings.roll(hour_now);
  for (std::uint32_t i = 0; i < 10; ++i)
    holdings.add(numbered_id(i), held(hour_now + 24), std::nullopt);
  holdings.add(numbered_id(99), held(hour_now + 48), std::nullopt);
  const std::uint16_t day = (hour_now + 24) / 24;
  const auto all = holdings.list(day, 0, 100);
  CHECK(all.size() == 10);
  CHECK(std::ranges::is_sorted(all));
  auto parts = holdings.list(day, 0, 4);
  const auto rest = holdings.list(day, 4, 100);
  parts.insert(parts.end(), rest.begin(), rest.end());
  CHECK(parts == all);
  CHECK(holdings.of_day(day).size() == 10);
  CHECK(holdings.list(day + 5, 0, 10).empty());
}

TEST_CASE("what is large on a route leaves room for what is not, and files for what is large") {
  constexpr std::size_t large = 65'536;
  Holdings holdings{id_key, {}};
  std::uint32_t count = 0;
  const auto fill = [&](std::uint64_t bytes) {
    for (; count < bytes / large; ++count)
      holdings.add(numbered_id(count), held(hour_now, 7), std::nullopt);
  };
  fill(limits::route_file_bytes_max - large);
  CHECK(holdings.has_file_room(route));
  fill(limits::route_file_bytes_max);
  CHECK(!holdings.has_file_room(route));
  CHECK(holdings.has_file_room(Route{Route::Array{2}}));
  CHECK(holdings.has_route_room(route, large));
  fill(limits::route_bulk_bytes_max);
  CHECK(!holdings.has_route_room(route, large));
  CHECK(!holdings.has_route_room(route, large / 2));
  CHECK(holdings.has_route_room(route, large / 4));
}

TEST_CASE("a route has room for two thousand envelopes and sixty-four mebibytes") {
  Holdings by_count{id_key, {}};
  for (std::uint32_t i = 0; i < limits::route_envelopes_max; ++i) {
    CHECK(by_count.has_route_room(route, 512));
    by_count.add(numbered_id(i), held(hour_now), std::nullopt);
  }
  CHECK(!by_count.has_route_room(route, 512));
  CHECK(by_count.has_route_room(Route{Route::Array{2}}, 512));
  by_count.remove(numbered_id(0));
  CHECK(by_count.has_route_room(route, 512));

  Holdings by_bytes{id_key, {}};
  for (std::uint32_t i = 0; i < 1024; ++i)
    by_bytes.add(numbered_id(i), held(hour_now, 7), std::nullopt);
  CHECK(!by_bytes.has_route_room(route, 512));
}

TEST_CASE("disk room: bulk goes first, then normal, calls never") {
  Holdings holdings{id_key, {}};
  CHECK(holdings.has_disk_room(Travel::bulk));  // nobody has told
  holdings.set_free_bytes(limits::bulk_floor_bytes);
  CHECK(holdings.has_disk_room(Travel::bulk));
  holdings.add(numbered_id(1), held(hour_now), std::nullopt);  // what came since counts
  CHECK(!holdings.has_disk_room(Travel::bulk));
  CHECK(holdings.has_disk_room(Travel::normal));
  holdings.set_free_bytes(limits::call_reserve_bytes - 1);
  CHECK(!holdings.has_disk_room(Travel::normal));
  holdings.set_free_bytes(0);
  CHECK(holdings.has_disk_room(Travel::call));
}

TEST_CASE("calls are told newest first, expired ones not") {
  Holdings holdings{id_key, {}};
  holdings.roll(hour_now);
  holdings.add(numbered_id(1), held(hour_now + 1), Stamp{});
  holdings.add(numbered_id(2), held(hour_now + 9), Stamp{});
  holdings.add(numbered_id(3), held(hour_now), Stamp{});
  holdings.add(numbered_id(4), held(hour_now + 5), std::nullopt);
  CHECK(holdings.calls_newest_first() == std::vector{numbered_id(2), numbered_id(1)});
}

}  // namespace tocsin::gossip
