// What a costly file costs: never more signatures than it has statements, and none at all for what
// a look at the frame refuses. Counted, not timed.
#include "core/coalition/verify.h"
#include "core/wire/proof_codec.h"
#include "tests/support/catch.hpp"
#include "tests/support/retelling.h"

namespace tocsin::tests {
namespace {

using coalition::Verification;

constexpr std::size_t statements_max = 4'096;

Verification examined(const TestCoalition& test, std::vector<Statement> all) {
  const Proof proof = coalition::assemble(ProofKind::call, std::move(all)).value();
  return coalition::examine(wire::encode(proof), test.anchor());
}

void check_free(const Verification& found, Reason reason) {
  CHECK(found.verdict.outcome == Outcome::invalid);
  CHECK(found.verdict.reasons == std::vector{reason});
  CHECK(found.verified.signatures == 0);
}

// A stop by a delegate, of which there may be as many as one likes; signed by nobody.
Statement unsigned_stop(TestCoalition& test, std::size_t i) {
  Stop stop;
  stop.head = test.head(test.org("choir"), 0, founding() + Millis{static_cast<std::int64_t>(i)});
  stop.subject = StatementId{{1}};
  stop.kind = StopKind::abort;
  return Statement{
      test.domain(test.mode()), StatementType::stop, stop.head.author, wire::encode(stop), {}};
}

std::vector<Statement> with_bombs(TestCoalition& test,
                                  std::size_t count,
                                  const std::function<void(Statement&, std::size_t)>& change = {}) {
  std::vector<Statement> all = test.authority();
  for (std::size_t i = 0; all.size() < count; ++i) {
    all.push_back(unsigned_stop(test, i));
    if (change) change(all.back(), i);
  }
  return all;
}

}  // namespace

TEST_CASE("proof bomb is cheap: what the layout refuses costs no signature") {
  const TestCoalition test;
  const auto look = [&](const Bytes& bytes) { return coalition::examine(bytes, test.anchor()); };
  check_free(look(Bytes(proof_bytes_max + 1, 0)), Reason::size);
  // So many statements, it says, in a few bytes.
  Writer many;
  many.u8(static_cast<std::uint8_t>(ProofKind::call)).u16(0).u16(0xFFFF);
  check_free(look(many.take()), Reason::size);
  Writer none_there;
  none_there.u8(static_cast<std::uint8_t>(ProofKind::call)).u16(0).u16(4'096);
  check_free(look(none_there.take()), Reason::decode);
  Writer left_out;
  left_out.u8(static_cast<std::uint8_t>(ProofKind::call)).u16(0xFFFF);
  check_free(look(left_out.take()), Reason::size);
  // Four megabytes of every byte there is.
  for (const std::uint8_t byte : Bytes{0x00, 0x01, 0x04, 0x7F, 0x80, 0xFF}) {
    const Verification found = look(Bytes(proof_bytes_max, byte));
    CHECK(found.verdict.outcome == Outcome::invalid);
    CHECK(found.verified.signatures == 0);
  }
}

TEST_CASE("proof bomb is cheap: one statement four thousand times is refused by its ids") {
  TestCoalition test;
  Proof proof{ProofKind::call, {}, {}};
  proof.statements.assign(statements_max, unsigned_stop(test, 0));
  check_free(coalition::examine(wire::encode(proof), test.anchor()), Reason::decode);
}

TEST_CASE("proof bomb is cheap: strangers, other modes and coalitions are seen in the frame") {
  TestCoalition test;
  const auto bomb = [&](const std::function<void(Statement&, std::size_t)>& change) {
    return examined(test, with_bombs(test, statements_max, change));
  };
  // The one that is wrong stands among thousands of delegates'.
  check_free(bomb([](Statement& it, std::size_t i) {
               if (i == 2'000) it.author = DeviceId{{1}};
             }),
             Reason::delegate);
  check_free(bomb([](Statement& it, std::size_t) { it.domain.mode = Mode::rehearsal; }),
             Reason::mode);
  check_free(bomb([](Statement& it, std::size_t) { it.domain.coalition = CoalitionId{{9}}; }),
             Reason::coalition);
  check_free(bomb([](Statement& it, std::size_t) { it.type = StatementType::roll; }), Reason::type);
}

TEST_CASE("proof bomb is cheap: a body is parsed only once its signature is good") {
  TestCoalition test;
  // Groups within groups, as deep as a body is long: a parser's worst.
  const auto deep = [](Statement& it, std::size_t i) {
    it.body.assign(700, 0x0B);
    for (std::size_t at = 0; at < 4; ++at)
      it.body.push_back(static_cast<std::uint8_t>(i >> (8 * at)));
  };
  // E_SIG, where a parsed body would be E_DECODE.
  check_free(examined(test, with_bombs(test, statements_max, deep)), Reason::sig);
  // Signed by a delegate who wants to see us burn, it is refused as any other.
  std::vector<Statement> all = test.authority();
  const Head head = test.head(test.org("choir"), 0, founding());
  all.push_back(
      test.sign(StatementType::stop, head, Bytes(50'000, 0x0B), test.domain(test.mode())));
  CHECK(examined(test, all).verdict.reasons.front() == Reason::decode);
}

TEST_CASE("proof bomb is cheap: the first bad signature is the last that is looked at") {
  TestCoalition test;
  check_free(examined(test, with_bombs(test, statements_max)), Reason::sig);
  // After good ones, it ends there: none behind it is looked at.
  Story story = tell(test, test.mode());
  std::vector<Statement> all = story.full_certificate.statements;
  const std::size_t middle = all.size() / 2;
  all[middle].signature[0] ^= 1;
  const Verification stopped = examined(test, all);
  CHECK(stopped.verdict.reasons == std::vector{Reason::sig});
  CHECK(stopped.verified.signatures == middle);
  // The worst that is legal: every signature is good, and there are no more of them than
  // statements.
  all = story.full_certificate.statements;
  const std::size_t needed = all.size();
  while (all.size() < needed + 300) {
    Signoff more = test.signoff(test.org("bakers"), 2, story.call, founding() + 30 * day_ms);
    all.push_back(test.sign(more, test.mode()));
  }
  const Verification found = examined(test, all);
  CHECK(found.verified.signatures == all.size());
}

}  // namespace tocsin::tests
