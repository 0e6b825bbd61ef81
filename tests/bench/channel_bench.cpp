// What a message of 512 bytes costs to seal and to open, and a seeded epoch of 100 members to make
// and to take, each as a ratio to the raw cost of what libsodium does for it, measured in the same
// run.
#include <chrono>
#include <vector>

#include <benchmark/benchmark.h>

#include "core/base/ensure.h"
#include "core/crypto/aead.h"
#include "tests/support/channel_devices.h"
#include "tests/support/channel_world.h"

namespace tocsin::tests {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begun) {
  return std::chrono::duration<double>(Clock::now() - begun).count();
}

template <class Work>
double mean_of(int rounds, Work&& work) {
  const auto begun = Clock::now();
  for (int at = 0; at < rounds; ++at) work();
  return seconds_since(begun) / rounds;
}

constexpr std::size_t message_bytes = 512;
constexpr int raw_rounds = 2'000;

// Record signature, admission signature, two AEADs.
double raw_seal() {
  SeededRandom random{1};
  const crypto::SignSeed seed = crypto::make_sign_seed(random);
  const Bytes key(32, 1);
  const Bytes message(message_bytes, 2);
  return mean_of(raw_rounds, [&] {
    benchmark::DoNotOptimize(crypto::sign(seed.reveal(), message));
    benchmark::DoNotOptimize(crypto::sign(seed.reveal(), message));
    benchmark::DoNotOptimize(crypto::xchacha_seal(key, crypto::Nonce::zero(), {}, message));
    benchmark::DoNotOptimize(crypto::xchacha_seal(key, crypto::Nonce::zero(), {}, key));
  });
}

// Admission and record verification, two AEADs.
double raw_open() {
  SeededRandom random{1};
  const crypto::SignSeed seed = crypto::make_sign_seed(random);
  const auto pub = crypto::sign_public_key(seed.reveal());
  const Bytes key(32, 1);
  const Bytes message(message_bytes, 2);
  const auto signature = crypto::sign(seed.reveal(), message);
  const Bytes sealed = crypto::xchacha_seal(key, crypto::Nonce::zero(), {}, message);
  return mean_of(raw_rounds, [&] {
    benchmark::DoNotOptimize(crypto::verify(pub, message, signature));
    benchmark::DoNotOptimize(crypto::verify(pub, message, signature));
    benchmark::DoNotOptimize(crypto::xchacha_open(key, {}, {}, sealed).has_value());
    benchmark::DoNotOptimize(crypto::xchacha_open(key, {}, {}, sealed).has_value());
  });
}

double raw_agree() {
  SeededRandom random{1};
  const crypto::AgreeKey a = crypto::make_agree_key(random);
  const auto b = crypto::agree_public_key(crypto::make_agree_key(random).reveal());
  crypto::ScratchKey<32> out;
  return mean_of(raw_rounds, [&] { ENSURE(crypto::agree(out.fill(), a.reveal(), b)); });
}

Envelope sealed_by(Founded& world, Outbox& outbox) {
  auto sent = world.ana.channels().send(
      world.assembly, RecordType::text, Bytes(message_bytes, 'a'), false, world.net.now, outbox);
  ENSURE(sent);
  return std::move(sent->second.publish.front().envelope);
}

void seal_message(benchmark::State& state) {
  const double raw = raw_seal();
  Founded world;
  double spent = 0;
  for (auto round : state) {
    static_cast<void>(round);
    Outbox outbox;
    const auto begun = Clock::now();
    benchmark::DoNotOptimize(sealed_by(world, outbox));
    spent += seconds_since(begun);
  }
  state.counters["us"] = 1e6 * spent / static_cast<double>(state.iterations());
  state.counters["raw_us"] = 1e6 * raw;
  state.counters["ratio"] = spent / static_cast<double>(state.iterations()) / raw;
}

void open_message(benchmark::State& state) {
  const double raw = raw_open();
  Founded world;
  double spent = 0;
  for (auto round : state) {
    static_cast<void>(round);
    Outbox outbox;
    const Envelope envelope = sealed_by(world, outbox);
    const auto begun = Clock::now();
    const auto out = world.bo.channels().open(envelope, world.net.now, outbox);
    const double took = seconds_since(begun);
    ENSURE(!out.events.empty());
    spent += took;
    state.SetIterationTime(took);
  }
  state.counters["us"] = 1e6 * spent / static_cast<double>(state.iterations());
  state.counters["raw_us"] = 1e6 * raw;
  state.counters["ratio"] = spent / static_cast<double>(state.iterations()) / raw;
}

struct Hundred {
  static constexpr std::size_t members = 100;
  ChannelDevices devices{1, members};
  Audience audience = devices.audience();
  std::map<DeviceId, KeysStatement> keys = devices.newest_keys();
  channel::MadeEpoch root = make(nullptr);
  channel::ParentEpoch parent{root.announcement.id(), audience, root.secrets.fwd};

  channel::MadeEpoch make(const channel::ParentEpoch* above) {
    const channel::EpochWish wish{
        devices.domain, devices.channel, View{}, audience, above, keys, {}, true, devices.day};
    return channel::create_epoch(devices.random, devices[0].keys, wish);
  }
};

void make_epoch(benchmark::State& state) {
  const double raw = raw_agree() * static_cast<double>(Hundred::members - 1);
  Hundred hundred;
  double spent = 0;
  for (auto round : state) {
    static_cast<void>(round);
    const auto begun = Clock::now();
    benchmark::DoNotOptimize(hundred.make(&hundred.parent).chunks.size());
    spent += seconds_since(begun);
  }
  state.counters["us"] = 1e6 * spent / static_cast<double>(state.iterations());
  state.counters["raw_us"] = 1e6 * raw;
  state.counters["ratio"] = spent / static_cast<double>(state.iterations()) / raw;
}

void take_epoch(benchmark::State& state) {
  // One agreement and one verification.
  const double raw = raw_agree() + raw_open() / 2;
  Hundred hundred;
  const channel::MadeEpoch made = hundred.make(&hundred.parent);
  const Offered offered{made};
  double spent = 0;
  for (auto round : state) {
    static_cast<void>(round);
    const auto begun = Clock::now();
    const auto taken = channel::accept_epoch(offered.offer(),
                                             hundred.devices.domain,
                                             hundred.audience,
                                             &hundred.parent,
                                             hundred.devices[1].keys,
                                             hundred.devices[1].prekeys.own());
    spent += seconds_since(begun);
    ENSURE(taken);
  }
  state.counters["us"] = 1e6 * spent / static_cast<double>(state.iterations());
  state.counters["raw_us"] = 1e6 * raw;
  state.counters["ratio"] = spent / static_cast<double>(state.iterations()) / raw;
}

BENCHMARK(seal_message)->Unit(benchmark::kMicrosecond);
BENCHMARK(open_message)->UseManualTime()->Unit(benchmark::kMicrosecond);
BENCHMARK(make_epoch)->Unit(benchmark::kMicrosecond);
BENCHMARK(take_epoch)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace tocsin::tests

BENCHMARK_MAIN();
