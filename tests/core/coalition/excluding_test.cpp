#include <algorithm>

#include "core/coalition/coalition.h"
#include "core/coalition/verify.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_liars.h"
#include "tests/support/coalition_story.h"

namespace tocsin::tests {

// Only ana and bo of each org sign in the story, so without bo an org lacks one of its two.
TEST_CASE("freeze in every state") {
  CoalitionNet net{NetOptions{.delegates = 3}};
  CoalitionStory story{net};
  const auto freeze_bo_of = [&](std::string_view slug) {
    const StatementId id = freeze(net, net.of(slug), "bo");
    net.deliver();
    return id;
  };
  const auto lift = [&](std::string_view slug, const StatementId& held) {
    const auto lifting = thaw(net, net.of(slug, 2), held);
    REQUIRE(lifting.has_value());
    net.deliver();
    REQUIRE(confirm_thaw(net, net.of(slug), *lifting).has_value());
    net.deliver();
  };

  SECTION("a draft stays a draft: a frozen person does not open it") {
    story.propose();
    REQUIRE(net.sign(net.of("plumbers", 1), story.proposal).has_value());
    net.deliver();
    freeze_bo_of("plumbers");
    REQUIRE(net.sign(net.of("plumbers"), story.proposal).has_value());
    net.deliver();
    CHECK(story.state("choir", story.proposal) == "DRAFT");
    REQUIRE(net.sign(net.of("plumbers", 2), story.proposal).has_value());
    net.deliver();
    CHECK(story.state("choir", story.proposal) == "OPEN");
  }
  SECTION("a mandate falls back until somebody else signs, and stands again after a thaw") {
    story.mandate();
    const StatementId held = freeze_bo_of("plumbers");
    CHECK(story.state("choir", story.proposal) == "DRAFT");
    CHECK(net.act(net.of("plumbers"), "draft call", Row{}, Level::act).error().exit != Exit::ok);
    net.pass(Seconds{6});
    CHECK(story.draft_call().error().exit == Exit::not_met);
    lift("plumbers", held);
    CHECK(story.state("choir", story.proposal) == "MANDATED");
    story.must_draft_call();
  }
  SECTION("a third delegate stands in, and the call is made without the frozen one") {
    story.mandate();
    freeze_bo_of("plumbers");
    REQUIRE(net.sign(net.of("plumbers", 2), story.proposal).has_value());
    net.deliver();
    // Bo's second signature under the report of plumbers is gone too.
    REQUIRE(story.state("choir", story.proposal) != "MANDATED");
    for (const Row& event : net.of("plumbers").events) {
      if (event.text("type").value_or("") != "report") continue;
      const auto report = StatementId::from(event.bytes("id").value()).value();
      static_cast<void>(net.sign(net.of("plumbers", 2), report));
    }
    net.deliver();
    REQUIRE(story.state("choir", story.proposal) == "MANDATED");
    net.pass(Seconds{6});
    story.must_draft_call();
    for (const std::string_view slug : {"drivers", "choir", "tenants", "bakers"}) {
      for (const std::size_t person : {0U, 1U})
        REQUIRE(net.sign(net.of(slug, person), story.call, "approve", slug == "drivers"));
    }
    REQUIRE(net.sign(net.of("plumbers"), story.call, "approve", true).has_value());
    CHECK(net.sign(net.of("plumbers", 1), story.call, "approve", true).error().code == "E_FROZEN");
    net.deliver();
    CHECK(story.state("choir", story.call) == "OPEN");
    REQUIRE(net.sign(net.of("plumbers", 2), story.call, "approve", true).has_value());
    net.deliver();
    for (const std::string_view slug : {"drivers", "plumbers", "choir", "tenants", "bakers"})
      CHECK(story.state(slug, story.call) == "CALLED");
    CHECK(coalition::verify(story.certificate("choir"), net.anchor()).is_valid());
  }
  SECTION("a drafted call is not certified by a frozen person's join") {
    story.reach_call();
    freeze_bo_of("plumbers");
    REQUIRE_FALSE(net.sign(net.of("plumbers"), story.call, "approve", true).has_value());
    CHECK(story.state("choir", story.call) == "OPEN");
  }
  SECTION("a certified call is held, its proof stays valid, and a thaw lets it start") {
    story.certify();
    const Bytes certificate = story.certificate("choir");
    const StatementId held = freeze_bo_of("plumbers");
    CHECK(story.target_states("choir") == std::vector<std::string>{"HELD", "HELD"});
    CHECK(story.has_code("choir", "E_FROZEN"));
    CHECK(coalition::verify(story.certificate("choir"), net.anchor()).is_valid());
    CHECK(coalition::verify(certificate, net.anchor()).is_valid());
    lift("plumbers", held);
    CHECK(story.target_states("choir") == std::vector<std::string>{"CALLED", "CALLED"});
    CHECK_FALSE(story.has_code("choir", "E_FROZEN"));
  }
  SECTION("at T0 a held call does not start") {
    story.certify();
    freeze_bo_of("plumbers");
    net.pass(Seconds{181});
    CHECK(story.target_states("choir") == std::vector<std::string>{"HELD", "HELD"});
  }
  SECTION("what runs goes on") {
    story.certify();
    net.pass(Seconds{181});
    freeze_bo_of("plumbers");
    CHECK(story.target_states("choir") == std::vector<std::string>{"IN_EFFECT", "IN_EFFECT"});
  }
  SECTION("an end that needs the frozen person does not count") {
    story.certify();
    net.pass(Seconds{181});
    Row how;
    how.set("form", "settled").set("outcomes", Value{std::vector<std::string>{"met"}});
    how.set("next_review", Value{net.now().wall + Seconds{86'400}});
    const auto ended = net.stop(net.of("plumbers", 1), "end", story.call, how);
    REQUIRE(ended.has_value());
    const StatementId stop = id_of(*ended);
    freeze_bo_of("plumbers");
    REQUIRE(net.sign(net.of("plumbers"), stop).has_value());
    net.deliver();
    CHECK(story.target_states("choir") == std::vector<std::string>{"IN_EFFECT", "IN_EFFECT"});
  }
}

TEST_CASE("a freeze never lifts a hold or an objection") {
  CoalitionNet net{NetOptions{.delegates = 3}};
  CoalitionStory story{net};
  story.certify();
  Row own;
  own.set("subject", story.call.hex()).set("own", true);
  REQUIRE(net.act(net.of("plumbers", 2), "hold", own).has_value());
  net.deliver();
  const auto sorted_states = [&] {
    auto out = story.target_states("choir");
    std::ranges::sort(out);
    return out;
  };
  REQUIRE(sorted_states() == std::vector<std::string>{"CALLED", "HELD"});
  freeze(net, net.of("plumbers"), "chi");
  net.deliver();
  CHECK(sorted_states() == std::vector<std::string>{"CALLED", "HELD"});
}

TEST_CASE("members are sent what stands in for a frozen signer, so they hold nothing back alone") {
  CoalitionNet net{NetOptions{.delegates = 3}};
  CoalitionNet::Device& dana = net.admit_member("drivers", "dana");
  net.deliver();
  CoalitionStory story{net};
  story.propose();
  story.all_sign_proposal();
  for (const std::string_view slug : {"drivers", "plumbers", "choir", "tenants", "bakers"})
    REQUIRE(net.sign(net.of(slug, 2), story.proposal).has_value());
  net.deliver();
  story.publish_reports();
  story.drill();
  net.pass(Seconds{6});
  story.must_draft_call();
  story.all_sign_call();
  for (const std::string_view slug : {"drivers", "plumbers", "choir", "tenants", "bakers"}) {
    const bool is_called = slug == "drivers" || slug == "plumbers";
    REQUIRE(net.sign(net.of(slug, 2), story.call, "approve", is_called).has_value());
  }
  net.deliver();
  Row subject;
  subject.set("subject", story.call.hex());
  const auto state_at = [&](CoalitionNet::Device& device) {
    return net.act(device, "status", subject, Level::read).value().front().text("state").value();
  };
  REQUIRE(state_at(dana) == "CALLED");
  freeze(net, net.of("choir"), "bo");
  net.deliver();
  const auto targets_at = [&](CoalitionNet::Device& device) {
    std::vector<std::string> out;
    const auto rows = net.act(device, "status", subject, Level::read);
    REQUIRE(rows.has_value());
    for (const Row& row : *rows) {
      if (row.kind() == "target") out.push_back(row.text("state").value());
    }
    return out;
  };
  CHECK(targets_at(net.of("drivers")) == std::vector<std::string>{"CALLED", "CALLED"});
  CHECK(targets_at(dana) == std::vector<std::string>{"CALLED", "CALLED"});
}

TEST_CASE("evidence spares org") {
  CoalitionNet net{NetOptions{.delegates = 3}};
  CoalitionStory story{net};
  CoalitionNet::Device& liar = net.of("plumbers", 1);
  const auto [one, other] = contradiction(net, liar, 900);
  REQUIRE(net.accept(net.of("choir"), wire::encode(one)).has_value());
  REQUIRE(net.accept(net.of("choir"), wire::encode(other)).has_value());
  net.deliver();  // whoever finds it hands both on
  for (const auto& device : net.devices()) {
    CHECK_FALSE(reads(net, *device, liar, assembly_of(net)));
    CHECK(reads(net, *device, net.of("plumbers"), assembly_of(net)));
    CHECK(reads(net, *device, net.of("plumbers", 2), assembly_of(net)));
  }
  const auto refused = net.act(liar, "draft proposal", Row{}, Level::act);
  CHECK(refused.error().exit != Exit::ok);
  // The org goes on by its two others.
  story.propose();
  CHECK(net.sign(liar, story.proposal).error().code == "E_EQUIVOCATION");
  REQUIRE(net.sign(net.of("plumbers"), story.proposal).has_value());
  REQUIRE(net.sign(net.of("plumbers", 2), story.proposal).has_value());
  net.deliver();
  CHECK(story.state("choir", story.proposal) == "OPEN");
}

TEST_CASE("what a device signed before it contradicted itself starts nothing any more") {
  CoalitionNet net{NetOptions{.delegates = 3}};
  CoalitionStory story{net};
  story.certify();
  const auto [one, other] = contradiction(net, net.of("plumbers", 1), 900);
  REQUIRE(net.accept(net.of("choir"), wire::encode(one)).has_value());
  REQUIRE(net.accept(net.of("choir"), wire::encode(other)).has_value());
  net.deliver();
  CHECK(story.target_states("drivers") == std::vector<std::string>{"HELD", "HELD"});
  CHECK(story.has_code("drivers", "E_EQUIVOCATION"));
  // Only that device: another delegate of the org is not accused.
  const auto another = net.sign(net.of("plumbers", 2), story.proposal);
  CHECK((another || another.error().code != "E_EQUIVOCATION"));
}

TEST_CASE("freezes, thaws and evidence in any order give one view and one verdict") {
  for (const std::uint64_t seed : {1U, 2U, 3U, 4U}) {
    CoalitionNet net{NetOptions{.delegates = 3}};
    SeededRandom order{seed};
    CoalitionStory story{net};
    story.mandate();
    const StatementId held = freeze(net, net.of("drivers"), "bo");
    freeze(net, net.of("choir"), "chi");
    freeze(net, net.of("choir", 2), "ana");
    const auto [one, other] = contradiction(net, net.of("bakers"), 900);
    REQUIRE(net.accept(net.of("tenants"), wire::encode(one)).has_value());
    REQUIRE(net.accept(net.of("bakers", 1), wire::encode(other)).has_value());
    REQUIRE(net.accept(net.of("choir"), wire::encode(other)).has_value());
    REQUIRE(net.accept(net.of("choir"), wire::encode(one)).has_value());
    net.deliver(&order);
    const auto lifting = thaw(net, net.of("drivers", 2), held);
    REQUIRE(lifting.has_value());
    net.deliver(&order);
    REQUIRE(confirm_thaw(net, net.of("drivers"), *lifting).has_value());
    net.deliver(&order);
    const View view = net.of("choir").machine->current(assembly_of(net));
    const std::string state = story.state("choir", story.proposal);
    for (const auto& device : net.devices()) {
      CHECK(device->machine->current(assembly_of(net)) == view);
      CHECK(device->machine->covers(view, device->machine->current(assembly_of(net))));
    }
    for (const std::string_view slug : {"drivers", "plumbers", "tenants", "bakers"})
      CHECK(story.state(slug, story.proposal) == state);
  }
}

}  // namespace tocsin::tests
