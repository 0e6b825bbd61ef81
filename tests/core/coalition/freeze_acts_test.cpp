#include "core/coalition/coalition.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_liars.h"
#include "tests/support/coalition_story.h"

namespace tocsin::tests {
namespace {

Row who(std::string_view name) {
  Row row;
  row.set("who", name);
  return row;
}

}  // namespace

TEST_CASE("a freeze needs the passphrase alone, and at once the person is in no audience") {
  CoalitionNet net{NetOptions{.delegates = 3}};
  CoalitionNet::Device& ana = net.of("drivers");
  CoalitionNet::Device& bo = net.of("drivers", 1);
  CHECK(net.act(ana, "freeze", who("bo"), Level::act).error().code == "E_LEVEL");
  CHECK(reads(net, ana, bo, assembly_of(net)));
  freeze(net, ana, "bo");
  CHECK_FALSE(reads(net, ana, bo, assembly_of(net)));
  net.deliver();
  for (const auto& device : net.devices()) CHECK_FALSE(reads(net, *device, bo, assembly_of(net)));
  CHECK(is_frozen(net, net.of("choir"), bo));
  CHECK_FALSE(is_frozen(net, net.of("choir"), ana));
}

TEST_CASE("who may freeze whom: another delegate of the own org, one at a time") {
  CoalitionNet net{NetOptions{.delegates = 3}};
  CoalitionNet::Device& dana = net.admit_member("drivers", "dana");
  net.deliver();
  CoalitionNet::Device& ana = net.of("drivers");
  CHECK(net.act(dana, "freeze", who("bo")).error().exit == Exit::permission);
  CHECK(net.act(ana, "freeze", who("dana")).error().code == "E_NOT_FOUND");
  CHECK(net.act(ana, "freeze", who("nobody")).error().code == "E_NOT_FOUND");
  CHECK(net.act(ana, "freeze", who("ana")).error().exit == Exit::second_person);
  freeze(net, ana, net.of("drivers", 1).identity.keys->id.hex().substr(0, 12));
  CHECK(net.act(ana, "freeze", who("bo")).error().code == "E_FROZEN");
  const auto second = net.act(ana, "freeze", who("chi"));
  REQUIRE_FALSE(second.has_value());
  CHECK(second.error().exit == Exit::second_person);
  net.deliver();
  CHECK(net.act(net.of("drivers", 2), "freeze", who("ana")).has_value());
}

TEST_CASE("a frozen person signs nothing but what counts for them: a freeze, a thaw of another") {
  CoalitionNet net{NetOptions{.delegates = 3}};
  CoalitionStory story{net};
  story.propose();
  freeze(net, net.of("drivers"), "bo");
  net.deliver();
  CoalitionNet::Device& bo = net.of("drivers", 1);
  const auto signing = net.sign(bo, story.proposal);
  REQUIRE_FALSE(signing.has_value());
  CHECK(signing.error().code == "E_FROZEN");
  CHECK(signing.error().exit == Exit::held);
  CHECK_FALSE(signing.error().remedy.empty());
  Row hold;
  hold.set("subject", story.proposal.hex());
  CHECK(net.act(bo, "hold", hold).error().code == "E_FROZEN");
  CHECK(net.act(bo, "freeze", who("ana")).has_value());
}

TEST_CASE("nobody counts toward their own thaw, and it takes k others") {
  CoalitionNet net{NetOptions{.delegates = 3}};
  const StatementId held = freeze(net, net.of("drivers"), "bo");
  net.deliver();
  const auto own = thaw(net, net.of("drivers", 1), held);
  REQUIRE_FALSE(own.has_value());
  CHECK(own.error().exit == Exit::second_person);
  CHECK(thaw(net, net.of("choir"), held).error().exit == Exit::permission);
  const auto lifting = thaw(net, net.of("drivers", 2), held);
  REQUIRE(lifting.has_value());
  net.deliver();
  CHECK(is_frozen(net, net.of("choir"), net.of("drivers", 1)));
  CHECK_FALSE(confirm_thaw(net, net.of("drivers", 1), *lifting).has_value());
  CHECK_FALSE(confirm_thaw(net, net.of("choir"), *lifting).has_value());
  CHECK(thaw(net, net.of("drivers"), held).error().code == "E_CONFLICT");
  const auto second = confirm_thaw(net, net.of("drivers"), *lifting);
  REQUIRE(second.has_value());
  CHECK(row_of(*second, "signed").integer("have") == 2);
  CHECK(row_of(*second, "signed").integer("need") == 2);
  net.deliver();
  for (const auto& device : net.devices()) {
    CHECK_FALSE(is_frozen(net, *device, net.of("drivers", 1)));
    CHECK(reads(net, *device, net.of("drivers", 1), assembly_of(net)));
  }
}

TEST_CASE("mutual freeze recovers") {
  CoalitionNet net{NetOptions{.delegates = 3}};
  CoalitionNet::Device& ana = net.of("drivers");
  CoalitionNet::Device& bo = net.of("drivers", 1);
  CoalitionNet::Device& chi = net.of("drivers", 2);
  const StatementId of_bo = freeze(net, ana, "bo");
  freeze(net, bo, "ana");
  net.deliver();
  for (const auto& device : net.devices()) {
    CHECK(is_frozen(net, *device, ana));
    CHECK(is_frozen(net, *device, bo));
    CHECK_FALSE(is_frozen(net, *device, chi));
  }
  // A frozen person counts in the thaw of another: chi and ana bring bo back, bo and chi ana.
  const auto back = thaw(net, chi, of_bo);
  REQUIRE(back.has_value());
  net.deliver();
  REQUIRE(confirm_thaw(net, ana, *back).has_value());
  net.deliver();
  CHECK_FALSE(is_frozen(net, net.of("choir"), bo));
  CHECK(is_frozen(net, net.of("choir"), ana));
}

TEST_CASE("in an org of two each lets the other in again, by file, since neither reads a channel") {
  CoalitionNet net;
  CoalitionNet::Device& ana = net.of("drivers");
  CoalitionNet::Device& bo = net.of("drivers", 1);
  const StatementId of_bo = freeze(net, ana, "bo");
  const StatementId of_ana = freeze(net, bo, "ana");
  net.deliver();
  const auto lifts = [&](CoalitionNet::Device& by, const StatementId& held) {
    const auto rows = net.act(by, "thaw", net.live_arguments(by, held));
    REQUIRE(rows.has_value());
    CHECK(row_of(*rows, "draft").flag("complete"));
    return row_of(*rows, "draft").bytes("bytes").value();
  };
  const Bytes for_bo = lifts(ana, of_bo);
  const Bytes for_ana = lifts(bo, of_ana);
  net.parcels().clear();
  CoalitionNet::Device& choir = net.of("choir");
  for (const Bytes& file : {for_bo, for_ana}) {
    Row row;
    row.set("bytes", Value{file});
    REQUIRE(net.act(choir, "import", row, Level::act).has_value());
  }
  // Whoever takes it in hands it on.
  net.deliver();
  for (const auto& device : net.devices()) {
    CHECK_FALSE(is_frozen(net, *device, ana));
    CHECK_FALSE(is_frozen(net, *device, bo));
  }
}

TEST_CASE("a freeze and what lifts it are shown, and come back after a restart") {
  CoalitionNet net{NetOptions{.delegates = 3}};
  CoalitionNet::Device& chi = net.of("drivers", 2);
  const StatementId held = freeze(net, net.of("drivers"), "bo");
  net.deliver();
  const auto lifting = thaw(net, chi, held);
  REQUIRE(lifting.has_value());
  net.deliver();
  net.restart(chi);
  net.wake_all();
  CHECK(is_frozen(net, chi, net.of("drivers", 1)));
  Row subject;
  subject.set("subject", held.hex());
  const auto rows = net.act(chi, "status", subject, Level::read);
  REQUIRE(rows.has_value());
  CHECK(row_of(*rows, "freeze").text("state") == "STANDS");
  CHECK(row_of(*rows, "freeze").text("reason") == "the laptop was stolen");
  CHECK(row_of(*rows, "thaw").text("state") == "DRAFT");
  CHECK(row_of(*rows, "thaw").integer("have") == 1);
  const auto reviewed = net.act(chi, "review", subject, Level::act);
  REQUIRE(reviewed.has_value());
  const std::string text = row_of(*reviewed, "review").text("text").value();
  CHECK(text.find("Person: bo") != std::string::npos);
  CHECK(row_of(*reviewed, "review").text("action") == "thaw");
}

TEST_CASE("a freeze takes a laptop of theirs that no manifest lists yet, and of nobody else") {
  CoalitionNet net{NetOptions{.delegates = 3}};
  using Entry = coalition::Coalition::Entry;
  CoalitionNet::Device& second = net.admit_member("drivers", "bo", Entry::second_device);
  CoalitionNet::Device& dana = net.admit_member("drivers", "dana");
  net.deliver();
  CoalitionNet::Device& ana = net.of("drivers");
  CHECK(reads(net, ana, second, org_policy_of(net, "drivers")));
  freeze(net, ana, "bo");
  net.deliver();
  for (CoalitionNet::Device* at : {&ana, &dana}) {
    CHECK_FALSE(reads(net, *at, second, org_policy_of(net, "drivers")));
    CHECK_FALSE(reads(net, *at, net.of("drivers", 1), org_policy_of(net, "drivers")));
    CHECK(reads(net, *at, dana, org_policy_of(net, "drivers")));
  }
  const auto may = ana.machine->may_add_device("bo");
  REQUIRE_FALSE(may.has_value());
  CHECK(may.error().code == "E_FROZEN");
}

}  // namespace tocsin::tests
