// How long the laptops of a coalition compute from a proposal to a certificate on every one of
// them: propose, sign, report, drill, mandate, call, join. What people and links take comes on top.
// Told per laptop, as the median, the 95th of a hundred, and the slowest.
#include <algorithm>
#include <chrono>
#include <map>

#include <benchmark/benchmark.h>

#include "core/base/ensure.h"
#include "tests/support/coalition_story.h"

namespace tocsin::tests {
namespace {

using Clock = std::chrono::steady_clock;

// Per laptop, over all that arrives at it.
void propose_to_certificate(benchmark::State& state) {
  NetOptions options;
  options.orgs = static_cast<std::size_t>(state.range(0));
  std::vector<double> took;
  std::size_t arrived = 0;
  for (auto _ : state) {
    CoalitionNet net{options};
    CoalitionStory story{net};
    std::map<const CoalitionNet::Device*, double> spent;
    net.on_accept = [&](const CoalitionNet::Device& device, const std::function<void()>& accept) {
      const auto begun = Clock::now();
      accept();
      spent[&device] += std::chrono::duration<double>(Clock::now() - begun).count();
      ++arrived;
    };
    const auto begun = Clock::now();
    story.certify();
    ENSURE(story.state("choir", story.call) == "CALLED");
    state.SetIterationTime(std::chrono::duration<double>(Clock::now() - begun).count());
    for (const auto& [device, seconds] : spent) took.push_back(seconds * 1'000);
  }
  std::ranges::sort(took);
  const auto at = [&](std::size_t percent) { return took[(took.size() - 1) * percent / 100]; };
  state.counters["laptops"] = static_cast<double>(took.size());
  state.counters["arrivals"] = static_cast<double>(arrived) / static_cast<double>(took.size());
  state.counters["p50_ms"] = at(50);
  state.counters["p95_ms"] = at(95);
  state.counters["most_ms"] = took.back();
}

BENCHMARK(propose_to_certificate)
    ->Arg(5)
    ->Arg(40)
    ->ArgName("orgs")
    ->Iterations(1)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace tocsin::tests

BENCHMARK_MAIN();
