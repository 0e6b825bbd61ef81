#include "core/coalition/coalition.h"
#include "core/coalition/verify.h"
#include "core/wire/proof_codec.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_story.h"

namespace tocsin::tests {

TEST_CASE("charter, manifest, mandate, certificate and stop are exported as proofs that verify") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  Row reason;
  reason.set("reason", "agreed").set("own", true);
  auto stopped = net.stop(net.of("drivers"), "abort", story.call, reason);
  REQUIRE(stopped.has_value());
  const StatementId stop = id_of(*stopped);
  net.deliver();
  const auto early = net.act(net.of("choir"), "export", about(stop), Level::read);
  REQUIRE_FALSE(early.has_value());
  CHECK(early.error().exit == Exit::not_met);
  REQUIRE(net.sign(net.of("drivers", 1), stop).has_value());
  net.deliver();
  const StatementId charter{net.id().array()};
  const StatementId manifest{net.org("choir").array()};
  for (const StatementId& subject : {charter, story.proposal, story.call, stop}) {
    CAPTURE(subject.hex());
    CHECK(coalition::verify(story.export_of(net.of("choir"), subject), net.anchor()).is_valid());
  }
  const coalition::Anchor card{CoalitionId::zero(), Mode::rehearsal};
  CHECK(coalition::verify(story.export_of(net.of("choir"), manifest), card).is_valid());
}

TEST_CASE("what is signed so far goes by file, and what is complete there is complete here") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.publish_reports();
  story.drill();
  story.propose();
  const auto write = [&](CoalitionNet::Device& from) {
    const Row row = about(story.proposal).set("draft", true);
    return row_of(net.act(from, "export", row, Level::read).value(), "proof")
        .bytes("bytes")
        .value();
  };
  CHECK_FALSE(net.act(net.of("choir"), "export", about(story.proposal), Level::read).has_value());
  for (const std::string_view slug : {"drivers", "plumbers", "choir", "tenants"}) {
    for (const std::size_t person : {0U, 1U}) {
      CoalitionNet::Device& device = net.of(slug, person);
      REQUIRE(net.sign(device, story.proposal).has_value());
      net.parcels().clear();  // no link anywhere
      const Row file = Row{}.set("bytes", Value{write(device)});
      REQUIRE(net.act(net.of("bakers"), "import", file, Level::act).has_value());
    }
  }
  CHECK(story.state("bakers", story.proposal) == "MANDATED");
  CHECK(coalition::verify(story.export_of(net.of("bakers"), story.proposal), net.anchor())
            .is_valid());
  // A draft proves nothing, and says so.
  CHECK(coalition::verify(write(net.of("bakers")), net.anchor()).outcome == Outcome::invalid);
}

TEST_CASE("what was exported is imported, statement by statement, twice without harm") {
  CoalitionNet net;
  CoalitionStory story{net};
  CoalitionNet::Device& away = net.of("bakers", 1);
  const MemoryStore before = *away.store;
  story.certify();
  const Bytes certificate = story.certificate("choir");
  *away.store = before;
  net.restart(away);
  Row file;
  file.set("bytes", Value{certificate});
  const auto first = net.act(away, "import", file, Level::act);
  REQUIRE(first.has_value());
  CHECK(row_of(*first, "imported").integer("fresh").value() > 10);
  const auto second = net.act(away, "import", file, Level::act);
  REQUIRE(second.has_value());
  CHECK(row_of(*second, "imported").integer("fresh").value() == 0);
  file.set("bytes", Value{Bytes{1, 2, 3}});
  CHECK(net.act(away, "import", file, Level::act).error().exit == Exit::invalid);
}

TEST_CASE("a newcomer's state lets a fresh machine know the running call") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  CoalitionNet::Device& dana = net.admit_member("drivers", "dana");
  const auto rows = net.act(dana, "status", about(story.call), Level::read);
  REQUIRE(rows.has_value());
  CHECK(rows->front().text("state").value() == "CALLED");
  // It was sent no reports: what it could write down would prove nothing to anybody.
  const auto written = net.act(dana, "export", about(story.call), Level::read);
  REQUIRE_FALSE(written.has_value());
  CHECK(written.error().code == "E_MISSING");
  CHECK(written.error().exit == Exit::not_met);
}

}  // namespace tocsin::tests
