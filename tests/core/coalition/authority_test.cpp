#include <algorithm>

#include "core/coalition/coalition.h"
#include "core/coalition/statements.h"
#include "core/coalition/verify.h"
#include "core/coalition/waiting.h"
#include "core/wire/statement_codec.h"
#include "tests/support/amendments.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_net.h"
#include "tests/support/strands.h"

namespace tocsin::tests {

TEST_CASE(
    "a charter is in force only with its manifests and k of each org's sign-offs, in any order") {
  CoalitionNet net;
  CoalitionNet::Device& blank = net.of("tenants");
  const std::vector<Bytes> state = net.of("choir").machine->state();
  blank.store = std::make_unique<MemoryStore>();
  net.restart(blank);
  std::size_t needed = 0;
  for (auto at = state.rbegin(); at != state.rend(); ++at) {
    CHECK_FALSE(blank.machine->charter().has_value());
    REQUIRE(net.accept(blank, *at).has_value());
    ++needed;
  }
  CHECK(needed == state.size());
  CHECK(blank.machine->charter().has_value());
  net.restart(blank);
  CHECK(blank.machine->charter().has_value());
}

TEST_CASE("the charter of another coalition is refused, and nothing of its founding counts") {
  CoalitionNet net;
  CoalitionNet other{NetOptions{.seed = 2}};
  for (const Bytes& statement : other.of("choir").machine->state()) {
    const auto taken = net.accept(net.of("choir"), statement);
    const auto type = wire::decode<Statement>(statement).value().type;
    if (type == StatementType::charter) CHECK_FALSE(taken.has_value());
  }
  // A manifest may belong to an org that enters; until a charter lists it, it waits.
  const coalition::Statements kept{net.of("choir").store->snapshot()};
  CHECK(kept.of(StatementType::manifest).size() == 5);
  for (const auto& device : other.devices())
    CHECK(net.of("choir").machine->org_of(device->identity.keys->id).is_zero());
}

TEST_CASE("before there is a charter a device is nobody's delegate and has no audience") {
  CoalitionNet net{NetOptions{.is_founded = false}};
  const CoalitionNet::Device& ana = net.of("choir");
  CHECK_FALSE(ana.machine->is_delegate(ana.identity.keys->id));
  CHECK(ana.machine->org_of(ana.identity.keys->id).is_zero());
  CHECK(ana.machine->state().empty());
  const auto refused = net.act(net.of("choir"), "status", Row{}, Level::read);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == "E_CHARTER_UNKNOWN");
}

TEST_CASE("founders who think better of it later keep no newcomer out") {
  CoalitionNet net;
  Forge forge{net};
  const StatementId charter{net.id().array()};
  std::vector<Bytes> told;
  for (const std::size_t person : {0U, 1U})
    told.push_back(forge.signoff(Who{"choir", person},
                                 {charter, StatementType::charter, Stance::abstain, false, 1}));
  CoalitionNet::Device& newcomer = net.of("tenants");
  std::ranges::copy(net.of("choir").machine->state(), std::back_inserter(told));
  newcomer.store = std::make_unique<MemoryStore>();
  net.restart(newcomer);
  for (const Bytes& statement : told) REQUIRE(net.accept(newcomer, statement).has_value());
  CHECK(newcomer.machine->charter_id() == charter);
}

TEST_CASE("a later manifest with an old date undoes no founding") {
  CoalitionNet net;
  Forge forge{net};
  forge.go_to(net.charter().head.at - Seconds{60});
  CoalitionNet::Device& dana = net.admit_member("drivers", "dana");
  net.deliver();
  Manifest next =
      with_delegate(second_manifest(net, "drivers"), "dana", dana.identity.keys->device);
  next.k = 3;  // of whom two have signed the charter
  Strand strand = forge.carried(
      "backdated", forge.sign({"drivers"}, StatementType::manifest, next), {"drivers"}, 2);
  const StatementId id = id_of(strand.statements.front());
  strand.statements.push_back(
      forge.signoff(dana, {id, StatementType::manifest, Stance::approve, false, 2}));
  for (const Bytes& statement : strand.statements)
    REQUIRE(net.accept(net.of("choir"), statement).has_value());
  REQUIRE(state_at(net, "choir", id) == "IN_FORCE");
  CoalitionNet::Device& newcomer = net.of("tenants");
  std::vector<Bytes> told = strand.statements;
  std::ranges::copy(net.of("choir").machine->state(), std::back_inserter(told));
  newcomer.store = std::make_unique<MemoryStore>();
  net.restart(newcomer);
  for (const Bytes& statement : told) REQUIRE(net.accept(newcomer, statement).has_value());
  CHECK(newcomer.machine->charter_id() == StatementId{net.id().array()});
  Row which;
  which.set("subject", net.id().hex());
  const auto rows = net.act(newcomer, "export", which, Level::read);
  REQUIRE(rows.has_value());
  const Bytes proof = row_of(*rows, "proof").bytes("bytes").value();
  CHECK(coalition::verify(proof, net.anchor()).outcome == Outcome::valid);
}

TEST_CASE("a newcomer takes a manifest dated ahead no sooner than members do") {
  CoalitionNet net;
  const Manifest next = second_manifest(net, "drivers");
  CoalitionNet::Device& newcomer = net.of("tenants");
  newcomer.store = std::make_unique<MemoryStore>();
  net.restart(newcomer);
  Forge forge{net};
  forge.go_to(net.now().wall + Seconds{3'600});
  const Strand strand = forge.carried(
      "ahead", forge.sign({"drivers"}, StatementType::manifest, next), {"drivers"}, 2);
  const StatementId id = id_of(strand.statements.front());
  std::vector<Bytes> told = strand.statements;
  std::ranges::copy(net.of("choir").machine->state(), std::back_inserter(told));
  for (const Bytes& statement : told) REQUIRE(net.accept(newcomer, statement).has_value());
  const coalition::Statements kept{newcomer.store->snapshot()};
  CHECK(newcomer.machine->charter_id().has_value());
  CHECK(kept.find(id) == nullptr);
  CHECK(coalition::Waiting{newcomer.store->snapshot()}.contains(id));
}

}  // namespace tocsin::tests
