// Step 2 of a verification: types, modes, coalitions. tests/core/coalition/verify_test.cpp has the
// whole.
#include "core/coalition/verify_steps.h"
#include "tests/support/builders.h"
#include "tests/support/catch.hpp"

namespace tocsin {
namespace {

using coalition::Anchor;
using coalition::Complaint;
using coalition::Scanned;

const CoalitionId ours{{1}};

Statement of(StatementType type, Mode mode, CoalitionId coalition = ours) {
  return Statement{Domain{coalition, mode}, type, DeviceId{{2}}, {}, {}};
}

Complaint check(ProofKind kind, std::vector<Statement> statements, const Anchor& anchor = {ours}) {
  Scanned scanned{kind, {}, std::move(statements), {}};
  return coalition::check_domains(scanned, anchor);
}

}  // namespace

TEST_CASE("a proof without a statement misses everything") {
  CHECK(check(ProofKind::call, {}) == Reason::missing);
}

TEST_CASE("each kind of proof has its types") {
  for (const StatementType type : {StatementType::roll,
                                   StatementType::freeze,
                                   StatementType::debrief,
                                   StatementType::relay_cert,
                                   StatementType::epoch,
                                   StatementType::join})
    for (const ProofKind kind : {ProofKind::charter, ProofKind::call})
      CHECK(check(kind, {of(type, Mode::actual)}) == Reason::type);
  CHECK(check(ProofKind::charter, {of(StatementType::call, Mode::actual)}) == Reason::type);
  CHECK(check(ProofKind::call, {of(StatementType::keys, Mode::actual)}) == Reason::type);
  CHECK_FALSE(check(ProofKind::charter, {of(StatementType::keys, Mode::actual)}));
  CHECK_FALSE(check(ProofKind::call, {of(StatementType::call, Mode::actual)}));
}

TEST_CASE("what exists in the coalition's own mode only is never drilled") {
  for (const StatementType type :
       {StatementType::charter, StatementType::manifest, StatementType::report}) {
    CHECK(check(ProofKind::call, {of(type, Mode::exercise)}) == Reason::mode);
    CHECK_FALSE(check(ProofKind::call, {of(type, Mode::rehearsal)}));
  }
}

TEST_CASE("a drill's call and acks are facts of a live decision, nothing else crosses") {
  const auto live_with = [](StatementType type) {
    return check(ProofKind::mandate,
                 {of(StatementType::proposal, Mode::actual), of(type, Mode::exercise)});
  };
  CHECK_FALSE(live_with(StatementType::call));
  CHECK_FALSE(live_with(StatementType::ack));
  CHECK(live_with(StatementType::signoff) == Reason::mode);
  CHECK(live_with(StatementType::stop) == Reason::mode);
  const auto drill_with = [](StatementType type) {
    return check(ProofKind::mandate,
                 {of(StatementType::proposal, Mode::exercise), of(type, Mode::actual)});
  };
  CHECK(drill_with(StatementType::call) == Reason::mode);
  CHECK(drill_with(StatementType::ack) == Reason::mode);
  CHECK_FALSE(drill_with(StatementType::charter));
}

TEST_CASE("actual and rehearsal never stand in one proof") {
  CHECK(check(ProofKind::call,
              {of(StatementType::call, Mode::actual),
               of(StatementType::signoff, Mode::rehearsal)}) == Reason::mode);
  CHECK(check(ProofKind::call, {of(StatementType::call, Mode::rehearsal)}, {ours, Mode::actual}) ==
        Reason::mode);
}

TEST_CASE("the mode is looked at before the coalition") {
  const CoalitionId other{{9}};
  CHECK(check(ProofKind::call, {of(StatementType::call, Mode::actual, other)}) ==
        Reason::coalition);
  CHECK(check(ProofKind::call,
              {of(StatementType::call, Mode::rehearsal, other)},
              {ours, Mode::actual}) == Reason::mode);
}

TEST_CASE("only founding may be without a coalition") {
  for (const StatementType type :
       {StatementType::proposal, StatementType::call, StatementType::report, StatementType::ack})
    CHECK(check(ProofKind::call, {of(type, Mode::actual, CoalitionId::zero())}) ==
          Reason::coalition);
  CHECK_FALSE(
      check(ProofKind::call, {of(StatementType::charter, Mode::actual, CoalitionId::zero())}));
  // A manifest's successors name the coalition.
  CHECK_FALSE(check(ProofKind::manifest, {of(StatementType::manifest, Mode::actual)}));
  CHECK(check(ProofKind::manifest, {of(StatementType::manifest, Mode::actual, CoalitionId{{9}})}) ==
        Reason::coalition);
}

}  // namespace tocsin
