// There is no public way in: whatever comes from somebody whom no manifest and no roll admitted
// changes nothing that is decided, shown or handed on.
#include <algorithm>

#include "core/coalition/statements.h"
#include "core/wire/debrief_codec.h"
#include "core/wire/readiness_codec.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_liars.h"
#include "tests/support/coalition_story.h"

namespace tocsin::tests {
namespace {

// All that a machine says of everything it knows.
struct Said {
  std::vector<Row> rows;
  View view;
  std::vector<Bytes> state;
  std::size_t known = 0;
};

Said all_said(CoalitionNet& net, CoalitionStory& story, CoalitionNet::Device& device) {
  Said out;
  const auto add = [&](std::string_view verb, const Row& arguments) {
    const auto rows = net.act(device, verb, arguments, Level::read);
    REQUIRE(rows.has_value());
    std::ranges::copy(*rows, std::back_inserter(out.rows));
  };
  add("status", {});
  for (const StatementId& subject : {story.proposal, story.call, story.exercise})
    add("status", Row{}.set("subject", subject.hex()));
  add("acks", Row{}.set("subject", story.call.hex()));
  add("charter show", {});
  add("roll list", Row{}.set("org", "drivers"));
  add("relay list", {});
  add("evidence", {});
  out.view = device.machine->current(assembly_of(net));
  out.state = device.machine->state();
  const coalition::Statements kept{device.store->snapshot()};
  for (int type = 1; type <= 13; ++type)
    out.known += kept.of(static_cast<StatementType>(type)).size();
  return out;
}

void check_same(const Said& before, const Said& after) {
  CHECK(before.rows == after.rows);
  CHECK(before.view == after.view);
  CHECK(before.state == after.state);
  CHECK(before.known == after.known);
}

// What a stranger would like to have counted, as of that org: about the very call that stands.
std::vector<Statement> of_a_stranger(const CoalitionNet& net,
                                     const CoalitionStory& story,
                                     const CoalitionNet::Device& stranger,
                                     const OrgId& org) {
  std::uint64_t seq = 5;
  std::vector<Statement> out;
  const auto sign = [&](StatementType type, auto value) {
    value.head = head_by(stranger, net.now().wall, seq++);
    value.head.org = org;
    out.push_back(signed_as(stranger, net.domain(), type, value));
  };
  sign(StatementType::charter, net.charter());
  Manifest manifest;
  manifest.name = "Strangers";
  manifest.k = 1;
  manifest.version = 2;
  manifest.prev = StatementId{org.array()};
  manifest.delegates = {Delegate{DelegateId{{1}}, "eve", {stranger.identity.keys->device}}};
  manifest.valid_until = net.now().wall + day_ms;
  sign(StatementType::manifest, manifest);
  sign(StatementType::roll,
       Roll{{}, StatementId::zero(), {RollAdd{stranger.identity.keys->device, "eve", {}}}, {}});
  sign(StatementType::freeze, Freeze{{}, DelegateId{{1}}, StatementId::zero(), "out with you"});
  sign(StatementType::proposal, story.proposal_body());
  for (const auto& [subject, type] : {std::pair{story.proposal, StatementType::proposal},
                                      std::pair{story.call, StatementType::call}}) {
    for (const Stance stance : {Stance::approve, Stance::object}) {
      Signoff signoff;
      signoff.subject = subject;
      signoff.subject_type = type;
      signoff.stance = stance;
      signoff.valid_until = net.now().wall + day_ms;
      sign(StatementType::signoff, signoff);
    }
    Stop stop;
    stop.subject = subject;
    for (const StopKind kind : {StopKind::hold, StopKind::abort}) {
      stop.kind = kind;
      sign(StatementType::stop, stop);
    }
  }
  sign(StatementType::call, story.call_body());
  Ack ack;
  ack.call = story.call;
  ack.level = AckLevel::stood_down;
  sign(StatementType::ack, ack);
  sign(StatementType::report, net.counts_of("drivers"));
  Debrief debrief;
  debrief.call = story.call;
  debrief.planned = debrief.happened = debrief.why = debrief.keep = debrief.change = "text";
  debrief.outcomes = {DemandOutcome::met};
  sign(StatementType::debrief, debrief);
  RelayCert cert;
  cert.link_key = LinkKey{{3}};
  cert.grant_key = GrantKey{{4}};
  cert.label = "box";
  cert.addresses = {Address{AddressKind::ipv4, {10, 0, 0, 9}, 7000}};
  sign(StatementType::relay_cert, cert);
  sign(StatementType::relay_drop, RelayDrop{{}, LinkKey{{3}}});
  return out;
}

}  // namespace

TEST_CASE("unadmitted input changes nothing", "[R23]") {
  CoalitionNet net;
  CoalitionNet elsewhere{NetOptions{.seed = 2}};
  CoalitionStory story{net};
  story.certify();
  CoalitionNet::Device& device = net.of("choir");
  const CoalitionNet::Device& stranger = elsewhere.of("drivers");
  const Said before = all_said(net, story, device);
  for (const OrgId& org : {net.org("drivers"), elsewhere.org("drivers"), OrgId::zero()}) {
    for (const Statement& statement : of_a_stranger(net, story, stranger, org)) {
      INFO(type_name(statement.type));
      static_cast<void>(net.accept(device, wire::encode(statement)));
      CHECK(net.parcels().empty());  // nothing of it is handed on
    }
  }
  check_same(before, all_said(net, story, device));
  net.restart(device);
  net.pass(Seconds{1});
  check_same(before, all_said(net, story, device));
  // It waits for an author who never comes, and a whole coalition of theirs brings nobody in.
  for (const Bytes& statement : elsewhere.of("drivers").machine->state())
    static_cast<void>(net.accept(device, statement));
  for (const StoredRow& row : kept_by(elsewhere.of("choir")))
    static_cast<void>(net.accept(device, row.value));
  check_same(before, all_said(net, story, device));
  net.pass(Seconds{200});
  CHECK(story.state("choir", story.call) == "IN_EFFECT");
}

TEST_CASE("unadmitted input changes nothing: neither noise nor half a statement") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  CoalitionNet::Device& device = net.of("choir");
  const Said before = all_said(net, story, device);
  SeededRandom random{3};
  const Bytes good =
      wire::encode(of_a_stranger(net, story, net.of("drivers"), net.org("drivers")).back());
  for (std::size_t length = 0; length < good.size(); ++length) {
    Bytes noise(length);
    random.fill(noise);
    CHECK_FALSE(net.accept(device, noise).has_value());
    CHECK_FALSE(net.accept(device, ByteView{good}.first(length)).has_value());
  }
  CHECK(net.parcels().empty());
  check_same(before, all_said(net, story, device));
}

}  // namespace tocsin::tests
