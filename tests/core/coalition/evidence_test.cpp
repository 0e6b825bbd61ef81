#include "core/coalition/evidence.h"

#include <algorithm>
#include <set>

#include "core/coalition/verify.h"
#include "core/wire/proof_codec.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_liars.h"

namespace tocsin::tests {
namespace {

Signoff approval(const CoalitionNet& net,
                 const CoalitionNet::Device& device,
                 std::uint8_t subject,
                 std::uint64_t seq) {
  Signoff out;
  out.head = head_by(device, net.now().wall, seq);
  out.subject = StatementId{StatementId::Array{subject}};
  out.subject_type = StatementType::charter;
  out.number = 2;
  out.stance = Stance::approve;
  out.valid_until = net.now().wall + Seconds{60};
  return out;
}

}  // namespace

TEST_CASE("one seq with two contents is evidence, and the same statement twice is not") {
  CoalitionNet net;
  CoalitionNet::Device& reader = net.of("choir");
  const CoalitionNet::Device& liar = net.of("plumbers", 1);
  const auto [one, other] = contradiction(net, liar, 900);
  REQUIRE(net.accept(reader, wire::encode(one)).has_value());
  REQUIRE(net.accept(reader, wire::encode(one)).has_value());
  CHECK(coalition::Statements{reader.store->snapshot()}.evidence().empty());
  REQUIRE(net.accept(reader, wire::encode(other)).has_value());
  const coalition::Statements kept{reader.store->snapshot()};
  REQUIRE(kept.evidence().size() == 1);
  const auto& [device, evidence] = *kept.evidence().begin();
  CHECK(device == liar.identity.keys->id);
  CHECK(evidence.org == net.org("plumbers"));
  CHECK(kept.find(evidence.first) != nullptr);
  CHECK(kept.find(evidence.second) != nullptr);
}

TEST_CASE(
    "one version of a chain is approved once: two drafts are evidence, one draft twice is not") {
  CoalitionNet net;
  CoalitionNet::Device& reader = net.of("choir");
  const CoalitionNet::Device& liar = net.of("plumbers", 1);
  const auto take = [&](std::uint8_t subject, std::uint64_t seq) {
    const Statement statement =
        signed_as(liar, net.domain(), StatementType::signoff, approval(net, liar, subject, seq));
    REQUIRE(net.accept(reader, wire::encode(statement)).has_value());
    return coalition::Statements{reader.store->snapshot()}.evidence().size();
  };
  CHECK(take(1, 901) == 0);
  CHECK(take(1, 902) == 0);
  CHECK(take(2, 903) == 1);
}

TEST_CASE("of many contradictions one pair is shown, whatever came first") {
  CoalitionNet net;
  const CoalitionNet::Device& liar = net.of("plumbers", 1);
  std::vector<Bytes> lies;
  for (const std::uint64_t seq : {900U, 901U}) {
    const auto [one, other] = contradiction(net, liar, seq);
    for (const Statement& each : {one, other}) lies.push_back(wire::encode(each));
  }
  const Signoff third = approval(net, liar, 1, 900);
  lies.push_back(wire::encode(signed_as(liar, net.domain(), StatementType::signoff, third)));
  std::ranges::sort(lies);
  std::set<std::pair<StatementId, StatementId>> shown;
  CoalitionNet::Device& reader = net.of("choir");
  const MemoryStore before = *reader.store;
  do {
    *reader.store = before;
    net.restart(reader);
    for (const Bytes& lie : lies) REQUIRE(net.accept(reader, lie).has_value());
    const Row asked;
    const auto rows = net.act(reader, "evidence", asked, Level::read);
    const auto ids = row_of(*rows, "evidence").texts("ids");
    shown.emplace(StatementId::from(hex_decode(ids.at(0)).value()).value(),
                  StatementId::from(hex_decode(ids.at(1)).value()).value());
  } while (std::ranges::next_permutation(lies).found);
  CHECK(shown.size() == 1);
}

TEST_CASE("honest devices leave no evidence, whatever they found, sign and admit") {
  CoalitionNet net;
  net.admit_member("drivers", "dana");
  net.admit_member("drivers", "eli");
  net.deliver();
  for (const auto& device : net.devices())
    CHECK(coalition::Statements{device->store->snapshot()}.evidence().empty());
}

TEST_CASE("a compiled evidence is valid for anybody, of a delegate and of a member") {
  CoalitionNet net;
  CoalitionNet::Device& reader = net.of("drivers");
  CoalitionNet::Device& dana = net.admit_member("drivers", "dana");
  net.deliver();
  const auto [one, other] = contradiction(net, net.of("plumbers", 1), 900);
  for (const Statement& each : {one, other})
    REQUIRE(net.accept(reader, wire::encode(each)).has_value());
  const coalition::Statements kept{reader.store->snapshot()};
  const auto charter = kept.of(StatementType::charter).front();
  std::map<OrgId, Manifest> manifests;
  for (const auto* manifest : kept.of(StatementType::manifest))
    manifests.emplace(OrgId{manifest->id.array()}, manifest->as<Manifest>());
  const coalition::Electorate electorate{
      coalition::Signed<Charter>{charter->id, net.domain().mode, charter->as<Charter>()},
      manifests};
  const auto proof = coalition::compile_evidence(electorate, kept, kept.evidence().begin()->second);
  REQUIRE(proof.has_value());
  CHECK(proof->kind == ProofKind::evidence);
  CHECK(proof->statements.size() == 1 + 5 + 2);
  CHECK(coalition::verify(wire::encode(*proof), net.anchor()).is_valid());
  // Of a member nobody lists: the entry that admitted it comes along.
  const coalition::Evidence of_member{
      net.org("drivers"), one.id(), kept.of(StatementType::roll).front()->id};
  CHECK(coalition::compile_evidence(electorate, kept, of_member).has_value());
  CHECK(dana.identity.keys.has_value());
}

}  // namespace tocsin::tests
