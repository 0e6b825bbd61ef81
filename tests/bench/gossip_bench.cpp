// What a relay does with an envelope it has not seen: read, checked, its admission signature
// verified, handed to a store and named to its links, as a ratio to the raw cost of one Ed25519
// verification. A disk is not in it: daemon/store has its own bench.
#include "core/gossip/gossip.h"

#include <chrono>
#include <vector>

#include <benchmark/benchmark.h>

#include "core/base/ensure.h"
#include "core/model/statement.h"
#include "tests/support/envelopes.h"
#include "tests/support/memory_store.h"
#include "tests/support/seeded_random.h"

namespace tocsin::tests {
namespace {

constexpr std::size_t batch = 2'000;
constexpr std::size_t per_route = 250;
constexpr std::size_t links = 16;
const CoalitionId coalition{CoalitionId::Array{5}};
const Now start{Instant{Seconds{10}}, wall_from_ms(1'810'000'000'000)};

std::vector<Envelope> envelopes(std::uint8_t bucket) {
  SeededRandom random{1};
  std::vector<Envelope> out;
  for (std::size_t i = 0; i < batch; ++i) {
    const auto route = static_cast<std::uint8_t>(i / per_route);
    out.push_back(
        make_envelope({coalition, route, bucket, hour_of(start.wall) + 48, true}, random));
  }
  return out;
}

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begun) {
  return std::chrono::duration<double>(Clock::now() - begun).count();
}

// Seconds of one verification, measured beside what it is compared with.
double raw_verification(const std::vector<Envelope>& all) {
  const auto begun = Clock::now();
  for (const Envelope& envelope : all) ENSURE(envelope.is_admitted(coalition));
  return seconds_since(begun) / static_cast<double>(all.size());
}

// One item: one envelope pushed by a relay, stored, and pushed on to sixteen links.
void relay_ingest(benchmark::State& state) {
  const auto all = envelopes(static_cast<std::uint8_t>(state.range(0)));
  double raw = 0;
  double spent = 0;
  for (auto run : state) {
    static_cast<void>(run);
    raw += raw_verification(all);
    SeededRandom random{2};
    MemoryStore store;
    gossip::Gossip relay{random, store, gossip::Role::relay, store.snapshot()};
    relay.set_coalition(coalition);
    Outbox outbox;
    for (std::uint64_t link = 1; link <= links; ++link) {
      const LinkKey key{LinkKey::Array{static_cast<std::uint8_t>(link)}};
      relay.link_up({LinkId{link}, PeerRole::relay, key, false, false, {}}, start, outbox);
      relay.heard({LinkId{link}, Hello{1, 0, {1}, 1, 0, 0}}, start, outbox);
    }
    Now now = start;
    const auto begun = Clock::now();
    for (const Envelope& envelope : all) {
      now.instant += Millis{4};  // a link between relays takes 500 a second
      const auto out =
          relay.heard({LinkId{1}, Push{std::nullopt, to_bytes(envelope.bytes())}}, now, outbox);
      benchmark::DoNotOptimize(out.frames.size());
      ENSURE(store.stage(outbox.take().writes).has_value());
      ENSURE(store.commit().has_value());
    }
    const double took = seconds_since(begun);
    state.SetIterationTime(took);
    spent += took / static_cast<double>(batch);
    ENSURE(store.envelope_count() == batch);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(batch));
  state.counters["verifications_worth"] = spent / raw;
}

BENCHMARK(relay_ingest)
    ->ArgName("bucket")
    ->Arg(1)
    ->Arg(4)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace tocsin::tests

BENCHMARK_MAIN();
