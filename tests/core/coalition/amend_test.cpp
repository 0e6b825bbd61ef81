#include <algorithm>

#include "core/coalition/founding_draft.h"
#include "core/coalition/verify.h"
#include "core/wire/charter_codec.h"
#include "core/wire/proof_codec.h"
#include "tests/support/amendments.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_story.h"

namespace tocsin::tests {

TEST_CASE("an amendment that lint refuses is not posted") {
  CoalitionNet net;
  Charter next = amendment(net);
  next.rules.abort.front().min = 1;
  const auto reply = draft(net, "choir", next);
  REQUIRE_FALSE(reply.has_value());
  CHECK(reply.error().code == "E_LINT");
  CHECK_FALSE(reply.error().rows.empty());
  next = amendment(net);
  next.effective_at = net.now().wall + Seconds{1};
  CHECK(draft(net, "choir", next).error().code == "E_HOLD");
  next = amendment(net);
  next.skips = {StatementId{{1}}};
  CHECK(draft(net, "choir", next).error().code == "E_NOT_FOUND");
}

TEST_CASE("the file of an amendment can be checked by who is not in the coalition yet") {
  CoalitionNet net;
  const auto rows = draft(net, "choir", amendment(net));
  REQUIRE(rows.has_value());
  const Bytes file = row_of(*rows, "draft").bytes("bytes").value();
  const Verdict verdict = coalition::verify(file, net.anchor());
  CHECK(verdict.outcome == Outcome::not_met);
  const auto read = coalition::read_founding(file, Mode::rehearsal);
  REQUIRE(read.has_value());
  CHECK(read->subject == id_of(*rows));
  CHECK(read->previous.has_value());
  CHECK_FALSE(read->is_complete);
}

TEST_CASE("who is dropped from a manifest leaves what he added, and adds nothing more") {
  CoalitionNet net;
  CoalitionNet::Device& dana = net.admit_member("drivers", "dana");
  CoalitionNet::Device& eli = net.admit_member("drivers", "eli");
  net.deliver();
  const OrgId org = net.org("drivers");
  const StatementId more = drafted(
      net,
      "drivers",
      with_delegate(manifest_at(net.of("drivers"), org), "dana", dana.identity.keys->device));
  approve(net, more, {"drivers"});
  REQUIRE(net.sign(dana, more).has_value());
  net.deliver();
  Manifest without_ana = manifest_at(net.of("drivers"), org);
  std::erase_if(without_ana.delegates, [](const Delegate& each) { return each.handle == "ana"; });
  const auto rows = net.act(net.of("drivers", 1),
                            "draft manifest",
                            Row{}.set("body", Value{wire::encode(without_ana)}),
                            Level::act);
  REQUIRE(rows.has_value());
  net.deliver();
  REQUIRE(net.sign(net.of("drivers", 1), id_of(*rows)).has_value());
  REQUIRE(net.sign(dana, id_of(*rows)).has_value());
  net.deliver();
  CHECK(state_at(net, "choir", id_of(*rows)) == "IN_FORCE");
  CHECK_FALSE(net.of("choir").machine->is_delegate(net.of("drivers").identity.keys->id));
  const ChannelPolicy channel{org_channel(net.id(), org), ChannelKind::org, org};
  const coalition::Coalition& machine = *net.of("drivers", 1).machine;
  const auto audience = std::get<Audience>(machine.audience(channel, machine.current(channel)));
  const auto holds = [&](const CoalitionNet::Device& device) {
    return std::ranges::any_of(
        audience, [&](const Member& member) { return member.device == device.identity.keys->id; });
  };
  CHECK(holds(eli));  // ana had added her before
  CHECK(holds(dana));
  CHECK_FALSE(holds(net.of("drivers")));
}

TEST_CASE("an org takes another name, and the coalition follows when it likes") {
  CoalitionNet net;
  Manifest renamed = manifest_at(net.of("choir"), net.org("choir"));
  renamed.name = "Harbour Choir";
  const StatementId manifest = drafted(net, "choir", renamed);
  approve(net, manifest, {"choir"});
  CHECK(state_at(net, "bakers", manifest) == "IN_FORCE");
  CHECK(state_at(net, "bakers", StatementId{net.org("choir").array()}) == "REPLACED");
  Charter next = amendment(net);
  std::ranges::find(next.orgs, "choir", &CharterOrg::slug)->name = "Harbour Choir";
  const StatementId charter = drafted(net, "drivers", next);
  approve(net, charter, {"drivers", "plumbers", "choir", "tenants"});
  net.pass(Seconds{120});
  CHECK(state_at(net, "bakers", charter) == "IN_FORCE");
  CHECK(state_at(net, "bakers", StatementId{net.id().array()}) == "REPLACED");
}

TEST_CASE("a device that another org lists is not listed by the program") {
  CoalitionNet net;
  const Manifest now = manifest_at(net.of("choir"), net.org("choir"));
  const DeviceKeys& theirs = net.of("drivers").identity.keys->device;
  const auto refused = draft(net, "choir", with_delegate(now, "ana", theirs));
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == "E_KEY_DUP");
}

TEST_CASE("exit never helps") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.propose();
  story.all_sign_proposal();
  Manifest last = manifest_at(net.of("bakers"), net.org("bakers"));
  last.is_closed = true;
  approve(net, drafted(net, "bakers", last), {"bakers"});
  const auto rows = story.status("choir", story.proposal);
  CHECK(row_of(rows, "proposal").integer("full").value() == 5);
  CHECK(row_of(rows, "proposal").integer("approve").value() == 4);
  CHECK_FALSE(net.sign(net.of("bakers"), story.proposal).has_value());
}

}  // namespace tocsin::tests
