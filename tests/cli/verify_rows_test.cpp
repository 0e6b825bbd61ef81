#include "cli/verify_rows.h"

#include <string>

#include "core/wire/proof_codec.h"
#include "tests/support/builders.h"
#include "tests/support/catch.hpp"

namespace tocsin::cli {
namespace {

struct Told {
  explicit Told(bool is_rehearsal = false, std::uint64_t seed = 1, bool is_drill = false)
      : test{{.seed = seed, .is_rehearsal = is_rehearsal}},
        story{tests::tell(test, is_drill ? test.drill_mode() : test.mode())} {}

  Bytes certificate() const { return wire::encode(story.certificate); }

  Bytes charter() { return wire::encode(test.charter_proof()); }

  tests::TestCoalition test;
  tests::Story story;
};

Refusal verify_refusal(ByteView proof,
                       const std::optional<Bytes>& charter,
                       bool must_be_live = false) {
  const auto anchor = anchor_of(proof, charter, must_be_live);
  if (!anchor) return anchor.error();
  const auto done = refusal_of(coalition::examine(proof, anchor->anchor));
  return done ? Refusal{Exit::ok, "ok", "", ""} : done.error();
}

}  // namespace

TEST_CASE("a certificate verifies by the charter one holds, and by its own") {
  Told told;
  CHECK(verify_refusal(told.certificate(), told.charter()).code == "ok");
  CHECK(verify_refusal(told.certificate(), std::nullopt).code == "ok");
  const auto anchor = anchor_of(told.certificate(), std::nullopt, false);
  REQUIRE(anchor);
  CHECK_FALSE(anchor->is_chosen);
}

TEST_CASE("a certificate of another coalition is exit 5, E_COALITION") {
  Told told;
  Told other{false, 2};
  const Refusal refusal = verify_refusal(told.certificate(), other.charter());
  CHECK(refusal.exit == Exit::invalid);
  CHECK(refusal.code == "E_COALITION");
}

TEST_CASE("a drill's certificate offered as live is exit 5, E_MODE") {
  Told drill{false, 1, true};
  CHECK(verify_refusal(drill.certificate(), drill.charter()).code == "ok");
  const Refusal refusal = verify_refusal(drill.certificate(), drill.charter(), true);
  CHECK(refusal.exit == Exit::invalid);
  CHECK(refusal.code == "E_MODE");
}

TEST_CASE("a rehearsal's certificate offered as live is exit 5, E_MODE") {
  Told rehearsal{true};
  CHECK(verify_refusal(rehearsal.certificate(), rehearsal.charter(), true).code == "E_MODE");
}

TEST_CASE("of a file that cannot be read nothing is told but that") {
  const Bytes nonsense(100, 7);
  const auto anchor = anchor_of(nonsense, std::nullopt, false);
  REQUIRE(anchor);
  const auto rows = verify_rows(coalition::examine(nonsense, anchor->anchor), *anchor);
  CHECK(rows.front().text("outcome").value() == "INVALID");
  CHECK_FALSE(rows.front().has("proof"));
  CHECK(verify_refusal(nonsense, std::nullopt).exit == Exit::invalid);
}

TEST_CASE("a tampered certificate proves nothing") {
  Told told;
  Bytes bad = told.certificate();
  bad[bad.size() / 2] ^= 1;
  CHECK(verify_refusal(bad, told.charter()).exit == Exit::invalid);
}

TEST_CASE("what is no charter is no anchor") {
  Told told;
  const auto anchor = anchor_of(told.certificate(), Bytes{1, 2, 3}, false);
  REQUIRE_FALSE(anchor);
  CHECK(anchor.error().code == "E_CHARTER_UNKNOWN");
}

TEST_CASE("the rows name outcome, action, words, call time and each target by its organization") {
  Told told;
  const auto anchor = anchor_of(told.certificate(), told.charter(), false);
  REQUIRE(anchor);
  const auto rows = verify_rows(coalition::examine(told.certificate(), anchor->anchor), *anchor);
  REQUIRE(rows.size() == 3);
  CHECK(rows[0].kind() == "verified");
  CHECK(rows[0].text("outcome").value() == "VALID");
  CHECK(rows[0].text("proof").value() == "call certificate");
  CHECK(rows[0].text("action").value() == "stoppage");
  CHECK(rows[0].text("mode").value() == "actual");
  CHECK(rows[0].flag("mandate_attested"));
  CHECK(rows[0].time("call_time").value() == told.story.certificate_set.call_time);
  CHECK(rows[1].kind() == "verified_target");
  CHECK(rows[1].text("slug").value().size() >= 2);
}

TEST_CASE("a manifest card needs no coalition") {
  Told told;
  const Bytes card = wire::encode(told.test.card(told.test.orgs()[0]));
  CHECK(verify_refusal(card, std::nullopt).code == "ok");
}

}  // namespace tocsin::cli
