#include "core/link/liveness.h"

#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.h"

namespace tocsin::link {
namespace {

struct Clocked {
  tests::SeededRandom random{1};
  Instant now{Seconds{100}};
  Liveness liveness;

  explicit Clocked(Tempo tempo = {}) : liveness{tempo, random, now} {}

  void pass(Millis time) { now += time; }

  // One round: we write, the other side acknowledges after `trip`.
  void round(std::uint64_t cells, std::uint64_t total, Millis trip) {
    liveness.written(cells, true, now);
    pass(trip);
    CHECK(liveness.ack_heard(total, now));
    liveness.cell_heard(false, now);
  }
};

}  // namespace

TEST_CASE("content is acknowledged after 200 ms, or at once when 32 cells are owed") {
  Clocked one;
  one.liveness.cell_heard(true, one.now);
  CHECK_FALSE(one.liveness.is_ack_due(one.now));
  one.pass(Millis{199});
  CHECK_FALSE(one.liveness.is_ack_due(one.now));
  one.pass(Millis{1});
  CHECK(one.liveness.is_ack_due(one.now));
  CHECK(one.liveness.ack() == 1);
  CHECK_FALSE(one.liveness.is_ack_due(one.now));
  for (int i = 0; i < 31; ++i) one.liveness.cell_heard(true, one.now);
  CHECK_FALSE(one.liveness.is_ack_due(one.now));
  one.liveness.cell_heard(true, one.now);
  CHECK(one.liveness.is_ack_due(one.now));
  CHECK(one.liveness.ack() == 33);
}

TEST_CASE("an acknowledgement that answers us is owed nothing, a probe is owed one") {
  Clocked one;
  one.round(1, 1, Millis{50});
  one.pass(Seconds{1});
  CHECK_FALSE(one.liveness.is_ack_due(one.now));
  CHECK(one.liveness.ack_heard(1, one.now));
  one.liveness.cell_heard(false, one.now);
  one.pass(Seconds{1});
  CHECK(one.liveness.is_ack_due(one.now));
}

TEST_CASE("who acknowledges cells that never were is refused") {
  Clocked one;
  one.liveness.written(3, true, one.now);
  CHECK_FALSE(one.liveness.ack_heard(4, one.now));
  CHECK(one.liveness.ack_heard(3, one.now));
  CHECK(one.liveness.ack_heard(2, one.now));  // an old one says nothing
}

TEST_CASE("ten seconds of silence after a send are death, any cell is life") {
  Clocked one;
  one.liveness.written(1, true, one.now);
  one.pass(Millis{9'999});
  CHECK_FALSE(one.liveness.is_dead(one.now));
  one.liveness.cell_heard(true, one.now);
  one.pass(Millis{9'999});
  CHECK_FALSE(one.liveness.is_dead(one.now));
  one.pass(Millis{1});
  CHECK(one.liveness.is_dead(one.now));
}

TEST_CASE("over an onion forty seconds are granted") {
  Clocked one{Tempo{true, false}};
  one.liveness.written(1, true, one.now);
  one.pass(Millis{39'999});
  CHECK_FALSE(one.liveness.is_dead(one.now));
  one.pass(Millis{1});
  CHECK(one.liveness.is_dead(one.now));
}

TEST_CASE("an acknowledgement of ours expects no answer") {
  Clocked one;
  one.liveness.written(1, false, one.now);
  one.pass(Seconds{30});
  CHECK_FALSE(one.liveness.is_dead(one.now));
}

TEST_CASE("the window is 64 KiB at first and grows to 1 MiB while it is what limits") {
  Clocked one;
  std::uint64_t total = 0;
  const auto fill = [&] {
    std::uint64_t cells = 0;
    for (; one.liveness.has_window(); ++cells) one.liveness.written(1, true, one.now);
    total += cells;
    return cells * limits::cell_bytes;
  };
  CHECK(fill() == 64 * 1024);
  CHECK(one.liveness.ack_heard(total, one.now));
  CHECK(fill() == 128 * 1024);
  for (int i = 0; i < 10; ++i) {
    CHECK(one.liveness.ack_heard(total, one.now));
    fill();
  }
  CHECK(one.liveness.ack_heard(total, one.now));
  CHECK(fill() == 1024 * 1024);
}

TEST_CASE("little traffic does not widen the window") {
  Clocked one;
  for (std::uint64_t i = 1; i <= 1000; ++i) one.round(1, i, Millis{10});
  std::uint64_t cells = 0;
  for (; one.liveness.has_window(); ++cells) one.liveness.written(1, true, one.now);
  CHECK(cells == 64 * 2);
}

TEST_CASE("the retransmission time follows the round trip, between 200 ms and 3 s") {
  Clocked one;
  CHECK(one.liveness.retransmit_time() == Millis{3'000});
  for (std::uint64_t i = 1; i <= 100; ++i) one.round(1, i, Millis{1});
  CHECK(one.liveness.retransmit_time() == Millis{200});
  for (std::uint64_t i = 101; i <= 200; ++i) one.round(1, i, Millis{500});
  CHECK(one.liveness.retransmit_time() >= Millis{500});
  CHECK(one.liveness.retransmit_time() <= Millis{600});
  for (std::uint64_t i = 201; i <= 300; ++i) one.round(1, i, Seconds{9});
  CHECK(one.liveness.retransmit_time() == Millis{3'000});
}

TEST_CASE("a probe is due after a quarter more or less of 60 s, with a relay of 30 s") {
  for (const bool has_relay : {false, true}) {
    Clocked one{Tempo{false, has_relay}};
    const Millis every{has_relay ? 30'000 : 60'000};
    one.pass(every * 3 / 4 - Millis{1});
    CHECK_FALSE(one.liveness.is_probe_due(one.now));
    one.pass(every / 2 + Millis{1});
    CHECK(one.liveness.is_probe_due(one.now));
    CHECK(*one.liveness.next(false) <= one.now);
    one.liveness.written(1, true, one.now);
    CHECK_FALSE(one.liveness.is_probe_due(one.now));
  }
}

TEST_CASE("who speaks and never acknowledges is as good as dead") {
  Clocked one;
  for (std::size_t i = 0; i <= limits::unanswered_writes_max; ++i) {
    CHECK_FALSE(one.liveness.is_dead(one.now));
    one.liveness.written(1, true, one.now);
    one.liveness.cell_heard(true, one.now);
    one.pass(Millis{1});
  }
  CHECK(one.liveness.is_dead(one.now));
}

}  // namespace tocsin::link
