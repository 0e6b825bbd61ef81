#include "tests/support/bodies.h"

#include <algorithm>

#include "core/wire/debrief_codec.h"
#include "tests/support/builders.h"
#include "tests/support/seeded_random.h"

namespace tocsin::tests {
namespace {

template <class T>
Body body(std::string type, const T& value, std::set<std::uint32_t> lists = {}) {
  return Body{std::move(type),
              wire::encode(value),
              [](ByteView bytes) -> Result<void> {
                TRY_VOID(wire::decode_signed<T>(bytes));
                return {};
              },
              std::move(lists)};
}

Signoff full_signoff(TestCoalition& test) {
  Signoff out = test.signoff(test.orgs()[0], 0, test.charter_statement(), founding());
  out.reason = "why not\nand why";
  out.demands = {0, 3, 11};
  out.seen = {StatementId{{1}}, StatementId{{2}}};
  out.checklist = {{"cover", EntryState::done}, {"notice", EntryState::open}};
  out.has_join = true;
  return out;
}

Stop full_stop(TestCoalition& test) {
  Stop out;
  out.head = test.head(test.orgs()[0], 0, founding());
  out.subject = StatementId{{9}};
  out.kind = StopKind::end;
  out.targets = {Target{test.orgs()[0].id, {"transport", "metro", "yard 4"}}};
  out.at = founding();
  out.form = EndForm::settled;
  out.outcomes = {DemandOutcome::met, DemandOutcome::unmet};
  out.vote_by = founding() + day_ms;
  out.next_review = founding() + day_ms;
  out.reason = "done";
  return out;
}

Report full_report(TestCoalition& test) {
  Report out = test.report(test.orgs()[0], founding());
  out.cells[1].is_topped = true;
  out.cells[1].pledged = 0;
  out.vote = VoteResult{20'000, 20'100, 8000, 9100, "paper"};
  out.contracts = {ContractDate{{"transport", "metro", ""}, 20'500, 20'400, true}};
  out.fund_days_band = 3;
  return out;
}

Debrief full_debrief(TestCoalition& test) {
  Debrief out;
  out.head = test.head(test.orgs()[0], 0, founding());
  out.call = StatementId{{7}};
  out.planned = "all out";
  out.happened = "most came\nthe yard did not";
  out.why = "rain";
  out.keep = "two stewards a door";
  out.change = "a second phone tree";
  out.outcomes = {DemandOutcome::met, DemandOutcome::unmet};
  out.turnout = {Turnout{{"transport", "metro", ""}, TurnoutBand::most},
                 Turnout{{"transport", "valley", ""}, TurnoutBand::under_quarter}};
  out.next = {NextStep{test.orgs()[1].id, "meet on Friday"}};
  return out;
}

Manifest full_manifest(const TestCoalition& test, Random& random) {
  Manifest out = test.orgs()[0].manifest;
  out.stewards = {Steward{"chi", {DeviceId{random.array<32>()}}, {"yard 4"}}};
  out.dropped = {Cutoff{DeviceId{random.array<32>()}, 7}};
  return out;
}

Charter full_charter(const TestCoalition& test) {
  Charter out = test.charter();
  for (CharterOrg& org : out.orgs) org.checklists = {"notice"};
  out.orgs[0].sponsors = {OrgId{{1}}};
  out.skips = {StatementId{{1}}};
  out.carry = {StatementId{{2}}, StatementId{{3}}};
  out.features = {"sealed"};
  return out;
}

}  // namespace

std::vector<Body> all_bodies() {
  TestCoalition test;
  SeededRandom random{7};
  const Head head = test.head(test.orgs()[0], 0, founding());
  const auto keys = [&] { return make_device(random).keys; };
  Roll roll{head, StatementId{{1}}, {}, {}};
  roll.adds = {RollAdd{keys(), "dee", random.array<64>()}, RollAdd{keys(), "eli", {}}};
  std::ranges::sort(roll.adds);
  roll.removes = {Cutoff{DeviceId{{1}}, 4}};
  Ack ack;
  ack.head = head;
  ack.call = StatementId{{5}};
  ack.level = AckLevel::cascaded;
  ack.reached = 34;
  ack.of = 36;
  ack.reason = "phones";
  RelayCert cert{head, LinkKey{{1}}, GrantKey{{2}}, "river", {}};
  cert.addresses = {Address{AddressKind::ipv4, {127, 0, 0, 1}, 4711}};
  Proposal proposal = test.proposal(founding());
  proposal.replaces = StatementId{{8}};
  return {body("charter", full_charter(test)),
          body("manifest", full_manifest(test, random)),
          body("roll", roll),
          body("freeze", Freeze{head, DelegateId{{1}}, StatementId::zero(), "lost laptop"}),
          body("proposal", proposal, {5, 6}),
          body("signoff", full_signoff(test)),
          body("call", test.call(StatementId{{1}}, ProofId{{2}}, founding()), {7}),
          body("stop", full_stop(test)),
          body("ack", ack),
          body("report", full_report(test)),
          body("debrief", full_debrief(test), {8, 10}),
          body("relay_cert", cert, {5}),
          body("relay_drop", RelayDrop{head, LinkKey{{1}}})};
}

}  // namespace tocsin::tests
