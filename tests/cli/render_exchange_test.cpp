#include "cli/render.h"
#include "tests/cli/call_time.h"
#include "tests/cli/scripted.h"
#include "tests/support/catch.hpp"

namespace tocsin::cli {

TEST_CASE("a certificate's verdict names outcome, call time and targets") {
  Row verified{"verified"};
  verified.set("outcome", "VALID")
      .set("mandate_attested", true)
      .set("proof", "call certificate")
      .set("mode", "actual");
  verified.set("name", "North River Coalition")
      .set("coalition", Value{Bytes(32, 0x1f)})
      .set("action", "stoppage");
  verified.set("words", "maple orbit kettle sand violin crane")
      .set("call_time", time_at(t0_ms - 59 * hour_ms));
  verified.set("orgs", 4).set("orgs_of", 5).set("signatures", 19).set("anchored", true);
  Row target{"verified_target"};
  target.set("slug", "drivers").set("cell", "transport/metro").set("t0", time_at(t0_ms));
  const std::string text = render({verified, target}, early_look());
  CHECK(text == golden("certificate", text));
}

}  // namespace tocsin::cli
