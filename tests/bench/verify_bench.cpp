// What it costs to verify a call certificate of 5 and of 40 organizations with two signers each, as
// a ratio to the raw Ed25519 cost of as many signatures in the same run; and to refuse 4 MiB of
// junk. Bars (coalition.md §10): 40 organizations <= 100 ms, junk <= 50 ms.
#include "core/coalition/verify.h"

#include <chrono>

#include <benchmark/benchmark.h>

#include "core/base/ensure.h"
#include "core/crypto/sign.h"
#include "core/wire/proof_codec.h"
#include "tests/support/builders.h"
#include "tests/support/seeded_random.h"

namespace tocsin::tests {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begun) {
  return std::chrono::duration<double>(Clock::now() - begun).count();
}

double raw_verify(const std::vector<Statement>& statements, const TestCoalition& test) {
  std::map<DeviceId, crypto::SignPublicKey> keys;
  for (const TestOrg& org : test.orgs())
    for (const TestPerson& person : org.people)
      for (const TestDevice& device : person.devices) keys.emplace(device.id, device.keys.idk);
  std::vector<Bytes> inputs;
  for (const Statement& statement : statements) inputs.push_back(statement.input());
  const auto begun = Clock::now();
  for (std::size_t i = 0; i < statements.size(); ++i)
    ENSURE(crypto::verify(keys.at(statements[i].author), inputs[i], statements[i].signature));
  return seconds_since(begun);
}

void certificate(benchmark::State& state) {
  TestCoalition test{{.orgs = static_cast<std::size_t>(state.range(0))}};
  const Story story = tell(test, test.mode());
  const Bytes bytes = wire::encode(story.full_certificate);
  const coalition::Anchor anchor = test.anchor();
  double raw = 0;
  double ours = 0;
  for (auto _ : state) {
    raw += raw_verify(story.full_certificate.statements, test);
    const auto begun = Clock::now();
    ENSURE(coalition::verify(bytes, anchor).is_valid());
    const double took = seconds_since(begun);
    ours += took;
    state.SetIterationTime(took);
  }
  state.counters["signatures"] = static_cast<double>(story.full_certificate.statements.size());
  state.counters["KiB"] = static_cast<double>(bytes.size()) / 1024;
  state.counters["ratio"] = ours / raw;
}

// The costliest to refuse: the layout is good, so every id is computed.
void junk(benchmark::State& state) {
  const TestCoalition test;
  SeededRandom random{1};
  std::vector<Statement> statements;
  Bytes body(3500);
  random.fill(body);
  for (std::uint32_t i = 0; i < 1140; ++i) {
    Writer number;
    number.u32(i);
    std::ranges::copy(number.view(), body.begin());
    statements.push_back(Statement{test.domain(Mode::actual),
                                   StatementType::signoff,
                                   test.orgs()[0].people[0].devices[0].id,
                                   body,
                                   {}});
  }
  const Bytes bytes = wire::encode(coalition::assemble(ProofKind::call, statements).value());
  for (auto _ : state) ENSURE(!coalition::verify(bytes, test.anchor()).is_valid());
  state.counters["MiB"] = static_cast<double>(bytes.size()) / (1024 * 1024);
}

// As many delegates as a charter can have all approve, each at another moment, and one bearing
// organization is silent: every moment is tried, and none is enough. Bar: 1 s.
void worst_mandate(benchmark::State& state) {
  TestCoalition test{{.orgs = 64, .delegates = 16, .k = 9}};
  const WallTime at = founding() + day_ms;
  const Statement proposal = test.sign(test.proposal(at), test.mode());
  std::vector<Statement> statements = test.authority();
  statements.push_back(proposal);
  Millis later{0};
  for (const TestOrg& org : test.orgs())
    for (std::size_t person = 0; person < 16 && org.slug != "drivers"; ++person)
      statements.push_back(
          test.sign(test.signoff(org, person, proposal, at + (later += Millis{1})), test.mode()));
  const Bytes bytes = wire::encode(coalition::assemble(ProofKind::mandate, statements).value());
  for (auto _ : state) ENSURE(coalition::verify(bytes, test.anchor()).outcome == Outcome::not_met);
  state.counters["signatures"] = static_cast<double>(statements.size());
}

BENCHMARK(worst_mandate)->Unit(benchmark::kMillisecond);
BENCHMARK(certificate)->Arg(5)->Arg(40)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(junk)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace tocsin::tests

BENCHMARK_MAIN();
