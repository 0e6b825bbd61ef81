// What a link costs, each figure also as a ratio to the bare primitive of the same run: a machine
// that is busy or slow shows in both.
#include "core/model/limits/link.h"

#include <chrono>

#include <benchmark/benchmark.h>

#include "core/base/ensure.h"
#include "core/crypto/aead.h"
#include "core/link/admission.h"
#include "core/link/cells.h"
#include "core/link/handshake.h"
#include "tests/support/seeded_random.h"

namespace {

using tocsin::Bytes;
using tocsin::Millis;
namespace crypto = tocsin::crypto;
namespace limits = tocsin::limits;
namespace link = tocsin::link;
using Clock = std::chrono::steady_clock;

struct Ends {
  tocsin::tests::SeededRandom random{1};
  tocsin::CoalitionId coalition{random.array<32>()};
  crypto::AgreeKey ana = crypto::make_agree_key(random);
  crypto::AgreeKey bo = crypto::make_agree_key(random);
  tocsin::LinkKey bo_key{crypto::agree_public_key(bo.reveal())};
  Bytes material = Bytes(32, 3);

  void connect(link::Initiator& initiator, link::Responder& responder) {
    const auto first = *initiator.write_first({{tocsin::mesh_tag(material), material}}, random);
    const auto opened = link::open_first(first, link::Mask{bo_key});
    const auto second = responder.answer(opened, 0, material, 1, random);
    ENSURE(second.has_value());
    const auto third = initiator.answer(*second);
    ENSURE(third.has_value() && responder.finish(*third).has_value());
  }

  link::Initiator initiator() {
    return link::Initiator{{coalition, bo_key, ana.reveal(), tocsin::PeerRole::member}};
  }

  link::Responder responder() { return link::Responder{{coalition, bo_key, bo.reveal()}}; }
};

// Nanoseconds of one call, over a tenth of a second.
template <class Work>
double time_of(Work work) {
  const auto begin = Clock::now();
  std::size_t calls = 0;
  while (Clock::now() - begin < Millis{100}) {
    for (int i = 0; i < 16; ++i) work();
    calls += 16;
  }
  const std::chrono::duration<double, std::nano> spent = Clock::now() - begin;
  return spent.count() / static_cast<double>(calls);
}

double agree_ns() {
  Ends ends;
  crypto::ScratchKey<32> shared;
  return time_of(
      [&] { ENSURE(crypto::agree(shared.fill(), ends.ana.reveal(), ends.bo_key.view())); });
}

double aead_ns() {
  const Bytes key(32, 1), plain(limits::cell_plain_bytes, 2);
  std::uint64_t counter = 0;
  return time_of([&] { benchmark::DoNotOptimize(crypto::chacha_seal(key, counter++, {}, plain)); });
}

// `raw`: of one bare primitive, `per` of which the protocol needs at least.
template <class Work>
void measure(benchmark::State& state, double raw, double per, Work work) {
  const auto begin = Clock::now();
  for (auto _ : state) work();
  const std::chrono::duration<double, std::nano> spent = Clock::now() - begin;
  const double each = spent.count() / static_cast<double>(state.iterations());
  state.counters["per_second"] = 1e9 / each;
  state.counters["ratio_to_raw"] = each / (raw * per);
}

// Both ends in one program: each computes three agreements and two public keys.
void handshake(benchmark::State& state) {
  Ends ends;
  measure(state, agree_ns(), 6, [&] {
    auto initiator = ends.initiator();
    auto responder = ends.responder();
    ends.connect(initiator, responder);
  });
}

// What a stranger can make us do.
void gate_refuses(benchmark::State& state) {
  tocsin::tests::SeededRandom random{1};
  link::Rows rows;
  const link::OwnKeys keys{random, true, tocsin::Snapshot{}, rows};
  link::Standing standing{true, keys, tocsin::Snapshot{}};
  std::vector<tocsin::LinkCredential> held;
  for (std::uint32_t number = 6; number > 0; --number) {
    const Bytes material(32, static_cast<std::uint8_t>(number));
    held.push_back({number, tocsin::LinkMaterial::copy_of(material)});
  }
  standing.set_keys(std::move(held), keys);
  link::Admission admission{true};
  const auto block = random.array<limits::handshake_bytes>();
  const tocsin::Now now{tocsin::Instant{tocsin::Seconds{9}}, tocsin::wall_from_ms(1)};
  measure(state, aead_ns(), 1, [&] {
    benchmark::DoNotOptimize(admission.check(block, {1}, standing, keys, now));
  });
}

void cell_sealed(benchmark::State& state) {
  Ends ends;
  auto initiator = ends.initiator();
  auto responder = ends.responder();
  ends.connect(initiator, responder);
  link::Cells cells{initiator};
  const Bytes plain(limits::cell_plain_bytes, 1);
  measure(state, aead_ns(), 1, [&] { benchmark::DoNotOptimize(cells.seal(plain)); });
}

void cell_sealed_and_opened(benchmark::State& state) {
  Ends ends;
  auto initiator = ends.initiator();
  auto responder = ends.responder();
  ends.connect(initiator, responder);
  link::Cells ana{initiator}, bo{responder};
  const Bytes plain(limits::cell_plain_bytes, 1);
  measure(state, aead_ns(), 2, [&] { ENSURE(bo.open(ana.seal(plain)).has_value()); });
}

BENCHMARK(handshake);
BENCHMARK(gate_refuses);
BENCHMARK(cell_sealed);
BENCHMARK(cell_sealed_and_opened);

}  // namespace

BENCHMARK_MAIN();
