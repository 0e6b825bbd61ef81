#include "core/coalition/coalition.h"

#include <algorithm>

#include "core/coalition/verify.h"
#include "core/wire/decision_codec.h"
#include "core/wire/proof_codec.h"
#include "core/wire/statement_codec.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_net.h"
#include "tests/support/coalition_story.h"

namespace tocsin::tests {

TEST_CASE("five orgs found a coalition by file and everybody knows the same charter") {
  CoalitionNet net;
  for (const auto& device : net.devices()) {
    REQUIRE(device->machine->charter().has_value());
    CHECK(device->machine->charter_id()->array() == net.id().array());
    CHECK(device->machine->is_delegate(device->identity.keys->id));
    CHECK(device->identity.org == net.org(device->slug));
  }
}

TEST_CASE("a proposal is not met and says why, is mandated, held, called, joined and certified") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.propose();
  story.all_sign_proposal();
  const std::vector<Row> before = story.status("plumbers", story.proposal);
  CHECK(row_of(before, "proposal").text("state").value() == "OPEN");
  std::vector<std::string> codes;
  for (const Row& row : before) {
    if (row.kind() == "lack") codes.push_back(row.text("code").value());
  }
  CHECK(std::ranges::find(codes, "E_DRILL") != codes.end());
  CHECK(std::ranges::find(codes, "E_BEARING") != codes.end());

  const auto too_early = story.draft_call();
  REQUIRE_FALSE(too_early.has_value());
  CHECK(too_early.error().exit == Exit::not_met);
  CHECK_FALSE(too_early.error().rows.empty());

  story.publish_reports();
  story.drill();
  CHECK(story.state("plumbers", story.proposal) == "MANDATED");
  const auto held = story.draft_call();
  REQUIRE_FALSE(held.has_value());
  CHECK(held.error().code == "E_HOLD");

  net.pass(Seconds{6});
  story.must_draft_call();
  CHECK(story.state("choir", story.call) == "OPEN");
  story.all_sign_call();
  for (const auto& device : net.devices()) {
    CAPTURE(device->slug, device->person);
    Row subject;
    subject.set("subject", story.call.hex());
    const auto rows = net.act(*device, "status", subject, Level::read);
    REQUIRE(rows.has_value());
    CHECK(row_of(*rows, "call").text("state").value() == "CALLED");
  }
  const Bytes certificate = story.certificate("choir");
  CHECK(coalition::verify(certificate, net.anchor()).is_valid());
  for (const auto& device : net.devices())
    CHECK(story.export_of(*device, story.call) == certificate);

  net.pass(Seconds{200});
  CHECK(story.state("tenants", story.call) == "IN_EFFECT");
  CHECK(row_of(story.status("tenants", story.call), "call").text("instruction").value() ==
        "YOUR MEMBERS ARE NOT CALLED. KEEP WORKING. Support: rally");
  CHECK(row_of(story.status("drivers", story.call), "call").text("instruction").value() ==
        "YOUR MEMBERS ARE CALLED: stop_work");
}

TEST_CASE("fixture five orgs: each kind is asked its own thing, and rows stay at home",
          "[R7][R50]") {
  CoalitionNet net;
  const std::optional<Charter> charter = net.of("choir").machine->charter();
  std::map<std::string, std::string> kinds;
  for (const CharterOrg& org : charter->orgs) kinds.emplace(org.slug, org.kind);
  CHECK(kinds == std::map<std::string, std::string>{{"bakers", "small_business"},
                                                    {"choir", "faith"},
                                                    {"drivers", "union"},
                                                    {"plumbers", "union"},
                                                    {"tenants", "community"}});
  CoalitionStory story{net};
  story.called = {"drivers"};
  story.certify();
  const auto told = [&](std::string_view slug) {
    return row_of(story.status(slug, story.call), "call").text("instruction").value();
  };
  const std::string not_called = "YOUR MEMBERS ARE NOT CALLED. KEEP WORKING.";
  CHECK(told("drivers") == "YOUR MEMBERS ARE CALLED: stop_work");
  CHECK(told("plumbers") == not_called);  // no union stops by its ask alone
  CHECK(told("bakers") == not_called);    // nor does a shop close
  CHECK(told("choir") == not_called + " Support: vigil");
  CHECK(told("tenants") == not_called + " Support: rally");
  // What everybody has of everybody's list are counts of cells: a report has no place for more.
  const std::vector<coalition::PublishedReport> reports = net.of("choir").machine->reports();
  CHECK(reports.size() == 2);
  for (const coalition::PublishedReport& published : reports) {
    for (const CellCount& cell : published.report.cells) {
      CHECK(cell.eligible % 5 == 0);
      CHECK(cell.pledged % 5 == 0);
    }
  }
}

TEST_CASE("members hear of certificates and stops and of nothing that only delegates are sent") {
  CoalitionNet net;
  CoalitionNet::Device& member = net.admit_member("drivers", "dana");
  net.deliver();
  CoalitionStory story{net};
  story.reach_call();
  const auto has = [&](const StatementId& id) {
    Row subject;
    subject.set("subject", id.hex());
    return net.act(member, "show", subject, Level::read).has_value();
  };
  CHECK_FALSE(has(story.proposal));
  CHECK_FALSE(has(story.call));
  story.all_sign_call();
  CHECK(has(story.call));
  Row subject;
  subject.set("subject", story.call.hex());
  const auto told = net.act(member, "status", subject, Level::read);
  REQUIRE(told.has_value());
  CHECK(row_of(*told, "call").text("state").value() == "CALLED");
  CHECK(row_of(*told, "call").text("instruction").value() == "YOUR MEMBERS ARE CALLED: stop_work");
  CHECK(member.machine->reports().empty());
  CHECK(net.of("choir").machine->reports().size() == 2);
}

}  // namespace tocsin::tests
