#include "core/link/budget.h"

#include "tests/support/catch.hpp"

namespace tocsin::link {
namespace {

const Instant start{Seconds{1'000}};

std::size_t taken_at(Budget& budget, const NetPrefix& prefix, Bucket* ticket, Instant now) {
  std::size_t taken = 0;
  while (budget.take(prefix, ticket, now)) ++taken;
  return taken;
}

}  // namespace

TEST_CASE("a prefix has forty handshakes at once and twenty a second after that") {
  Budget budget;
  CHECK(taken_at(budget, {1}, nullptr, start) == 40);
  CHECK(taken_at(budget, {2}, nullptr, start) == 40);
  CHECK(taken_at(budget, {1}, nullptr, start + Seconds{1}) == 20);
  CHECK(taken_at(budget, {1}, nullptr, start + Seconds{100}) == 40);
}

TEST_CASE("a ticket has ten at once and one a second, and what it refuses costs no one else") {
  Budget budget;
  Bucket ticket{limits::handshake_rate_ticket};
  CHECK(taken_at(budget, {1}, &ticket, start) == 10);
  CHECK(taken_at(budget, {1}, nullptr, start) == 30);
  CHECK(taken_at(budget, {1}, &ticket, start + Seconds{2}) == 2);
}

TEST_CASE("all together have a thousand") {
  Budget budget;
  std::size_t taken = 0;
  for (std::uint8_t i = 1; i < 100; ++i) taken += taken_at(budget, {i}, nullptr, start);
  CHECK(taken == 1'000);
}

TEST_CASE("more prefixes than may be remembered push out the one with most left") {
  Budget budget;
  const NetPrefix busy{1, 1, 1, 1};
  Instant now = start;
  CHECK(taken_at(budget, busy, nullptr, now) == 40);
  for (std::size_t i = 0; i < 2 * limits::handshake_buckets_max; ++i) {
    now += Millis{1};
    const NetPrefix other{2, static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(i >> 8), 3};
    CHECK(budget.take(other, nullptr, now));
    if (i % 16 == 0) budget.take(busy, nullptr, now);
  }
  // Had it been forgotten, it would have forty again.
  CHECK(taken_at(budget, busy, nullptr, now) < 40);
}

}  // namespace tocsin::link
