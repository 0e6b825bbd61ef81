// Step 3 of a verification: the charter and the manifests.
#include "core/coalition/verify.h"
#include "core/wire/proof_codec.h"
#include "tests/support/amendments.h"
#include "tests/support/builders.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_story.h"
#include "tests/support/strands.h"

namespace tocsin {
namespace {

using tests::TestCoalition;

// A coalition whose charter or manifests were changed before they were signed, and its charter
// proof.
struct Changed {
  TestCoalition test;
  std::vector<Statement> statements;
  CoalitionId id = CoalitionId::zero();

  void charter(const Charter& charter) {
    const Statement statement = test.sign(StatementType::charter,
                                          charter.head,
                                          wire::encode(charter),
                                          Domain{CoalitionId::zero(), test.mode()});
    statements.insert(statements.begin(), statement);
    id = CoalitionId{statement.id().array()};
  }

  void manifests() {
    for (const auto& org : test.orgs()) statements.push_back(org.manifest_statement);
  }

  Reason reason() const {
    const Proof proof = coalition::assemble(ProofKind::charter, statements).value();
    const Verdict verdict = coalition::verify(wire::encode(proof), {id});
    REQUIRE(verdict.outcome == Outcome::invalid);
    return verdict.reasons.front();
  }
};

}  // namespace

TEST_CASE("a charter that is not the anchor's is E_CHARTER_UNKNOWN") {
  Changed changed;
  changed.charter(changed.test.charter());
  changed.manifests();
  changed.id = CoalitionId{{1}};
  CHECK(changed.reason() == Reason::charter_unknown);
  Changed without;
  without.manifests();
  CHECK(without.reason() == Reason::charter_unknown);
}

TEST_CASE("a charter with a feature, or a later version, asks for an update") {
  Changed feature;
  Charter charter = feature.test.charter();
  charter.features = {"sealed"};
  feature.charter(charter);
  feature.manifests();
  CHECK(feature.reason() == Reason::feature);
  Changed later;
  charter = later.test.charter();
  charter.version = 2;
  later.charter(charter);
  later.manifests();
  CHECK(later.reason() == Reason::feature);
}

TEST_CASE("a failing charter is E_LINT, however many signed it") {
  Changed changed;
  Charter charter = changed.test.charter();
  charter.rules.abort[0].min = 1;
  changed.charter(charter);
  changed.manifests();
  CHECK(changed.reason() == Reason::lint);
}

TEST_CASE("a manifest that is missing is E_MISSING, one of nobody E_DELEGATE") {
  Changed changed;
  changed.charter(changed.test.charter());
  CHECK(changed.reason() == Reason::missing);
  changed.manifests();
  const TestCoalition other{{.seed = 2}};
  changed.statements.push_back(other.orgs()[0].manifest_statement);
  CHECK(changed.reason() == Reason::delegate);
}

TEST_CASE("key_in_two_orgs: one key twice is E_KEY_DUP") {
  Changed changed;
  const auto& first = changed.test.orgs()[0];
  Manifest copy = changed.test.orgs()[1].manifest;
  copy.delegates[0].devices[0] = first.people[0].devices[0].keys;
  copy.head.author = first.people[0].devices[0].id;
  const Statement statement = changed.test.sign(StatementType::manifest,
                                                copy.head,
                                                wire::encode(copy),
                                                Domain{CoalitionId::zero(), Mode::actual});
  Charter charter = changed.test.charter();
  for (CharterOrg& org : charter.orgs)
    if (org.slug == "plumbers") org.id = OrgId{statement.id().array()};
  std::ranges::sort(charter.orgs, {}, &CharterOrg::id);
  changed.charter(charter);
  for (const auto& org : changed.test.orgs())
    if (org.slug != "plumbers") changed.statements.push_back(org.manifest_statement);
  changed.statements.push_back(statement);
  CHECK(changed.reason() == Reason::key_dup);
}

TEST_CASE("key_in_two_orgs: what one org lists later harms no proof of anybody else") {
  tests::CoalitionNet net;
  tests::CoalitionStory story{net};
  story.certify();
  const tests::CoalitionNet::Device& mallory = net.admit_member("bakers", "mallory");
  net.deliver();
  const IdentityKeys& keys = *mallory.identity.keys;
  const DeviceKeys copying{keys.device.idk, net.of("choir").identity.keys->device.ltk};
  Manifest next = tests::with_delegate(tests::second_manifest(net, "bakers"), "mallory", copying);
  next.name = "Local 26";
  next.valid_until += Seconds{400 * 24 * 3'600};
  tests::Forge forge{net};
  tests::Strand strand = forge.carried(
      "copied", forge.sign({"bakers"}, StatementType::manifest, next), {"bakers"}, next.version);
  Signoff consent =
      wire::decode<Signoff>(wire::decode<Statement>(strand.statements.back()).value().body).value();
  consent.head.author = device_id(copying);
  strand.statements.push_back(wire::encode(sign_statement(net.domain(),
                                                          StatementType::signoff,
                                                          consent.head.author,
                                                          wire::encode(consent),
                                                          keys.idk.reveal())));
  net.pass(Seconds{60});
  for (const Bytes& statement : strand.statements) {
    for (const auto& device : net.devices()) REQUIRE(net.accept(*device, statement).has_value());
  }
  const StatementId id = tests::id_of(strand.statements.front());
  REQUIRE(tests::state_at(net, "choir", id) == "IN_FORCE");
  const Bytes certificate = story.certificate("choir");
  const Proof proof = wire::decode<Proof>(certificate).value();
  REQUIRE(std::ranges::any_of(proof.statements,
                              [&](const Statement& each) { return each.id() == id; }));
  CHECK(coalition::verify(certificate, net.anchor()).outcome == Outcome::valid);
}

TEST_CASE("twin names are refused", "[L7]") {
  // Names two of the orgs go by, in charter and manifest, with everybody's signature.
  const auto findings = [](const std::string& one, const std::string& other) {
    TestCoalition test;
    const Domain before{CoalitionId::zero(), test.mode()};
    Charter charter = test.charter();
    std::vector<Statement> statements;
    for (const auto& org : test.orgs()) {
      Manifest manifest = org.manifest;
      if (org.slug == "choir") manifest.name = one;
      if (org.slug == "bakers") manifest.name = other;
      statements.push_back(
          test.sign(StatementType::manifest, manifest.head, wire::encode(manifest), before));
      CharterOrg& entry = *std::ranges::find(charter.orgs, org.slug, &CharterOrg::slug);
      entry.name = manifest.name;
      entry.id = OrgId{statements.back().id().array()};
    }
    std::ranges::sort(charter.orgs, {}, &CharterOrg::id);
    charter.head.org = std::ranges::find(charter.orgs, "drivers", &CharterOrg::slug)->id;
    statements.push_back(
        test.sign(StatementType::charter, charter.head, wire::encode(charter), before));
    const CoalitionId id{statements.back().id().array()};
    const Proof proof = coalition::assemble(ProofKind::charter, statements).value();
    const Verdict verdict = coalition::verify(wire::encode(proof), {id});
    return std::pair{verdict.outcome, verdict.reasons.front()};
  };
  // Different names: what is missing then is only that people sign.
  CHECK(findings("Hill Choir", "Hill Bakers") == std::pair{Outcome::not_met, Reason::count});
  CHECK(findings("Local 26", "Local 62") == std::pair{Outcome::not_met, Reason::count});
  for (const auto& [one, other] : {std::pair{"Hill Choir", "Hill Choir"},
                                   std::pair{"Hill Choir", "HILL CHOIR"},
                                   std::pair{"Local 10", "Loca1 1O"},
                                   std::pair{"Local 26",
                                             "L\xd0\xbe"
                                             "cal 26"},                              // a Cyrillic o
                                   std::pair{"Hill Choir", "H\xd1\x96ll Choir"}}) {  // and an i
    INFO(one << " and " << other);
    CHECK(findings(one, other) == std::pair{Outcome::invalid, Reason::lint});
  }
}

TEST_CASE("a card of an org is complete when every device has confirmed") {
  TestCoalition test;
  const auto& org = test.orgs()[0];
  Proof card = test.card(org);
  CHECK(coalition::verify(wire::encode(card), {CoalitionId::zero()}).is_valid());
  for (const Statement& statement : card.statements) {
    if (statement.type != StatementType::signoff) continue;
    Proof draft = card;
    std::erase(draft.statements, statement);
    const Verdict verdict = coalition::verify(wire::encode(draft), {CoalitionId::zero()});
    CHECK(verdict.outcome == Outcome::not_met);
  }
}

}  // namespace tocsin
