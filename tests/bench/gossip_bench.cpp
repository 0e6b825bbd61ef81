// What a relay does with an envelope it has not seen: read, checked, its admission signature
// verified, handed to a store and named to its links. In memory as a ratio to the raw cost of one
// Ed25519 verification; durably, in a relay's own encrypted store and in the batches of the driver,
// as a ratio to that plus the raw cost of writing and syncing the same bytes.
#include "core/gossip/gossip.h"

#include <chrono>
#include <vector>

#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <unistd.h>

#include "core/base/ensure.h"
#include "core/crypto/init.h"
#include "core/model/limits/driver.h"
#include "core/model/statement.h"
#include "daemon/store/profile_store.h"
#include "tests/support/envelopes.h"
#include "tests/support/memory_store.h"
#include "tests/support/seeded_random.h"
#include "tests/support/temporary_directory.h"

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

void add_links(gossip::Gossip& relay, Outbox& outbox) {
  relay.set_coalition(coalition);
  for (std::uint64_t link = 1; link <= links; ++link) {
    const LinkKey key{LinkKey::Array{static_cast<std::uint8_t>(link)}};
    relay.link_up({LinkId{link}, PeerRole::relay, key, false, false, {}}, start, outbox);
    relay.heard({LinkId{link}, Hello{1, 0, {1}, 1, 0, 0}}, start, outbox);
  }
}

// Pushed by a relay, pushed on to sixteen links; a commit after every `each`. Seconds.
double ingest(gossip::Gossip& relay,
              Store& store,
              Outbox& outbox,
              const std::vector<Envelope>& all,
              std::size_t each) {
  Now now = start;
  const auto begun = Clock::now();
  for (std::size_t i = 0; i < all.size(); ++i) {
    now.instant += Millis{4};  // a link between relays takes 500 a second
    const auto out =
        relay.heard({LinkId{1}, Push{std::nullopt, to_bytes(all[i].bytes())}}, now, outbox);
    benchmark::DoNotOptimize(out.frames.size());
    ENSURE(store.stage(outbox.take().writes).has_value());
    if ((i + 1) % each == 0 || i + 1 == all.size()) ENSURE(store.commit().has_value());
  }
  return seconds_since(begun);
}

// One item: one envelope.
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
    Outbox outbox;
    add_links(relay, outbox);
    const double took = ingest(relay, store, outbox, all, 1);
    state.SetIterationTime(took);
    spent += took / static_cast<double>(batch);
    ENSURE(store.envelope_count() == batch);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(batch));
  state.counters["verifications_worth"] = spent / raw;
}

// Seconds per envelope of appending the same bytes to a file, synced as often.
double raw_disk(const TemporaryDirectory& directory,
                const std::vector<Envelope>& all,
                std::size_t each) {
  const int file =
      ::open((directory / "raw").c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
  ENSURE(file >= 0);
  const auto begun = Clock::now();
  for (std::size_t i = 0; i < all.size(); ++i) {
    const ByteView bytes = all[i].bytes();
    ENSURE(::write(file, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
    if ((i + 1) % each == 0 || i + 1 == all.size()) ENSURE(::fdatasync(file) == 0);
  }
  const double took = seconds_since(begun);
  ::close(file);
  return took / static_cast<double>(all.size());
}

// One item: one envelope, verified and committed to a relay's store on disk before it is named on.
void relay_ingest_durable(benchmark::State& state) {
  ENSURE(crypto::init().has_value());
  const auto all = envelopes(static_cast<std::uint8_t>(state.range(0)));
  const auto each = static_cast<std::size_t>(state.range(1));
  const Bytes unlock_key(32, 5);
  double raw = 0;
  double spent = 0;
  for (auto run : state) {
    static_cast<void>(run);
    const TemporaryDirectory directory;
    raw += raw_verification(all) + raw_disk(directory, all, each);
    SeededRandom random{2};
    const store::KdfParameters kdf{{1, 2, 3}, 64 * 1024, 2};
    ENSURE(store::ProfileStore::create(directory.path(), unlock_key, kdf, random).has_value());
    const auto store = store::ProfileStore::open(directory.path(), unlock_key);
    ENSURE(store.has_value());
    gossip::Gossip relay{random, **store, gossip::Role::relay, (*store)->snapshot()};
    Outbox outbox;
    add_links(relay, outbox);
    const double took = ingest(relay, **store, outbox, all, each);
    state.SetIterationTime(took);
    spent += took / static_cast<double>(batch);
    (*store)->close();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(batch));
  state.counters["raw_worth"] = spent / raw;
}

BENCHMARK(relay_ingest)
    ->ArgName("bucket")
    ->Arg(1)
    ->Arg(4)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);

BENCHMARK(relay_ingest_durable)
    ->ArgNames({"bucket", "batch"})
    ->Args({1, 1})
    ->Args({1, limits::batch_events_max})
    ->Args({4, limits::batch_events_max})
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace tocsin::tests

BENCHMARK_MAIN();
