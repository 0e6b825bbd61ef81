#include "core/coalition/founding_draft.h"

#include "core/wire/proof_codec.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_net.h"

namespace tocsin::tests {

TEST_CASE("a card is two statements its own device has signed, and nothing else is") {
  CoalitionNet net{NetOptions{.is_founded = false}};
  const Bytes& card = net.of("choir").card;
  const auto read = coalition::read_card(card, Mode::rehearsal);
  REQUIRE(read.has_value());
  CHECK(read->size() == 2);
  CHECK(coalition::read_card(card, Mode::actual).error().code == "E_MODE");
  CHECK(coalition::read_card({}, Mode::rehearsal).error().code == "E_DECODE");
  Bytes cut = card;
  cut.pop_back();
  CHECK(coalition::read_card(cut, Mode::rehearsal).error().code == "E_DECODE");
  Bytes forged = card;
  forged.back() ^= 1U;
  CHECK(coalition::read_card(forged, Mode::rehearsal).error().code == "E_SIG");
}

TEST_CASE("a manifest card is complete and carries the newest keys of each device") {
  CoalitionNet net{NetOptions{.is_founded = false}};
  const auto card = coalition::read_founding(net.manifest_card("choir"), Mode::rehearsal);
  REQUIRE(card.has_value());
  CHECK(card->is_complete);
  CHECK(coalition::newest_keys(*card).size() == 2);
  OrgId org = OrgId::zero();
  CHECK(coalition::manifest_of(*card, net.of("choir").identity.keys->id, org) != nullptr);
  CHECK(org.array() == card->subject.array());
  CHECK(coalition::manifest_of(*card, net.of("drivers").identity.keys->id, org) == nullptr);
}

TEST_CASE(
    "a rehearsal's draft is no draft of an actual coalition, and a forged sign-off spoils it") {
  CoalitionNet net{NetOptions{.is_founded = false}};
  const Bytes bytes = net.manifest_card("choir");
  CHECK(coalition::read_founding(bytes, Mode::actual).error().code == "E_MODE");
  auto proof = wire::decode<Proof>(bytes).value();
  for (Statement& statement : proof.statements) {
    if (statement.type == StatementType::signoff) statement.signature[3] ^= 1U;
  }
  const auto forged = coalition::read_founding(wire::encode(proof), Mode::rehearsal);
  REQUIRE_FALSE(forged.has_value());
  CHECK(forged.error().code == "E_SIG");
  CHECK(forged.error().exit == Exit::invalid);
}

}  // namespace tocsin::tests
