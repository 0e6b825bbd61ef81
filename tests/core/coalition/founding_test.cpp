#include "core/coalition/coalition.h"
#include "core/model/words.h"
#include "core/wire/charter_codec.h"
#include "core/wire/proof_codec.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_net.h"

namespace tocsin::tests {
namespace {

Row with(std::string_view name, const Bytes& bytes) {
  Row row;
  row.set(name, Value{bytes});
  return row;
}

}  // namespace

TEST_CASE(
    "a charter that k of each org have not confirmed is not finished, and who is missing is told") {
  CoalitionNet net{NetOptions{.is_founded = false}};
  const Bytes draft = net.charter_draft();
  Outbox outbox;
  const auto refused = net.of("drivers").machine->finish_charter(draft, net.now(), outbox);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().exit == Exit::not_met);
  CHECK(refused.error().rows.size() == 5);
  CHECK(outbox.take().writes.empty());
}

TEST_CASE("only a charter that this device confirmed is finished") {
  CoalitionNet net{NetOptions{.delegates = 3, .is_founded = false}};
  Row draft = with("bytes", net.charter_draft());
  for (auto& device : net.devices()) {
    if (device->person == "chi") continue;
    Row live = with("draft", draft.bytes("bytes").value());
    const auto reviewed = net.act(*device, "review", live, Level::act);
    REQUIRE(reviewed.has_value());
    live.set("words", row_of(*reviewed, "review").text("words").value());
    const auto confirmed = net.act(*device, "confirm", live);
    REQUIRE(confirmed.has_value());
    draft = row_of(*confirmed, "draft");
  }
  CHECK(draft.flag("complete"));
  Outbox outbox;
  const auto refused =
      net.of("drivers", 2).machine->finish_charter(draft.bytes("bytes").value(), net.now(), outbox);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().exit == Exit::permission);
  const auto finished =
      net.of("drivers").machine->finish_charter(draft.bytes("bytes").value(), net.now(), outbox);
  REQUIRE(finished.has_value());
  CHECK(finished->first.devices.size() == 15);
  CHECK(finished->second.founded == finished->first.coalition);
}

TEST_CASE("the drafter types each org's six words, and a wrong word is told") {
  CoalitionNet net{NetOptions{.is_founded = false}};
  Row card = with("bytes", net.manifest_card("choir"));
  card.set("words", "one two three four five six");
  Row arguments = with("body", wire::encode(net.charter()));
  arguments.set("cards", Value{std::vector<Row>{card}});
  const auto refused = net.act(net.of("choir"), "draft charter", arguments, Level::act);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == "E_WORDS");
  CHECK(refused.error().exit == Exit::usage);
}

TEST_CASE("copies of a draft that went different ways are merged") {
  CoalitionNet net{NetOptions{.is_founded = false}};
  const Bytes draft = net.charter_draft();
  std::vector<Row> copies;
  for (const std::string_view slug : {"drivers", "plumbers"}) {
    Row live = with("draft", draft);
    const auto reviewed = net.act(net.of(slug), "review", live, Level::act);
    REQUIRE(reviewed.has_value());
    live.set("words", row_of(*reviewed, "review").text("words").value());
    const auto confirmed = net.act(net.of(slug), "confirm", live);
    REQUIRE(confirmed.has_value());
    copies.push_back(with("bytes", row_of(*confirmed, "draft").bytes("bytes").value()));
  }
  Row both;
  both.set("drafts", Value{copies});
  const auto merged = net.act(net.of("choir"), "merge", both, Level::read);
  REQUIRE(merged.has_value());
  const auto proof = wire::decode<Proof>(row_of(*merged, "draft").bytes("bytes").value());
  const auto before = wire::decode<Proof>(draft);
  REQUIRE(proof.has_value());
  CHECK(proof->statements.size() == before->statements.size() + 2);
}

TEST_CASE("a charter that lint refuses cannot be drafted, and lint says why") {
  CoalitionNet net{NetOptions{.is_founded = false}};
  const Bytes draft = net.charter_draft();
  const auto linted = net.act(net.of("choir"), "charter lint", with("draft", draft), Level::read);
  REQUIRE(linted.has_value());
  CHECK(row_of(*linted, "summary").integer("errors").value() == 0);
  Charter broken = net.charter();
  broken.rules.amend = broken.rules.drill;
  const auto found =
      net.act(net.of("choir"), "charter lint", with("body", wire::encode(broken)), Level::read);
  REQUIRE(found.has_value());
  CHECK(row_of(*found, "summary").integer("errors").value() > 0);
}

}  // namespace tocsin::tests
